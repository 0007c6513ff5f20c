import Diagnostics

/// Why a library could not be opened, a model not loaded, or an inference not run.
public enum InferenceError: DiagnosableError, Equatable {
    /// The library is not there or cannot be loaded.
    case libraryUnavailable(runtime: String, path: String, reason: String, hint: String)
    /// The library is there but is not of a version whose binary interface was verified.
    case libraryNotAccepted(runtime: String, path: String, reason: String, hint: String)
    case invalidModel(path: String, reason: String)
    /// The file is whole, and the runtime cannot run what it says, such as an operator that it lacks.
    case unsupportedModel(path: String, reason: String, hint: String)
    /// The runtime opens the model, and Pawl cannot pass one of its inputs or outputs, such as texts.
    case unusableTensor(path: String, port: String, name: String, reason: String)
    case unsupportedOption(name: String, value: String, reason: String, hint: String?)
    case inputMismatch(input: String, expected: String, found: String)
    /// A tensor whose elements are no numbers was to be read as numbers.
    case notNumeric(ElementType)
    /// What is said to be which tensor of the model does not fit it.
    case unusableMapping(String)
    /// A number that the type it was to be brought to does not hold.
    case notCastable(from: ElementType, to: ElementType, value: String)
    /// What went wrong on the way of a tensor into the model or out of it.
    indirect case conversion(of: String, InferenceError)
    /// Scales, zero points or channels that make no sense, or do not fit the tensor.
    case unusableQuantization(String)
    /// A text that a model returned is the name of none of the classes.
    case unknownText(String)
    /// The runtime refused or failed in the middle of `operation`.
    case runtimeFailure(operation: String, reason: String)

    public var blame: Blame {
        switch self {
        case .libraryUnavailable, .libraryNotAccepted, .runtimeFailure: .machine
        case .conversion(_, let error): error.blame
        case .invalidModel, .unsupportedModel, .unusableTensor, .unsupportedOption, .inputMismatch, .notNumeric,
            .unusableMapping, .notCastable, .unusableQuantization, .unknownText:
            .input
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .libraryUnavailable(let runtime, let path, let reason, let hint):
            [Diagnostic(code: "runtime.unavailable", "cannot load \(runtime) from \(path)", hint: hint, cause: reason)]
        case .libraryNotAccepted(let runtime, let path, let reason, let hint):
            [Diagnostic(code: "runtime.not-accepted", "\(path) is no usable \(runtime)", hint: hint, cause: reason)]
        case .invalidModel(let path, let reason):
            [
                Diagnostic(
                    code: "model.invalid", "cannot load model \(path)",
                    hint: "check that the file is complete and of the format this runtime reads", cause: reason)
            ]
        case .unsupportedModel(let path, let reason, let hint):
            [Diagnostic(code: "model.unsupported", "cannot load model \(path)", hint: hint, cause: reason)]
        case .unusableTensor(let path, let port, let name, let reason):
            [
                Diagnostic(
                    code: "model.tensor", "cannot load model \(path)",
                    hint: "Pawl passes dense tensors of numbers and truth values; docs/runtimes.md lists their types",
                    cause: "\(port) '\(name)' cannot be used: \(reason)")
            ]
        case .unsupportedOption(let name, let value, let reason, let hint):
            [Diagnostic(code: "runtime.option", "cannot set \(name) to '\(value)'", hint: hint, cause: reason)]
        case .inputMismatch(let input, let expected, let found):
            [
                Diagnostic(
                    code: "model.input-mismatch",
                    "the golden set does not fit the model's input '\(input)': the model wants \(expected), "
                        + "the golden set has \(found)",
                    hint: "name, element type and shape of inputs in golden.yaml must be the model's own")
            ]
        case .notNumeric(let elementType):
            [
                Diagnostic(
                    code: "tensor.not-numeric", "a tensor of \(elementType.rawValue) cannot be read as numbers",
                    hint: "name an output of scores, of a floating-point or integer type")
            ]
        case .unusableMapping(let reason):
            [
                Diagnostic(
                    code: "model.mapping", reason,
                    hint: "see 'inputs' and 'outputs' of the variant in the suite, docs/suite-format.md")
            ]
        case .notCastable(let from, let to, let value):
            [
                Diagnostic(
                    code: "tensor.not-castable", "\(value), a value of type \(from.rawValue), is no \(to.rawValue)",
                    hint: "the model takes \(to.rawValue): correct the sample, or leave the variant out")
            ]
        case .conversion(let name, let error):
            error.diagnostics.map { finding in
                var finding = finding
                finding.message = "\(name): \(finding.message)"
                return finding
            }
        case .unusableQuantization(let reason):
            [
                Diagnostic(
                    code: "tensor.quantization", "the tensor's quantisation cannot be used: \(reason)",
                    hint: "look at the tensor's scale and zero point in the model file, as with netron")
            ]
        case .unknownText(let text):
            [
                Diagnostic(
                    code: "tensor.unknown-text",
                    "the model returned '\(text.prefix(60))', which is no class of the golden set",
                    hint: "name every class that the model knows, a line each, in the golden set's file of classes "
                        + "('golden create --classes FILE')")
            ]
        case .runtimeFailure(let operation, let reason):
            [Diagnostic(code: "runtime.failure", "\(operation) failed", cause: reason)]
        }
    }
}
