/// A version as Python packages have them: `1.32.0`, `2.0rc1`, `1.2.post1`, `1!2.0+local`.
///
/// Source: PEP 440, "Version Identification and Dependency Specification"; equality and order are its own, so that `1.0` equals
/// `1.0.0` whatever was written.
public struct RuntimeVersion: Sendable, CustomStringConvertible {
    /// Of what precedes a release, in their order.
    enum Phase: Int, Sendable, Comparable {
        case alpha, beta, candidate

        static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }
    }

    enum LocalPart: Sendable, Hashable, Comparable {
        case text(String)
        case number(Int)

        static func < (left: LocalPart, right: LocalPart) -> Bool {
            switch (left, right) {
            case (.number(let left), .number(let right)): left < right
            case (.text(let left), .text(let right)): left < right
            case (.text, .number): true
            case (.number, .text): false
            }
        }
    }

    var epoch = 0
    /// Never empty; zeros at its end say nothing.
    var release: [Int] = []
    var preRelease: (phase: Phase, number: Int)?
    var postRelease: Int?
    var development: Int?
    var local: [LocalPart] = []
    /// As it was written.
    public let description: String

    /// - Returns: nil for what PEP 440 has no reading for, and for numbers beyond 64 bits.
    public init?(_ text: String) {
        description = text
        guard text.utf8.count <= 128 else { return nil }
        var scanner = VersionScanner(text)
        guard let parsed = scanner.version() else { return nil }
        epoch = parsed.epoch
        release = parsed.release
        preRelease = parsed.preRelease
        postRelease = parsed.postRelease
        development = parsed.development
        local = parsed.local
    }

    /// Whether it precedes a release: alpha, beta, candidate or development version.
    public var isPreRelease: Bool { preRelease != nil || development != nil }

    /// The release's numbers without zeros at their end.
    var significantRelease: [Int] {
        var numbers = release
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
        return numbers
    }

    /// Whether both are of one release, whatever precedes or follows it.
    func hasSameBase(as other: RuntimeVersion) -> Bool {
        epoch == other.epoch && significantRelease == other.significantRelease
    }
}

extension RuntimeVersion: Comparable, Hashable {
    public static func == (left: RuntimeVersion, right: RuntimeVersion) -> Bool {
        left.rank == right.rank && left.local == right.local
    }

    public static func < (left: RuntimeVersion, right: RuntimeVersion) -> Bool {
        left.rank == right.rank
            ? left.local.lexicographicallyPrecedes(right.local) : left.rank.lexicographicallyPrecedes(right.rank)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(rank)
        hasher.combine(local)
    }

    /// Whether both differ in nothing but what a builder added after `+`.
    func hasSamePublicPart(as other: RuntimeVersion) -> Bool { rank == other.rank }

    func precedesPublicly(_ other: RuntimeVersion) -> Bool { rank.lexicographicallyPrecedes(other.rank) }

    /// All but the local part, such that order of lists is order of versions.
    private var rank: [Int] {
        let pre: [Int]
        if let preRelease {
            pre = [preRelease.phase.rawValue, preRelease.number]
        } else {
            // A development version of the release itself comes before all of its alphas.
            let precedesAll = postRelease == nil && development != nil
            pre = [precedesAll ? -1 : Phase.candidate.rawValue + 1, 0]
        }
        // No release has a number below zero, so the end of one is less than any that goes on.
        return [epoch] + significantRelease + [-1] + pre + [postRelease ?? -1, development ?? Int.max]
    }
}
