import COnnxRuntime
import InferenceCore

extension OrtAPI {
    /// Registers a provider with its options; nil when that went well.
    func append(
        _ registration: ExecutionProvider.Registration, _ entries: [(key: String, value: String)],
        to options: OpaquePointer
    ) -> Failure? {
        CStringArray.with(entries.map(\.key)) { keys in
            CStringArray.with(entries.map(\.value)) { values in
                let slots = table.pointee
                switch registration {
                case .byName(let name):
                    return failure(
                        slots.SessionOptionsAppendExecutionProvider(options, name, keys, values, entries.count))
                case .cuda:
                    return append(
                        create: slots.CreateCUDAProviderOptions, release: slots.ReleaseCUDAProviderOptions,
                        update: { slots.UpdateCUDAProviderOptions($0, keys, values, entries.count) },
                        append: { slots.SessionOptionsAppendExecutionProvider_CUDA_V2(options, $0) })
                case .tensorRT:
                    return append(
                        create: slots.CreateTensorRTProviderOptions, release: slots.ReleaseTensorRTProviderOptions,
                        update: { slots.UpdateTensorRTProviderOptions($0, keys, values, entries.count) },
                        append: { slots.SessionOptionsAppendExecutionProvider_TensorRT_V2(options, $0) })
                }
            }
        }
    }

    /// Describes the default memory of a device; nil for one that the library does not know.
    func describe(_ memory: (name: String, device: Int32)) -> OwnedObject? {
        let slots = table.pointee
        return try? OwnedObject(
            make("describing a device's memory") {
                slots.CreateMemoryInfo(
                    memory.name, Int32(ORT_ALLOCATOR_ARENA), memory.device, Int32(ORT_MEMORY_DEFAULT), $0)
            },
            release: slots.ReleaseMemoryInfo)
    }

    /// For providers that have an options object. Options are updated even when there are none to set: that loads the
    /// provider's library, and unlike registering it reports what is missing when it fails.
    private func append(
        create: (UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?, release: (OpaquePointer) -> Void,
        update: (OpaquePointer) -> OpaquePointer?, append: (OpaquePointer) -> OpaquePointer?
    ) -> Failure? {
        var created: OpaquePointer?
        if let failure = failure(create(&created)) { return failure }
        guard let created else { return Failure(code: 0, message: "the library made no options for it") }
        defer { release(created) }
        return failure(update(created)) ?? failure(append(created))
    }
}
