import COpenVINO
import InferenceCore

extension OpenVINOAPI {
    /// The time of each node that ran, in the library's order, which is that of execution.
    ///
    /// The library keeps the mean of all inferences, in whole microseconds, and takes what needs less than one for not
    /// executed. It is listed all the same where a kernel was chosen for it: which nodes are there must not depend on
    /// the clock. The provider is the kernel, such as `jit_avx512_I8`: it tells the precision.
    ///
    /// - Parameters:
    ///   - request: any request of the model: they share one profile.
    ///   - inferences: how many ran.
    func profile(of request: OpaquePointer, inferences: Int) throws(InferenceError) -> [OperatorTiming] {
        var profile = OpenVINOProfile()
        try check("reading the profile", functions.infer_request_get_profiling_info(request, &profile))
        defer { functions.profiling_info_list_free(&profile) }
        let nodes = UnsafeBufferPointer(start: profile.nodes, count: profile.count)
        return nodes.compactMap { node -> OperatorTiming? in
            let kernel = Self.text(node.kernel)
            guard node.wall_time >= 0, node.status == OPENVINO_NODE_EXECUTED || Kernel.isChosen(kernel) else {
                return nil
            }
            let (nanoseconds, overflowed) = UInt64(node.wall_time)
                .multipliedReportingOverflow(by: UInt64(inferences) * 1_000)
            return OperatorTiming(
                name: Self.text(node.node_name), type: Self.text(node.node_type), provider: kernel,
                isFallback: Kernel.isReference(kernel), nanoseconds: overflowed ? .max : nanoseconds, calls: inferences)
        }
    }

    private static func text(_ words: UnsafePointer<CChar>?) -> String { words.map { String(cString: $0) } ?? "" }
}

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
