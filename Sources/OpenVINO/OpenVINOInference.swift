import COpenVINO
import InferenceCore

/// Inputs bound to a request of their own, in the caller's memory; outputs in the library's.
///
/// The library allocates each output in the first run and writes to the same memory in every later one.
final class OpenVINOInference: BoundInference {
    // The hot path touches these three and nothing that is counted, boxed or copied.
    private let infer: @convention(c) (OpaquePointer) -> OpenVINOStatus
    private let requestPointer: OpaquePointer
    private let runs: UnsafeMutablePointer<Int>

    private let request: OwnedObject
    private let counter: RunCounter
    /// Where each stands among the model's outputs.
    private let readOutputs: [(index: Int, name: String)]
    private let api: OpenVINOAPI
    /// Holders of the memory that the inputs are bound to.
    private let tensors: [Tensor]

    /// - Parameter inputs: every input's tensor, in the model's order.
    init(
        inputs: [(name: String, tensor: Tensor)], outputs: [(index: Int, name: String)], model: OwnedObject,
        counter: RunCounter, api: OpenVINOAPI
    ) throws(InferenceError) {
        let functions = api.functions
        request = OwnedObject(
            try api.make("creating a request") {
                functions.compiled_model_create_infer_request(model.pointer, $0)
            },
            release: functions.infer_request_free, keeping: [model])
        for (index, input) in inputs.enumerated() {
            let wrapped = try api.wrap(input.tensor, named: input.name)
            // The request shares the tensor, so ours may go.
            try api.check(
                "binding input '\(input.name)'",
                functions.infer_request_set_input_tensor_by_index(request.pointer, index, wrapped.pointer))
        }
        infer = functions.infer_request_infer
        requestPointer = request.pointer
        runs = counter.runs
        self.counter = counter
        readOutputs = outputs
        self.api = api
        tensors = inputs.map(\.tensor)
    }

    func run() throws(InferenceError) {
        guard runs.pointee > 0 else { return try runChecked() }
        let status = infer(requestPointer)
        if status != 0 { try api.check("inference", status) }
        runs.pointee &+= 1
    }

    /// The first inference. With one thread the library keeps the failure of a plain call to itself and leaves empty
    /// outputs; of a started and awaited one it tells. A failure lies in the sizes or values of the inputs, and those
    /// stay bound: what ran once runs again.
    private func runChecked() throws(InferenceError) {
        let functions = api.functions
        try api.check("inference", functions.infer_request_start_async(requestPointer))
        try api.check("inference", functions.infer_request_wait(requestPointer))
        runs.pointee = 1
    }

    func outputs() throws(InferenceError) -> [String: Tensor] {
        guard runs.pointee > 0 else {
            throw .runtimeFailure(operation: "reading outputs", reason: "no inference has run yet")
        }
        var outputs: [String: Tensor] = [:]
        for (index, name) in readOutputs {
            let pointer = try api.make("reading output '\(name)'") {
                api.functions.infer_request_get_output_tensor_by_index(requestPointer, index, $0)
            }
            // The inference keeps its inputs: an output may be one of them under another name.
            let object = OwnedObject(pointer, release: api.functions.tensor_free, keeping: [self])
            outputs[name] = try api.tensor(object, named: name)
        }
        return outputs
    }
}

/// How often a bound inference ran: counted on the hot path, so in memory that nothing guards.
final class RunCounter {
    let runs: UnsafeMutablePointer<Int>

    init() {
        runs = .allocate(capacity: 1)
        runs.initialize(to: 0)
    }

    deinit { runs.deallocate() }
}
