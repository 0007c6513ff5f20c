import COpenVINO
import InferenceCore

/// OpenVINO, opened from the library of its C interface; its other libraries lie beside it.
public final class OpenVINOLibrary: InferenceRuntime {
    public let identity: RuntimeIdentity
    private let api: OpenVINOAPI
    private nonisolated(unsafe) let core: OwnedObject

    /// Opens the library and asks its version before calling anything that depends on it.
    ///
    /// A process opens one version only: two would share what was loaded first of the libraries below them.
    ///
    /// - Throws: `InferenceError.libraryUnavailable` for a missing, truncated or unloadable file, or when the library
    ///   finds no device; `.libraryNotAccepted` for a library that is not OpenVINO, or is of a version not verified.
    public static func open(libraryPath: String) throws(InferenceError) -> OpenVINOLibrary {
        try OpenVINOLibrary(libraryPath: libraryPath)
    }

    private init(libraryPath: String) throws(InferenceError) {
        let runtime = "OpenVINO"
        let hint = "run `pawl runtime install openvino==2026.4.1`; accepted versions: \(AcceptedVersion.description)"
        let library = try DynamicLibrary(path: libraryPath, runtime: runtime, hint: hint)
        api = OpenVINOAPI(functions: try OpenVINOFunctions(library))
        let build = try api.build()
        guard let version = AcceptedVersion(build: build) else {
            throw .libraryNotAccepted(
                runtime: runtime, path: library.path,
                reason: "its version is \(build), whose binary interface was not verified; accepted: "
                    + AcceptedVersion.description, hint: hint)
        }
        let functions = api.functions
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
            name: "openvino", version: version.text, libraryPath: library.path, buildInformation: build,
            availableProviders: devices)
    }

    /// - Throws: `InferenceError.invalidModel` with the library's own words; `.unsupportedOption` for an option or
    ///   device that it does not have.
    public func openSession(
        modelAt path: String, options: SessionOptions
    ) throws(InferenceError) -> any InferenceSession {
        try OpenVINOSession(
            modelAt: path, options: options, device: try device(named: options.provider), core: core,
            version: identity.version, api: api)
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

/// Which versions of OpenVINO Pawl calls.
///
/// The rule: 2025.4 up to and including 2026.4, any patch release. Every function and structure that Pawl uses was used
/// in the oldest and the newest of these (2025.4.1 and 2026.4.1): what agrees at both ends agrees in between. A newer
/// version is accepted once the tests have run against it.
struct AcceptedVersion: Sendable, Equatable {
    static let description = "2025.4 to 2026.4"

    /// As the package is called, such as `2026.4.1`.
    let text: String

    /// - Parameter build: as the library words it, such as `2026.4.1-22982-e213a147257-releases/2026/4`.
    /// - Returns: nil when the version is not accepted.
    init?(build: String) {
        let version = build.prefix { $0 != "-" }
        let parts = version.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let release = parts[1], let patch = parts[2], release >= 0,
            patch >= 0
        else { return nil }
        guard year == 2025 && release >= 4 || year == 2026 && release <= 4 else { return nil }
        text = String(version)
    }
}
