import COnnxRuntime
import InferenceCore

/// Inputs and outputs bound to a session, in the caller's memory and the library's.
///
/// The library allocates each output in the first run and writes to the same memory in every later one.
final class OnnxInference: BoundInference {
    // The hot path touches these four and nothing that is counted, boxed or copied.
    private let runWithBinding: @convention(c) (OpaquePointer, OpaquePointer, OpaquePointer) -> OpaquePointer?
    private let sessionPointer: OpaquePointer
    private let runOptionsPointer: OpaquePointer
    private let bindingPointer: OpaquePointer

    private let binding: OwnedObject
    private let runOptions: OwnedObject
    private let outputNames: [String]
    private let textNames: [String]
    private let api: OrtAPI
    /// Holders of the memory that the inputs are bound to.
    private let tensors: [Tensor]

    init(
        tensors: [String: Tensor], outputNames: [String], textNames: [String], session: OwnedObject,
        runOptions: OwnedObject,
        mainMemory: OwnedObject, api: OrtAPI
    ) throws(InferenceError) {
        let slots = api.table.pointee
        binding = OwnedObject(
            try api.make("creating a binding") { slots.CreateIoBinding(session.pointer, $0) },
            release: slots.ReleaseIoBinding, keeping: [session])
        for (name, tensor) in tensors {
            let value = try api.value(over: tensor, named: name, memory: mainMemory.pointer)
            // The binding shares the value, so ours may go.
            try api.check("binding input '\(name)'", slots.BindInput(binding.pointer, name, value.pointer))
        }
        for name in outputNames + textNames {
            try api.check(
                "binding output '\(name)'", slots.BindOutputToDevice(binding.pointer, name, mainMemory.pointer))
        }
        runWithBinding = slots.RunWithBinding
        sessionPointer = session.pointer
        runOptionsPointer = runOptions.pointer
        bindingPointer = binding.pointer
        self.runOptions = runOptions
        self.outputNames = outputNames
        self.textNames = textNames
        self.api = api
        self.tensors = Array(tensors.values)
    }

    func run() throws(InferenceError) {
        guard let status = runWithBinding(sessionPointer, runOptionsPointer, bindingPointer) else { return }
        try api.check("inference", status)
    }

    func outputs() throws(InferenceError) -> [String: Tensor] {
        var outputs: [String: Tensor] = [:]
        for (name, value) in zip(outputNames, try values()) {
            outputs[name] = try api.tensor(of: value, named: name)
        }
        return outputs
    }

    func texts(ofOutput name: String) throws(InferenceError) -> TextTensor? {
        guard let position = textNames.firstIndex(of: name) else { return nil }
        return try api.texts(of: values()[outputNames.count + position], named: name)
    }

    /// In the order in which they were bound: those of numbers, then those of texts.
    private func values() throws(InferenceError) -> [OwnedObject?] {
        let slots = api.table.pointee
        var values: UnsafeMutablePointer<OpaquePointer?>?
        var count = 0
        try api.check(
            "reading outputs",
            slots.GetBoundOutputValues(bindingPointer, api.defaultAllocator, &values, &count))
        let owned = (0..<count).map { index in
            // The inference keeps its inputs: an output may be one of them under another name.
            values?[index].map { OwnedObject($0, release: slots.ReleaseValue, keeping: [self]) }
        }
        if let values { api.free(values) }
        guard owned.count == outputNames.count + textNames.count else {
            throw .runtimeFailure(
                operation: "reading outputs",
                reason: "\(owned.count) of \(outputNames.count + textNames.count) outputs are there")
        }
        return owned
    }
}
