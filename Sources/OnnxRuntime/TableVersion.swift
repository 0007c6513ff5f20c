/// The version of ONNX Runtime's table of functions.
///
/// Release 1.N has version N of the table, and the table only ever grows at its end: a function keeps its place for good, so
/// what is declared of version 15 lies in every later one where it lay there. Source: "Rules on how to add a new Ort API
/// version" in onnxruntime_c_api.cc, whose assertions hold the sizes of old versions.
struct TableVersion: Sendable, Equatable {
    /// The table that has everything that a measurement needs.
    static let oldest: UInt32 = 15
    /// The table that has everything that Pawl can make use of.
    static let newestUsed: UInt32 = 24

    let number: UInt32

    /// - Parameter version: as the library words it, such as `1.31.1`; of a second generation all is taken to be there.
    /// - Returns: nil for what is no version.
    init?(ofRelease version: String) {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, let generation = UInt32(parts[0]),
            let minor = UInt32(parts[1].prefix(while: \.isNumber)),
            generation >= 1
        else { return nil }
        number = generation == 1 ? minor : Self.newestUsed
    }
}
