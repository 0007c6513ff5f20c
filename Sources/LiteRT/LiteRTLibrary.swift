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

/// A version of LiteRT that Pawl calls, and what its functions mean there.
///
/// The rule: a version whose library the tests have called, and no other. LiteRT changes what an exported name means
/// between patch releases, so nothing can be said of a version between two that agree.
struct AcceptedVersion: Sendable, Equatable {
    static let all = ["2.1.0", "2.3.0"]
    static let description = all.joined(separator: " and ")

    let text: String
    /// From 2.1.6 on a model is read into an environment; before, by its path alone.
    let modelsNeedAnEnvironment: Bool
    /// From 2.1.3 on options are text that the library parses; before, structures behind setters.
    let optionsAreText: Bool
    /// From 2.3.0 on an environment can be told to register the processor alone; before, it looks for libraries of
    /// graphics processors in the dynamic loader's folders.
    let environmentsTakeAccelerators: Bool

    /// - Parameter version: as the lock file words it, such as `2.3.0`.
    /// - Returns: nil when the version is not accepted.
    init?(_ version: String) {
        guard Self.all.contains(version) else { return nil }
        text = version
        func isAtLeast(_ parts: [Int]) -> Bool {
            !version.split(separator: ".").compactMap { Int($0) }.lexicographicallyPrecedes(parts)
        }
        modelsNeedAnEnvironment = isAtLeast([2, 1, 6])
        optionsAreText = isAtLeast([2, 1, 3])
        environmentsTakeAccelerators = isAtLeast([2, 3, 0])
    }

    /// Version 2.1.0 holds on to the memory of its last run, and finds it too small for other sizes.
    var resizesAfterRunning: Bool { modelsNeedAnEnvironment }

    /// Up to 2.1.2 the processor's accelerator always hands operators to XNNPACK.
    var canDoWithoutXNNPACK: Bool { optionsAreText }
}

/// The way out where LiteRT's interface of compiled models ends: the interpreter of the same package, which is not in the
/// library that Pawl opens but in the package's extension of Python.
enum InterpreterRuntime {
    static let hint =
        "run it with LiteRT's interpreter: `pawl runtime install litert-interpreter==2.3.0`, and in the suite "
        + "`{ name: litert-interpreter, version: 2.3.0 }`"
}
