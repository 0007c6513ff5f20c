extension RuntimeDeclaration {
    /// Keys of this declaration that say something and that another runtime, put in this one's place, would not take.
    ///
    /// - Returns: in the order in which the keys are documented; empty for a runtime that is not known.
    public func keysNotTaken(by other: String) -> [String] {
        guard let taken = RuntimeKeys.taken(by: other, inWorker: worker != nil) else { return [] }
        let plain = RuntimeDeclaration(label: label, name: name, version: version, location: location)
        let keys: [(String, Bool)] = [
            ("provider", provider != plain.provider), ("provider_options", providerOptions != plain.providerOptions),
            ("graph_optimization", graphOptimization != plain.graphOptimization),
            ("arena", usesArena != plain.usesArena), ("memory_pattern", usesMemoryPattern != plain.usesMemoryPattern),
            ("precision", precision != plain.precision), ("xnnpack", usesXNNPACK != plain.usesXNNPACK),
            (RuntimeKeys.entriesKey(of: name, inWorker: worker != nil), !sessionConfiguration.isEmpty),
        ]
        return keys.filter { key, saysSomething in saysSomething && !taken.contains(key) }.map(\.0)
    }
}
