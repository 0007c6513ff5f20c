import CLiteRT
import Foundation
import InferenceCore

/// The library's own options of a compilation, filled from ours.
final class CompilationOptions {
    let object: OwnedObject
    private let api: LiteRTAPI

    /// - Throws: `InferenceError.unsupportedOption`.
    init(_ options: SessionOptions, of api: LiteRTAPI) throws(InferenceError) {
        self.api = api
        object = OwnedObject(
            try api.make("creating options") { api.options.create($0) },
            release: api.options.destroy)
        try Self.require(options, api.version)
        try api.check(
            "choosing the processor",
            api.options.setAccelerators(object.pointer, Int32(LITERT_ACCELERATOR_CPU)))
        switch api.options.payload {
        case .setters(let setters): try add(options, through: setters)
        case .text(let create): try add(options, asText: create)
        }
    }

    private static func require(_ options: SessionOptions, _ version: InterfaceVersion) throws(InferenceError) {
        guard (1...4096).contains(options.threads) else {
            throw .unsupportedOption(
                name: "threads", value: "\(options.threads)", reason: "expected 1 to 4096", hint: nil)
        }
        guard options.provider.lowercased() == "cpu" else {
            throw .unsupportedOption(
                name: "provider", value: options.provider, reason: "Pawl runs LiteRT on the processor only",
                hint: "write 'provider: cpu', or leave it out")
        }
        guard options.precision == .float32 else {
            throw .unsupportedOption(
                name: "precision", value: options.precision.rawValue,
                reason: "LiteRT computes in the types that the model states", hint: "leave out 'precision'")
        }
        let entries = options.providerOptions.merging(options.configuration) { first, _ in first }
        if let (key, value) = entries.min(by: { $0.key < $1.key }) {
            throw .unsupportedOption(
                name: key, value: value, reason: "LiteRT has no options but those that Pawl names",
                hint: "leave them out; 'threads' and 'xnnpack' are what it takes")
        }
        guard options.usesXNNPACK || version.canDoWithoutXNNPACK else {
            throw .unsupportedOption(
                name: "xnnpack", value: "false", reason: "LiteRT \(version.text) cannot do without XNNPACK",
                hint: "take version 2.3.0, or leave 'xnnpack' out")
        }
    }

    // Providing runtime options at all makes the library inline StableHLO composites. A profile needs them, so every
    // session has them: what is profiled is what was measured.

    private func add(
        _ options: SessionOptions, through setters: LiteRTAPI.OptionFunctions.Setters
    ) throws(InferenceError) {
        try add("setting threads", setters.createForProcessor) { addition throws(InferenceError) in
            let found = try api.make("setting threads") { setters.findForProcessor(addition, $0) }
            try api.check("setting threads", setters.setThreads(found, Int32(options.threads)))
        }
        try add("setting profiling", setters.createForRuntime) { addition throws(InferenceError) in
            let found = try api.make("setting profiling") { setters.findForRuntime(addition, $0) }
            try api.check("setting profiling", setters.setProfiling(found, options.profilesOperators))
            try api.check(
                "collecting errors", setters.setErrorReporter(found, Int32(LITERT_ERRORS_TO_BUFFER)))
        }
    }

    /// TOML, of which the library reads one `key = value` a line.
    private func add(
        _ options: SessionOptions, asText create: LiteRtCreateOpaqueOptionsFunction
    ) throws(InferenceError) {
        let mode = api.version.delegateMode.map { options.usesXNNPACK ? $0 : "builtin" }
        let processor = (mode.map { "kernel_mode = \"\($0)\"\n" } ?? "") + "num_threads = \(options.threads)\n"
        let runtime = """
            enable_profiling = \(options.profilesOperators)
            error_reporter_mode = \(LITERT_ERRORS_TO_BUFFER)

            """
        for (identifier, text) in [("xnnpack", processor), ("runtime_options_string", runtime)] {
            guard let payload = strdup(text) else {
                throw .runtimeFailure(operation: "setting options", reason: "out of memory")
            }
            try add("setting options", { create(identifier, payload, { free($0) }, $0) })
        }
    }

    /// Makes an addition, fills it and hands it over to the options.
    private func add(
        _ operation: String, _ create: (UnsafeMutablePointer<OpaquePointer?>) -> LiteRtStatus,
        fill: (OpaquePointer) throws(InferenceError) -> Void = { _ in }
    ) throws(InferenceError) {
        let addition = try api.make(operation, create)
        do throws(InferenceError) {
            try fill(addition)
            try api.check(operation, api.options.add(object.pointer, addition))
        } catch {
            api.options.destroyAddition(addition)
            throw error
        }
    }
}
