import CLiteRT
import InferenceCore

/// Inputs and outputs bound to a session, in memory that the library allocated for them.
///
/// Inputs are copied there once, when they are bound: the library wants memory aligned to 64 bytes, which a mapped file
/// does not give. A run hands both to the library, which allocates a few short lists of its own for each inference.
final class LiteRTInference: BoundInference {
    // The hot path touches these and nothing that is counted, boxed or copied.
    private let runCompiledModel: LiteRtRunCompiledModelFunction
    private let compiledModelPointer: OpaquePointer
    private let inputList: UnsafeMutableBufferPointer<OpaquePointer?>
    private let outputList: UnsafeMutableBufferPointer<OpaquePointer?>
    private let isProfiled: Bool
    private var hasRun = false

    private let inputs: [TensorBuffer]
    private let outputBuffers: [(name: String, buffer: TensorBuffer)]
    private let compiledModel: OwnedObject
    /// Outputs whose sizes the file leaves open, and maybe only the data decide.
    private let openOutputs: [String]
    private let recorder: ProfileRecorder?
    private let unreadable: UnreadableOutputs
    private let api: LiteRTAPI

    /// - Parameters:
    ///   - tensors: in the order of the model's signature.
    ///   - outputs: what the model says of them and the shapes that these inputs give, in the same order.
    init(
        inputs tensors: [(name: String, tensor: Tensor)], outputs: [(spec: TensorSpec, shape: [Int])],
        environment: OwnedObject, compiledModel: OwnedObject, openOutputs: [String], recorder: ProfileRecorder?,
        unreadable: UnreadableOutputs, api: LiteRTAPI
    ) throws(InferenceError) {
        let functions = api.compiledModels
        var inputs: [TensorBuffer] = []
        for (index, (name, tensor)) in tensors.enumerated() {
            let operation = "binding input '\(name)'"
            let requirements = try api.make(operation) {
                functions.inputRequirements(compiledModel.pointer, 0, index, $0)
            }
            let buffer = try TensorBuffer(
                elementType: tensor.elementType, shape: tensor.shape, requirements: requirements,
                environment: environment, api: api, operation: operation)
            try buffer.withMemory(.write, api, operation: operation) { $0.copyMemory(from: tensor.bytes) }
            inputs.append(buffer)
        }
        var bound: [(String, TensorBuffer)] = []
        for (index, (spec, shape)) in outputs.enumerated() {
            let operation = "binding output '\(spec.name)'"
            let requirements = try api.make(operation) {
                functions.outputRequirements(compiledModel.pointer, 0, index, $0)
            }
            let buffer = try TensorBuffer(
                elementType: spec.elementType, shape: shape, requirements: requirements, environment: environment,
                api: api, operation: operation)
            try buffer.withMemory(.write, api, operation: operation) { memory in
                _ = memory.initializeMemory(as: UInt8.self, repeating: Self.mark)
            }
            bound.append((spec.name, buffer))
        }
        self.inputs = inputs
        outputBuffers = bound
        runCompiledModel = functions.run
        compiledModelPointer = compiledModel.pointer
        inputList = Self.list(inputs)
        outputList = Self.list(bound.map(\.1))
        isProfiled = recorder != nil
        self.compiledModel = compiledModel
        self.openOutputs = openOutputs
        self.recorder = recorder
        self.unreadable = unreadable
        self.api = api
    }

    deinit {
        inputList.deallocate()
        outputList.deallocate()
    }

    func run() throws(InferenceError) {
        if isProfiled { try recorder?.begin() }
        let status = runCompiledModel(
            compiledModelPointer, 0, inputList.count, inputList.baseAddress!, outputList.count,
            outputList.baseAddress!)
        guard status == 0 else {
            let words = api.words(for: status, of: compiledModelPointer)
            guard !hasRun, let name = openOutputs.first else {
                throw .runtimeFailure(operation: "inference", reason: words)
            }
            throw .runtimeFailure(
                operation: "inference",
                reason:
                    "\(words); the size of output '\(name)' is open, and LiteRT wants to know it before it runs; if the "
                    + "inputs' values decide it, " + InterpreterRuntime.hint)
        }
        if isProfiled { try recorder?.end() }
        if !hasRun { try checkFirstRun() }
    }

    /// An output whose size comes out of the run is not where it was wanted, and version 2.1.0 does not say so. It is in nobody's way
    /// unless it is read; a model of nothing else is refused.
    private func checkFirstRun() throws(InferenceError) {
        var layouts = [LiteRtLayout](repeating: LiteRtLayout(), count: outputBuffers.count)
        try api.check(
            "reading the outputs' sizes",
            api.compiledModels.outputLayouts(compiledModelPointer, 0, layouts.count, &layouts, false))
        var found: [UnreadableOutput] = []
        for ((name, buffer), layout) in zip(outputBuffers, layouts) {
            let operation = "reading output '\(name)'"
            let isUntouched = try buffer.withMemory(.read, api, operation: operation) { memory in
                // A few bytes could be the mark by chance.
                memory.count >= 8 && memory.allSatisfy { $0 == Self.mark }
            }
            guard layout.sizes != buffer.shape || isUntouched else { continue }
            found.append(
                UnreadableOutput(
                    name: name,
                    reason: "its size depends on the inputs' values, and LiteRT wants to know it before it runs",
                    hint: InterpreterRuntime.hint))
        }
        if let first = found.first, found.count == outputBuffers.count {
            throw .runtimeFailure(
                operation: "reading output '\(first.name)'", reason: "\(first.reason); \(InterpreterRuntime.hint)")
        }
        unreadable.add(found)
        hasRun = true
    }

    /// What outputs are filled with before the first run.
    private static let mark: UInt8 = 0xA5

    func outputs() throws(InferenceError) -> [String: Tensor] {
        guard hasRun else {
            throw .runtimeFailure(operation: "reading outputs", reason: "no inference has been run")
        }
        var outputs: [String: Tensor] = [:]
        for (name, buffer) in outputBuffers where !unreadable.contains(name) {
            let memory = try buffer.withMemory(.read, api, operation: "reading output '\(name)'") { $0 }
            outputs[name] = Tensor(
                elementType: buffer.elementType, shape: buffer.shape, bytes: UnsafeRawBufferPointer(memory),
                owner: buffer.object)
        }
        return outputs
    }

    /// - Returns: to be deallocated; room for one where there is none, so that it has an address.
    private static func list(_ buffers: [TensorBuffer]) -> UnsafeMutableBufferPointer<OpaquePointer?> {
        let start = UnsafeMutablePointer<OpaquePointer?>.allocate(capacity: max(buffers.count, 1))
        start.initialize(to: nil)
        for (index, buffer) in buffers.enumerated() { (start + index).initialize(to: buffer.object.pointer) }
        return UnsafeMutableBufferPointer(start: start, count: buffers.count)
    }
}

/// Outputs of one session that a run turned out not to write where they are read, shared by all that is bound to it.
final class UnreadableOutputs {
    private(set) var all: [UnreadableOutput] = []

    func contains(_ name: String) -> Bool { all.contains { $0.name == name } }

    func add(_ outputs: [UnreadableOutput]) { all += outputs.filter { !contains($0.name) } }
}
