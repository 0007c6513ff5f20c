import Diagnostics
import InferenceCore
import ModelFormats
import RuntimeLibraries
import Worker

/// What a model's runtime and its file say of it.
struct InspectedModel {
    let path: String
    let runtime: RuntimeRequirement
    let interface: InspectCall.Reply
    /// Nil for a file that is no ONNX model; the runtime knows it all the same.
    let graph: OnnxGraph?
    /// Nil for a file of a format that Pawl does not read itself.
    let file: ModelInterface?

    /// - Parameter path: absolute.
    init(path: String, inspection: ModelInspection) throws {
        self.path = path
        runtime = inspection.runtime
        interface = try inspection.inspect(modelAt: path)
        graph = try? OnnxGraph(path: path)
        file = try? ModelInterface.read(path: path)
    }

    /// What integers that an input takes stand for, or those that the model makes of its real numbers first.
    ///
    /// - Throws: `ModelFormatError.unusableQuantization` for one that Pawl cannot apply to samples.
    func quantization(of input: TensorSpec) throws(ModelFormatError) -> InputQuantization? {
        guard let known = input.quantization else { return try graph?.quantization(ofInput: input.name) }
        guard known.axis == nil else {
            throw .unusableQuantization(input: input.name, reason: "it has a scale for each channel")
        }
        return InputQuantization(
            scale: known.scales[0], zeroPoint: known.zeroPoints[0], elementType: input.elementType)
    }

    /// Whether an output holds texts.
    func isText(_ output: String) -> Bool { interface.textOutputs?.contains { $0.name == output } ?? false }

    /// The output of a name, or the only one; texts as the numbers of classes that they become.
    func output(named name: String?) throws(UsageError) -> TensorSpec {
        let outputs = interface.outputs + (interface.textOutputs ?? []).map(\.asNumbers)
        let names = outputs.map(\.name)
        guard let name else {
            guard let only = outputs.first, outputs.count == 1 else {
                throw UsageError(
                    message: "the model has \(names.count) outputs: which is judged?",
                    hint: "give --output and one of: \(names.joined(separator: ", "))")
            }
            return only
        }
        guard let output = outputs.first(where: { $0.name == name }) else {
            if let unreadable = interface.unreadableOutputs?.first(where: { $0.name == name }) {
                throw UsageError(
                    message: "output '\(name)' cannot be judged: \(unreadable.reason)",
                    hint: "give one of: \(names.joined(separator: ", "))")
            }
            throw UsageError(
                message: "the model has no output '\(name)'", hint: Suggestion.hint(for: name, among: names))
        }
        return output
    }
}
