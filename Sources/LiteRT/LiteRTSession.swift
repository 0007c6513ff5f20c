import CLiteRT
import Diagnostics
import Foundation
import InferenceCore

/// A model that LiteRT has compiled for the processor.
final class LiteRTSession: InferenceSession {
    let inputs: [TensorSpec]
    let outputs: [TensorSpec]
    let metadata: ModelMetadata

    private let api: LiteRTAPI
    private let environment: OwnedObject
    private let compiledModel: OwnedObject
    /// Outputs whose sizes the file leaves open.
    private let openOutputs: [String]
    private let unreadable = UnreadableOutputs()
    /// Of the inputs, as the library has them before anything is resized; nil where it says that they are open.
    private let toldSizes: [[Int]?]
    private var isResized = false
    /// Nil when no profile was asked for.
    private let recorder: ProfileRecorder?

    init(
        modelAt path: String, options: SessionOptions, environment: OwnedObject, api: LiteRTAPI
    ) throws(InferenceError) {
        self.api = api
        self.environment = environment
        try ModelFile.check(path)
        let configuration = try CompilationOptions(options, of: api)
        let model = try Self.readModel(path, in: environment, api)
        let signature = try Self.onlySignature(of: model, path, api)
        let open = ModelFile.openShapes(in: path)
        let told = try api.specifications(of: .input, signature: signature, modelPath: path)
        toldSizes = told.map(\.fixedShape)
        inputs = told.map { $0.opened(by: open) }
        let declared = try api.specifications(of: .output, signature: signature, modelPath: path)
            .map { $0.opened(by: open) }
        openOutputs = declared.filter { $0.fixedShape == nil }.map(\.name)
        metadata = ModelMetadata(
            graphName: try api.string("reading the signature") { api.models.signatureKey(signature, $0) })

        var created: OpaquePointer?
        let status = api.compiledModels.create(
            environment.pointer, model.pointer, configuration.object.pointer, &created)
        guard status == Int32(LITERT_STATUS_OK), let created else {
            throw Self.refusal(of: path, StatusText.words(for: status), api)
        }
        // A compiled model reads weights where the model holds them.
        compiledModel = OwnedObject(
            created, release: api.compiledModels.destroy, keeping: [environment, model, configuration.object])
        recorder =
            options.profilesOperators
            ? try ProfileRecorder(compiledModel, usesXNNPACK: options.usesXNNPACK, api: api) : nil
        guard inputs.allSatisfy({ $0.fixedShape != nil }) else {
            outputs = declared
            return
        }
        // What does not depend on the inputs is planned now: operators that the library lacks show here, and sizes that the
        // file leaves open and an operator's own options settle, as those of detections.
        let planned = Self.plan(compiledModel, outputCount: declared.count, api)
        guard planned.status == Int32(LITERT_STATUS_OK) else {
            throw Self.planning(of: path, api.words(for: planned.status, of: compiledModel.pointer), api)
        }
        outputs = zip(declared, planned.layouts).map { spec, layout in
            var spec = spec
            if layout.sizes.allSatisfy({ $0 > 0 }) { spec.shape = layout.sizes.map { .fixed($0) } }
            return spec
        }
    }

    func bind(inputs tensors: [String: Tensor]) throws(InferenceError) -> any BoundInference {
        try inputs.requireMatch(tensors)
        let ordered = inputs.compactMap { tensors[$0.name] }
        let shapes = try outputShapes(for: ordered)
        return try LiteRTInference(
            inputs: zip(inputs, ordered).map { ($0.name, $1) },
            outputs: zip(outputs, shapes).map { ($0, $1) }, environment: environment, compiledModel: compiledModel,
            openOutputs: openOutputs, recorder: recorder, unreadable: unreadable, api: api)
    }

    /// Known once something has run.
    var unreadableOutputs: [UnreadableOutput] { unreadable.all }

    /// LiteRT does not report what it allocates.
    func plannedArenaBytes() -> UInt64? { nil }

    func finishProfile() throws(InferenceError) -> [OperatorTiming] {
        guard let recorder else {
            throw .runtimeFailure(operation: "ending the profile", reason: "the session was opened without profiling")
        }
        return try recorder.finish()
    }

    private static func readModel(
        _ path: String, in environment: OwnedObject, _ api: LiteRTAPI
    ) throws(InferenceError) -> OwnedObject {
        var model: OpaquePointer?
        let status = api.models.create(path, in: environment.pointer, &model)
        guard status == Int32(LITERT_STATUS_OK), let model else {
            throw refusal(of: path, StatusText.words(for: status), api)
        }
        return OwnedObject(model, release: api.models.destroy, keeping: [environment])
    }

