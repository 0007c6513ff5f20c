import COnnxRuntime
import InferenceCore

/// Libraries beside the runtime's own: operators and plug-in providers.
extension SessionConfiguration {
    /// Opens a library of operators, which the options, and the sessions made with them, then hold.
    ///
    /// - Throws: `InferenceError.unsupportedOption` for what is no such library.
    func registerOperators(_ path: String) throws(InferenceError) {
        let option = "custom_operators"
        try requireLibrary(path, option: option, exporting: ["RegisterCustomOps"])
        if let failure = api.failure(api.table.pointee.RegisterCustomOpsLibrary_V2(pointer, path)) {
            throw .unsupportedOption(
                name: option, value: path, reason: failure.message,
                hint:
                    "build it against the headers of this release or an older one: a library asks for the table of functions "
                    + "of the headers that it was built with")
        }
    }

    /// Registers the library of a plug-in provider, and appends the provider on the first device that it finds.
    ///
    /// - Throws: `InferenceError.unsupportedOption` for what is no such library, and for a provider that is not in it.
    func appendPlugin(
        _ options: SessionOptions, from path: String, _ environment: OwnedObject
    ) throws(InferenceError) {
        let option = "provider_library"
        guard let slots = api.pluginTable?.pointee else {
            throw .unsupportedOption(
                name: option, value: path, reason: "this version of ONNX Runtime opens no provider's own library",
                hint: "plug-in providers came with 1.22")
        }
        try requireLibrary(path, option: option, exporting: ["CreateEpFactories", "ReleaseEpFactory"])
        let entries = try providerEntries(of: options)
        let name = ExecutionProvider.registrationName(of: options.provider)
        let registered = api.failure(slots.RegisterExecutionProviderLibrary(environment.pointer, name, path))
        // However many sessions of a process ask for it, it is held once.
        if let registered, !registered.message.contains("already registered") {
            throw .unsupportedOption(
                name: option, value: path, reason: registered.message,
                hint: ExecutionProvider.hint(forFailure: registered.message, of: options.provider))
        }
        var devices: UnsafePointer<OpaquePointer>?
        var count = 0
        try api.check("asking for the devices of providers", slots.GetEpDevices(environment.pointer, &devices, &count))
        let found = UnsafeBufferPointer(start: devices, count: count).map {
            (name: String(cString: slots.EpDevice_EpName($0)), device: $0)
        }
        guard let chosen = found.first(where: { !ExecutionProvider.isFallback($0.name, askedFor: options.provider) })
        else {
            let names = Set(found.map(\.name)).sorted().joined(separator: ", ")
            throw .unsupportedOption(
                name: "provider", value: options.provider,
                reason: "no device here has a provider of that name, with \(path) opened",
                hint: names.isEmpty ? nil : "there are: \(names)")
        }
        let failure = CStringArray.with(entries.map(\.key)) { keys in
            CStringArray.with(entries.map(\.value)) { values in
                withUnsafePointer(to: chosen.device) { device in
                    api.failure(
                        slots.SessionOptionsAppendExecutionProvider_V2(
                            pointer, environment.pointer, device, 1, keys, values, entries.count))
                }
            }
        }
        if let failure {
            throw .unsupportedOption(
                name: "provider", value: options.provider, reason: failure.message,
                hint: ExecutionProvider.hint(forFailure: failure.message, of: options.provider))
        }
    }

    /// The provider's options, sorted.
    func providerEntries(of options: SessionOptions) throws(InferenceError) -> [(key: String, value: String)] {
        let entries = options.providerOptions.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
        for (key, value) in entries {
            try requireCString(key, option: key)
            try requireCString(value, option: key)
        }
        return entries
    }

    /// What the loader would be killed by, and what the runtime would word worse.
    private func requireLibrary(
        _ path: String, option: String, exporting symbols: [String]
    ) throws(InferenceError) {
        try requireCString(path, option: option)
        if let reason = LibraryFile.unfitness(at: path) {
            throw .unsupportedOption(name: option, value: path, reason: reason, hint: nil)
        }
        if let missing = symbols.first(where: { !LibraryFile.names($0, at: path) }) {
            throw .unsupportedOption(
                name: option, value: path, reason: "it does not export \(missing)",
                hint: "such a library exports \(symbols.joined(separator: " and ")), with C linkage")
        }
    }

    /// A NUL byte would cut the text short without a word.
    func requireCString(_ text: String, option: String) throws(InferenceError) {
        guard !text.utf8.contains(0) else {
            throw .unsupportedOption(name: option, value: text, reason: "it contains a NUL byte", hint: nil)
        }
    }
}
