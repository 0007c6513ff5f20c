import COpenVINO
import InferenceCore
import Synchronization

/// OpenVINO, opened from the library of its C interface; its other libraries lie beside it.
public final class OpenVINOLibrary: InferenceRuntime {
    public let identity: RuntimeIdentity
    private let api: OpenVINOAPI
    private nonisolated(unsafe) let core: OwnedObject
    /// Libraries of operators that the core holds, by their paths.
    private let extensions = Mutex<Set<String>>([])

    /// Opens the library and asks its version, and which of the known interfaces it has.
    ///
    /// Whether it does what it should is a probe's to find out, not the version's. A process opens one version only: two would share what was loaded first of the libraries below them.
    ///
    /// - Throws: `InferenceError.libraryUnavailable` for a missing, truncated or unloadable file, or when the library
    ///   finds no device; `.libraryNotAccepted` for a library that is not OpenVINO, or lacks a function that Pawl calls.
    public static func open(libraryPath: String) throws(InferenceError) -> OpenVINOLibrary {
        try OpenVINOLibrary(libraryPath: libraryPath)
    }

    private init(libraryPath: String) throws(InferenceError) {
        let runtime = "OpenVINO"
        let hint = "run `pawl runtime install openvino==2026.4.1`, a release that Pawl was tested with"
        let library = try DynamicLibrary(path: libraryPath, runtime: runtime, hint: hint)
        let functions = try OpenVINOFunctions(library)
        func refusal(_ reason: String) -> InferenceError {
            .libraryNotAccepted(runtime: runtime, path: library.path, reason: reason, hint: hint)
        }
        guard let elements = ElementNumbering.asked(of: functions) else {
            throw refusal("it numbers the types of elements in no way that Pawl knows")
        }
        api = OpenVINOAPI(functions: functions, elements: elements)
        let build = try api.build()
        let version = String(build.prefix { $0 != "-" })
        guard !version.isEmpty else { throw refusal("it does not say its version") }
        core = OwnedObject(
            try api.make("starting OpenVINO") { functions.core_create($0) }, release: functions.core_free)
        // The plugins are loaded here: what lies beside the library is found, or not, before a model is.
        let devices = try api.availableDevices(of: core.pointer)
        guard !devices.isEmpty else {
            throw .libraryUnavailable(
                runtime: runtime, path: library.path,
                reason: "it finds no device; the plugin of a device must lie beside the library", hint: hint)
        }
        identity = RuntimeIdentity(
            name: "openvino", version: version, libraryPath: library.path, buildInformation: build,
            availableProviders: devices)
    }

    /// - Throws: `InferenceError.invalidModel` with the library's own words; `.unsupportedOption` for an option or
    ///   device that it does not have.
    public func openSession(
        modelAt path: String, options: SessionOptions
    ) throws(InferenceError) -> any InferenceSession {
        for library in options.customOperators ?? [] { try addOperators(from: library) }
        return try OpenVINOSession(
            modelAt: path, options: options, device: try device(named: options.provider), core: core,
            version: identity.version, api: api)
    }

    /// Opens a library of operators, once.
    private func addOperators(from path: String) throws(InferenceError) {
        let option = "custom_operators"
        guard let add = api.functions.core_add_extension else {
            throw .unsupportedOption(
                name: option, value: path, reason: "OpenVINO \(identity.version) takes no libraries of operators",
                hint: "take a newer version")
        }
        guard !extensions.withLock({ $0.contains(path) }) else { return }
        if let reason = LibraryFile.unfitness(at: path) ?? api.reason(add(core.pointer, path)) {
            throw .unsupportedOption(
                name: option, value: path, reason: reason,
                hint: "build it against the headers and the libraries of this very release: its interface is C++")
        }
        extensions.withLock { _ = $0.insert(path) }
    }

    /// The library's devices are called `CPU`; people write `cpu`.
    private func device(named provider: String) throws(InferenceError) -> String {
        guard let device = identity.availableProviders.first(where: { $0.lowercased() == provider.lowercased() })
        else {
            throw .unsupportedOption(
                name: "provider", value: provider, reason: "OpenVINO finds no such device here",
                hint:
                    "available: \(identity.availableProviders.map { $0.lowercased() }.sorted().joined(separator: ", "))"
            )
        }
        return device
    }
}

extension OpenVINOAPI {
    /// Such as `2026.4.1-22982-e213a147257-releases/2026/4`.
    fileprivate func build() throws(InferenceError) -> String {
        var version = OpenVINOVersion()
        try check("asking for the version", functions.get_openvino_version(&version))
        defer { functions.version_free(&version) }
        return version.build_number.map { String(cString: $0) } ?? ""
    }

    fileprivate func availableDevices(of core: OpaquePointer) throws(InferenceError) -> [String] {
        var devices = OpenVINODevices()
        try check("asking for the available devices", functions.core_get_available_devices(core, &devices))
        defer { functions.available_devices_free(&devices) }
        return (0..<devices.count).compactMap { devices.names?[$0].map { String(cString: $0) } }
    }
}
