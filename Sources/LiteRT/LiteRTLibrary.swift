import CLiteRT
import Diagnostics
import InferenceCore
import Support

/// LiteRT (formerly TensorFlow Lite), opened from a library file.
public final class LiteRTLibrary: InferenceRuntime {
    public let identity: RuntimeIdentity
    private let api: LiteRTAPI
    /// The accelerators of the process; here the processor's alone.
    private nonisolated(unsafe) let environment: OwnedObject

    /// Recognises the library, then opens it.
    ///
    /// It says its version nowhere, and calling a function of another version crashes. So it is known by its digest, before
    /// any of its code runs.
    ///
    /// - Parameter versions: the version of every known build, by the SHA-256 of its library.
    /// - Throws: `InferenceError.libraryUnavailable` for a missing or unloadable file; `.libraryNotAccepted` for one that
    ///   is not known, or is of a version not verified.
    public static func open(libraryPath: String, versions: [String: String]) throws(InferenceError) -> LiteRTLibrary {
        try LiteRTLibrary(libraryPath: libraryPath, versions: versions)
    }

    private init(libraryPath: String, versions: [String: String]) throws(InferenceError) {
        let runtime = "LiteRT"
        let hint = "run `pawl runtime install litert==2.3.0`; accepted versions: \(AcceptedVersion.description)"
        func refusal(_ reason: String) -> InferenceError {
            .libraryNotAccepted(runtime: runtime, path: libraryPath, reason: reason, hint: hint)
        }
        let digest: String
        do {
            digest = try SHA256.hexadecimal(ofFile: libraryPath)
        } catch {
            throw .libraryUnavailable(runtime: runtime, path: libraryPath, reason: error.description, hint: hint)
        }
        guard let version = versions[digest] else {
            throw refusal(
                "it does not say its version, and its SHA-256 \(digest) is that of no build whose binary interface was "
                    + "verified")
        }
        guard let accepted = AcceptedVersion(version) else {
            throw refusal(
                "its version is \(version), whose binary interface was not verified; accepted: "
                    + AcceptedVersion.description)
        }
        let library = try DynamicLibrary(path: libraryPath, runtime: runtime, hint: hint)
        api = try LiteRTAPI(library, version: accepted)
        environment = OwnedObject(
            try api.makeEnvironment(), release: api.environments.destroy)
        identity = RuntimeIdentity(
            name: "litert", version: version, libraryPath: library.path, buildInformation: "",
            availableProviders: ["CPU"])
    }

    /// - Throws: `InferenceError.invalidModel`; `.unsupportedOption` for an option that this version does not have.
    public func openSession(
        modelAt path: String, options: SessionOptions
    ) throws(InferenceError) -> any InferenceSession {
        try LiteRTSession(modelAt: path, options: options, environment: environment, api: api)
    }
}

extension LiteRTAPI {
    /// Where the library can be told, it registers no accelerator but the processor's and keeps its chatter to itself.
    fileprivate func makeEnvironment() throws(InferenceError) -> OpaquePointer {
        func integer(_ tag: Int, _ value: Int) -> LiteRtEnvironmentOption {
            LiteRtEnvironmentOption(
                tag: Int32(tag), value: LiteRtAny(type: Int32(LITERT_ANY_INTEGER), integer: Int64(value)))
        }
        let options =
            version.environmentsTakeAccelerators
            ? [
                integer(LITERT_ENVIRONMENT_ACCELERATORS, LITERT_ACCELERATOR_CPU),
                integer(LITERT_ENVIRONMENT_LOG_SEVERITY, LITERT_LOG_ERROR),
            ] : []
        return try make("creating the environment") { out in
            options.withUnsafeBufferPointer { environments.create(Int32($0.count), $0.baseAddress, out) }
        }
    }
}