    /// The library says of a model with variables only that it is not valid.
    private static func refusal(of path: String, _ reason: String, _ api: LiteRTAPI) -> InferenceError {
        guard let variable = ModelFile.variable(in: path) else {
            return ModelRefusal.error(
                path: path, reason: reason, runtime: "LiteRT \(api.version.text)",
                requirement: "litert==\(api.version.text)")
        }
        return .unsupportedModel(
            path: path,
            reason:
                "tensor '\(variable)' is a variable, which keeps state from one inference to the next: LiteRT's interface "
                + "of compiled models takes none (\(reason))",
            hint: InterpreterRuntime.hint)
    }

    /// What was compiled is whole: only its memory could not be planned.
    private static func planning(of path: String, _ reason: String, _ api: LiteRTAPI) -> InferenceError {
        let error = refusal(of: path, reason, api)
        guard case .invalidModel = error else { return error }
        return .unsupportedModel(
            path: path, reason: reason,
            hint:
                "the file is whole, and LiteRT's compiled models cannot be planned for its shapes; \(InterpreterRuntime.hint)"
        )
    }

    /// A model has at least one signature: the library gives one to a model without any.
    private static func onlySignature(
        of model: OwnedObject, _ path: String, _ api: LiteRTAPI
    ) throws(InferenceError) -> OpaquePointer {
        let operation = "reading the model's signatures"
        let count = try api.count(operation) { api.models.signatureCount(model.pointer, $0) }
        guard count == 1 else {
            throw .invalidModel(
                path: path,
                reason: "it has \(count) signatures, and Pawl runs models of one; export the one to be measured alone")
        }
        return try api.make(operation) { api.models.signature(model.pointer, 0, $0) }
    }
}

extension LiteRTSession {
    /// Shapes of the outputs for inputs of these shapes, in the model's order.
    ///
    /// - Throws: `InferenceError.runtimeFailure` when the model cannot take the inputs' sizes, or when a size depends on
    ///   the inputs' values.
    private func outputShapes(for tensors: [Tensor]) throws(InferenceError) -> [[Int]] {
        let fixed = outputs.compactMap(\.fixedShape)
        guard fixed.count < outputs.count || inputs.contains(where: { $0.fixedShape == nil }) else { return fixed }
        for (index, tensor) in tensors.enumerated() where inputs[index].fixedShape == nil {
            // Some that are open in the file are fixed to the library: at that size there is nothing to change.
            guard isResized || toldSizes[index] != tensor.shape else { continue }
            isResized = true
            let sizes = tensor.shape.compactMap { Int32(exactly: $0) }
            guard sizes.count == tensor.shape.count else {
                throw .inputMismatch(
                    input: inputs[index].name, expected: "sizes of at most \(Int32.max)", found: "\(tensor.shape)")
            }
            let status = api.compiledModels.resizeInput(compiledModel.pointer, 0, index, sizes, sizes.count)
            guard status == Int32(LITERT_STATUS_OK) else {
                throw .runtimeFailure(
                    operation: "resizing input '\(inputs[index].name)' to \(tensor.shape)",
                    reason: "\(api.words(for: status, of: compiledModel.pointer)); \(InterpreterRuntime.hint)")
            }
        }
        let planned = Self.plan(compiledModel, outputCount: outputs.count, api)
        guard planned.status == Int32(LITERT_STATUS_OK) else {
            let shapes = zip(inputs, tensors).map { "\($0.name) \($1.shape)" }.joined(separator: ", ")
            throw .runtimeFailure(
                operation: "planning memory for \(shapes)",
                reason: api.words(for: planned.status, of: compiledModel.pointer)
                    + (api.version.resizesAfterRunning
                        ? "" : "; LiteRT \(api.version.text) takes no other sizes once it has run, 2.1.5 and later do"))
        }
        return planned.layouts.map(\.sizes)
    }

    /// Plans memory for the inputs' present sizes.
    private static func plan(
        _ compiledModel: OwnedObject, outputCount: Int, _ api: LiteRTAPI
    ) -> (status: LiteRtStatus, layouts: [LiteRtLayout]) {
        var layouts = [LiteRtLayout](repeating: LiteRtLayout(), count: outputCount)
        let status = api.compiledModels.outputLayouts(compiledModel.pointer, 0, layouts.count, &layouts, true)
        return (status, layouts)
    }
}

extension TensorSpec {
    /// With the sizes open that the file leaves open.
    fileprivate func opened(by shapes: [String: [Int]]) -> TensorSpec {
        guard let open = shapes[name], open.count == shape.count else { return self }
        var spec = self
        for (axis, size) in open.enumerated() where size < 0 { spec.shape[axis] = .dynamic(name: nil) }
        return spec
    }

    /// Nil when a dimension is dynamic.
    fileprivate var fixedShape: [Int]? {
        let sizes = shape.compactMap { dimension -> Int? in
            guard case .fixed(let size) = dimension else { return nil }
            return size
        }
        return sizes.count == shape.count ? sizes : nil
    }
}
