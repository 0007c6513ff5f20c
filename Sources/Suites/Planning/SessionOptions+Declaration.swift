import Foundation
import InferenceCore
import Records

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
    /// Lets the cell's sessions open libraries beside the runtime's own.
    mutating func open(_ libraries: [PlannedLibrary]) {
        self.libraries = libraries
        let operators = libraries.filter { $0.role == .customOperators }.map(\.path)
        options.customOperators = operators.isEmpty ? nil : operators
        options.providerLibrary = libraries.first { $0.role == .provider }?.path
    }

    /// How the cell's runtime runs its model, and which of the model's tensors were taken for which.
    public var recordedOptions: [String: String] {
        var recorded = options.recorded(for: runtime.name, inWorker: runtime.worker != nil)
        // An installed worker is told by its digest; where it lies differs from checkout to checkout.
        if runtime.libraryPath == nil { recorded["worker"] = runtime.worker?.text }
        if runtime.origin == .local { recorded["library"] = LibraryOrigin.local.title }
        for (name, digest) in runtime.companions { recorded["library_beside.\(name)"] = digest }
        // By their places, for the order in which operators are registered may decide which of two is taken.
        for (index, library) in libraries.enumerated() {
            let name = (library.path as NSString).lastPathComponent
            let isOnly = libraries.count { $0.role == library.role } == 1
            recorded["\(library.role.rawValue).\(isOnly ? "" : "\(index + 1).")\(name)"] = library.digest
        }
        return recorded.merging(mappingGrounds) { own, _ in own }
    }
}
