/// A version of LiteRT that Pawl calls, and what its functions mean there.
///
/// The rule: a version whose library the tests have called, and no other. LiteRT changes what an exported name means
/// between patch releases, so nothing can be said of a version between two that agree.
struct AcceptedVersion: Sendable, Equatable {
    static let all = ["2.1.0", "2.3.0"]
    static let description = all.joined(separator: " and ")

    let text: String
    /// From 2.1.6 on a model is read into an environment; before, by its path alone.
    let modelsNeedAnEnvironment: Bool
    /// From 2.1.3 on options are text that the library parses; before, structures behind setters.
    let optionsAreText: Bool
    /// From 2.3.0 on an environment can be told to register the processor alone; before, it looks for libraries of
    /// graphics processors in the dynamic loader's folders.
    let environmentsTakeAccelerators: Bool

    /// - Parameter version: as the lock file words it, such as `2.3.0`.
    /// - Returns: nil when the version is not accepted.
    init?(_ version: String) {
        guard Self.all.contains(version) else { return nil }
        text = version
        func isAtLeast(_ parts: [Int]) -> Bool {
            !version.split(separator: ".").compactMap { Int($0) }.lexicographicallyPrecedes(parts)
        }
        modelsNeedAnEnvironment = isAtLeast([2, 1, 6])
        optionsAreText = isAtLeast([2, 1, 3])
        environmentsTakeAccelerators = isAtLeast([2, 3, 0])
    }

    /// Version 2.1.0 holds on to the memory of its last run, and finds it too small for other sizes.
    var resizesAfterRunning: Bool { modelsNeedAnEnvironment }

    /// Up to 2.1.2 the processor's accelerator always hands operators to XNNPACK.
    var canDoWithoutXNNPACK: Bool { optionsAreText }
}
