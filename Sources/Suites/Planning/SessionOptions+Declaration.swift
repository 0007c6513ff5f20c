import InferenceCore

extension SessionOptions {
    init(_ declaration: RuntimeDeclaration) {
        self.init(
            threads: declaration.threads,
            graphOptimization: GraphOptimization(rawValue: declaration.graphOptimization) ?? .all,
            usesArena: declaration.usesArena, usesMemoryPattern: declaration.usesMemoryPattern,
            usesXNNPACK: declaration.usesXNNPACK, precision: Precision(rawValue: declaration.precision) ?? .float32,
            provider: declaration.provider, providerOptions: declaration.providerOptions,
            configuration: declaration.sessionConfiguration)
    }

    /// Everything that changes how a runtime runs the model, as text for records; what it does not take is not said.
    public func recorded(for runtime: String, inWorker: Bool = false) -> [String: String] {
        let taken = RuntimeKeys.taken(by: runtime, inWorker: inWorker)
        func takes(_ key: String) -> Bool { taken?.contains(key) ?? true }
        var options = ["threads": "\(threads)"]
        let choices = [
            ("graph_optimization", graphOptimization.rawValue), ("arena", "\(usesArena)"),
            ("memory_pattern", "\(usesMemoryPattern)"), ("precision", precision.rawValue),
            ("xnnpack", "\(usesXNNPACK)"),
        ]
        for (key, value) in choices where takes(key) { options[key] = value }
        for (key, value) in providerOptions { options["provider_options.\(key)"] = value }
        let entries = RuntimeKeys.entriesKey(of: runtime, inWorker: inWorker)
        for (key, value) in configuration { options["\(entries).\(key)"] = value }
        return options
    }
}

extension PlannedCell {
    /// How the cell's runtime runs its model, and which of the model's tensors were taken for which.
    public var recordedOptions: [String: String] {
        var recorded = options.recorded(for: runtime.name, inWorker: runtime.worker != nil)
        // An installed worker is told by its digest; where it lies differs from checkout to checkout.
        if runtime.libraryPath == nil { recorded["worker"] = runtime.worker?.text }
        return recorded.merging(mappingGrounds) { own, _ in own }
    }
}
