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

extension OrtAPI {
    /// How the library divided a session's graph between providers; nil before version 1.24.
    ///
    /// - Parameter askedFor: the provider that the suite names.
    func placements(
        in session: OpaquePointer, askedFor: String
    ) throws(InferenceError) -> [NodePlacement]? {
        guard let slots = assignmentTable?.pointee else { return nil }
        let operation = "asking which provider takes which node"
        func text(_ read: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> OpaquePointer?) throws(InferenceError)
            -> String
        {
            var text: UnsafePointer<CChar>?
            try check(operation, read(&text))
            return text.map { String(cString: $0) } ?? ""
        }
        var parts: UnsafePointer<OpaquePointer>?
        var partCount = 0
        try check(operation, slots.Session_GetEpGraphAssignmentInfo(session, &parts, &partCount))
        var placements: [NodePlacement] = []
        for part in UnsafeBufferPointer(start: parts, count: partCount) {
            let provider = try text { slots.EpAssignedSubgraph_GetEpName(part, $0) }
            var nodes: UnsafePointer<OpaquePointer>?
            var nodeCount = 0
            try check(operation, slots.EpAssignedSubgraph_GetNodes(part, &nodes, &nodeCount))
            for node in UnsafeBufferPointer(start: nodes, count: nodeCount) {
                placements.append(
                    NodePlacement(
                        name: try text { slots.EpAssignedNode_GetName(node, $0) },
                        domain: try text { slots.EpAssignedNode_GetDomain(node, $0) },
                        type: try text { slots.EpAssignedNode_GetOperatorType(node, $0) }, provider: provider,
                        isFallback: ExecutionProvider.isFallback(provider, askedFor: askedFor)))
            }
        }
        return placements
    }
}

extension OrtAPI {
    /// The most that a session's arena had in use at once, in bytes; nil before version 1.23 and without an arena.
    func mostBytesInUse(session: OpaquePointer, memory: OpaquePointer) -> UInt64? {
        guard let slots = statisticsTable?.pointee else { return nil }
        guard
            let allocator = try? OwnedObject(
                make("asking for the arena") { table.pointee.CreateAllocator(session, memory, $0) },
                release: table.pointee.ReleaseAllocator),
            let statistics = try? OwnedObject(
                make("asking for statistics") { slots.AllocatorGetStats(allocator.pointer, $0) },
                release: slots.first.ReleaseKeyValuePairs)
        else { return nil }
        var keys: UnsafePointer<UnsafePointer<CChar>>?
        var values: UnsafePointer<UnsafePointer<CChar>>?
        var count = 0
        slots.first.GetKeyValuePairs(statistics.pointer, &keys, &values, &count)
        guard let keys, let values else { return nil }
        return withExtendedLifetime(statistics) {
            let index = (0..<count).first { String(cString: keys[$0]) == "MaxInUse" }
            return index.flatMap { UInt64(String(cString: values[$0])) }
        }
    }
}
