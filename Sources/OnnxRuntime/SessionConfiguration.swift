import COnnxRuntime
import InferenceCore

/// The library's own session options, filled from ours.
final class SessionConfiguration {
    var pointer: OpaquePointer { object.pointer }
    private let object: OwnedObject
    let api: OrtAPI

    /// - Parameter profilePrefix: where a profile is to be written; nil for none.
    /// - Throws: `InferenceError.unsupportedOption`.
    init(
        _ options: SessionOptions, of api: OrtAPI, environment: OwnedObject, availableProviders: [String],
        profilePrefix: String?
    ) throws(InferenceError) {
        self.api = api
        let table = api.table
        object = OwnedObject(
            try api.make("creating session options") { table.pointee.CreateSessionOptions($0) },
            release: table.pointee.ReleaseSessionOptions)

        guard (1...4096).contains(options.threads) else {
            throw .unsupportedOption(
                name: "threads", value: "\(options.threads)", reason: "expected 1 to 4096", hint: nil)
        }
        try apply("threads", "\(options.threads)") {
            table.pointee.SetIntraOpNumThreads(pointer, Int32(options.threads))
        }
        // One operator after another: parallel branches would only blur what a thread count means.
        try apply("inter-operator threads", "1") { table.pointee.SetInterOpNumThreads(pointer, 1) }
        try apply("execution mode", "sequential") {
            table.pointee.SetSessionExecutionMode(pointer, Int32(ORT_EXECUTION_SEQUENTIAL))
        }
        try apply("log severity", "error") {
            table.pointee.SetSessionLogSeverityLevel(pointer, Int32(ORT_LOG_SEVERITY_ERROR))
        }
        try apply("graph_optimization", options.graphOptimization.rawValue) {
            table.pointee.SetSessionGraphOptimizationLevel(pointer, options.graphOptimization.onnxLevel)
        }
        try apply("arena", "\(options.usesArena)") {
            options.usesArena ? table.pointee.EnableCpuMemArena(pointer) : table.pointee.DisableCpuMemArena(pointer)
        }
        try apply("memory_pattern", "\(options.usesMemoryPattern)") {
            options.usesMemoryPattern
                ? table.pointee.EnableMemPattern(pointer) : table.pointee.DisableMemPattern(pointer)
        }
        for (key, value) in options.configuration.sorted(by: { $0.key < $1.key }) {
            try requireCString(key, option: key)
            try requireCString(value, option: key)
            try requireGroup(of: key, value)
            try apply(key, value) { table.pointee.AddSessionConfigEntry(pointer, key, value) }
        }
        if options.recordsPlacements, api.assignmentTable != nil {
            try apply("recording placements", "1") {
                table.pointee.AddSessionConfigEntry(pointer, "session.record_ep_graph_assignment_info", "1")
            }
        }
        for path in options.customOperators ?? [] { try registerOperators(path) }
        if let library = options.providerLibrary {
            try appendPlugin(options, from: library, environment)
        } else {
            try appendProvider(options, availableProviders)
        }
        if let profilePrefix {
            try apply("profiling", profilePrefix) { table.pointee.EnableProfiling(pointer, profilePrefix) }
        }
    }

    private func apply(_ name: String, _ value: String, _ call: () -> OpaquePointer?) throws(InferenceError) {
        if let failure = api.failure(call()) {
            throw .unsupportedOption(name: name, value: value, reason: failure.message, hint: nil)
        }
    }

    /// The library takes any key and forgets those that mean nothing to it.
    private func requireGroup(of key: String, _ value: String) throws(InferenceError) {
        guard !Self.groups.contains(where: { key.hasPrefix("\($0).") }) else { return }
        throw .unsupportedOption(
            name: key, value: value, reason: "ONNX Runtime has no such entry",
            hint: "its entries begin with \(Self.groups.map { "'\($0).'" }.joined(separator: ", "))")
    }

    /// First words of the keys that ONNX Runtime documents (onnxruntime_session_options_config_keys.h), and of those that
    /// operators of one's own read.
    private static let groups = ["session", "optimization", "ep", "mlas", "memory", "custom_op"]

    private func appendProvider(_ options: SessionOptions, _ available: [String]) throws(InferenceError) {
        if ExecutionProvider.isBuiltIn(options.provider) {
            if let option = options.providerOptions.keys.sorted().first {
                throw .unsupportedOption(
                    name: option, value: options.providerOptions[option] ?? "",
                    reason: "the cpu provider has no options of its own",
                    hint: "entries that ONNX Runtime documents for sessions go under 'session_config'")
            }
            return
        }
        let registration = try ExecutionProvider.registration(of: options.provider, among: available)
        let entries = try providerEntries(of: options)
        if let failure = api.append(registration, entries, to: pointer) {
            throw .unsupportedOption(
                name: "provider", value: options.provider, reason: failure.message,
                hint: ExecutionProvider.hint(forFailure: failure.message, of: options.provider))
        }
    }
}

extension SessionOptions.GraphOptimization {
    /// How the library numbers the levels.
    fileprivate var onnxLevel: Int32 {
        switch self {
        case .none: 0
        case .basic: 1
        case .extended: 2
        case .all: 99
        }
    }
}
