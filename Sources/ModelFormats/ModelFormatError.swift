import Diagnostics
import Support

/// Why a model file tells nothing of its graph.
public enum ModelFormatError: DiagnosableError, Equatable {
    case file(FileError)
    /// The bytes are no model of the format.
    case malformed(path: String, reason: String)
    /// A model that can be read, but not changed.
    case notEditable(path: String, reason: String)
    /// Files beside a model are not what it needs; at least one fault.
    case unusableWeights(model: String, [WeightFault])
    /// A quantisation that is there and that Pawl cannot apply.
    case unusableQuantization(input: String, reason: String)

    public var blame: Blame {
        switch self {
        case .file(let error): error.blame
        case .malformed, .notEditable, .unusableWeights, .unusableQuantization: .input
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .file(let error): error.diagnostics
        case .malformed(let path, let reason):
            [Diagnostic(code: "model.malformed", "\(path) is no ONNX model that can be read", cause: reason)]
        case .notEditable(let path, let reason):
            [Diagnostic(code: "model.edit", "\(path) cannot be changed node by node", cause: reason)]
        case .unusableWeights(let model, let faults): faults.map { $0.diagnostic(ofModel: model) }
        case .unusableQuantization(let input, let reason):
            [
                Diagnostic(
                    code: "model.quantization",
                    "the model's quantisation of input '\(input)' cannot be used: \(reason)",
                    hint: "give the scale and zero point by hand: --input-scale and --input-zero-point")
            ]
        }
    }
}
