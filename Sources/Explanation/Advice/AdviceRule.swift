/// What is known to make models slow on devices, each told by something that was measured.
public enum AdviceRule: String, Sendable, Codable, CaseIterable {
    /// Convolutions whose inputs are quantised anew in every inference: runtimes have no fast kernel for them.
    case dynamicConvolutions = "dynamic_convolutions"
    /// Operators that left the provider or library that was to accelerate them.
    case fallback
    /// `QuantizeLinear` and `DequantizeLinear` that the runtime did not fuse with the operators between them.
    case unfusedQuantisation = "unfused_quantisation"
    /// Numbers converted to another type and back.
    case casts
    /// Tensors moved into another order of their axes.
    case layoutChanges = "layout_changes"
    /// A kernel that computes in fewer bits than were asked for.
    case silentPrecision = "silent_precision"
    /// More threads than cores.
    case threadsAboveCores = "threads_above_cores"
    /// Threads that spin while they wait, on all cores, with a long tail.
    case spinning

    /// A heading.
    public var title: String {
        switch self {
        case .dynamicConvolutions: "Convolutions are quantised dynamically"
        case .fallback: "Operators left the accelerated path"
        case .unfusedQuantisation: "Quantisation was not fused"
        case .casts: "Numbers are converted to and fro"
        case .layoutChanges: "Tensors change their layout"
        case .silentPrecision: "Kernels compute in fewer bits than asked for"
        case .threadsAboveCores: "More threads than cores"
        case .spinning: "Threads spin on every core"
        }
    }

    /// The variant to try.
    var suggestion: String {
        switch self {
        case .dynamicConvolutions:
            "quantise convolutions statically (QDQ with calibration), or leave them in float: op_types_to_quantize without Conv"
        case .fallback:
            "replace or leave out the operators named by 'pawl runtime coverage'; where much moves to and fro, try the processor alone"
        case .unfusedQuantisation:
            "quantise the operators around them as well, symmetrically and with the options that this runtime fuses, or leave that part in float"
        case .casts: "keep that part of the model in one type; a processor without fast float16 gains size only"
        case .layoutChanges:
            "export the model in the layout that the runtime computes in, or with the transposes folded"
        case .silentPrecision:
            "set 'precision' to what the model was trained in and compare, or name the variant for what it computes in"
        case .threadsAboveCores: "set 'threads' to at most the number of cores that the process may use"
        case .spinning:
            "one thread less than there are cores, or session_config: { session.intra_op.allow_spinning: \"0\" }"
        }
    }
}
