/// What the library calls an implementation: its kind, then the precision, such as `brgconv_avx512_I8` or `ref_any_f32`.
enum Kernel {
    /// Whether it is written for any processor rather than for this one: OpenVINO's slow path.
    static func isReference(_ name: String) -> Bool { kind(name).contains("ref") }

    /// Whether the node has one at all. Inputs, outputs and nodes that only see data differently are `unknown`; those that
    /// were folded into another are `undef`.
    static func isChosen(_ name: String) -> Bool {
        let kind = kind(name)
        return !kind.isEmpty && kind[0] != "undef" && kind[0] != "unknown"
    }

    private static func kind(_ name: String) -> [Substring] { name.split(separator: "_") }
}
