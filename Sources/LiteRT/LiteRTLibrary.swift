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

    /// Recognises the library, or takes its version from who built it, then opens it.
    ///
    /// It says its version nowhere, and calling a function of another version crashes. So the version is known before any of its
    /// code runs, and chooses among the interfaces; whether the choice was right is a probe's to find out.
    ///
    /// - Parameters:
    ///   - version: what the library is said to be; empty where nobody says it.
    ///   - versions: the version of every build that Pawl was tested with, by the SHA-256 of its library.
    /// - Throws: `InferenceError.libraryUnavailable` for a missing or unloadable file; `.libraryNotAccepted` for one of which no
    ///   version is known, and for one that lacks a function.
    public static func open(
        libraryPath: String, version: String = "", versions: [String: String]
    ) throws(InferenceError) -> LiteRTLibrary {
        try LiteRTLibrary(libraryPath: libraryPath, said: version, versions: versions)
    }

    private init(libraryPath: String, said: String, versions: [String: String]) throws(InferenceError) {
        let runtime = "LiteRT"
        let hint = "run `pawl runtime install litert==2.3.0`, a release that Pawl was tested with"
        func refusal(_ reason: String, hint: String = hint) -> InferenceError {
            .libraryNotAccepted(runtime: runtime, path: libraryPath, reason: reason, hint: hint)
        }
        let digest: String
        do {
            digest = try SHA256.hexadecimal(ofFile: libraryPath)
        } catch {
            throw .libraryUnavailable(runtime: runtime, path: libraryPath, reason: error.description, hint: hint)
        }
        // What a release is said to be may have the very library of another: 2.1.1 has that of 2.1.0.
        let known = versions[digest] ?? said
        guard !known.isEmpty else {
            throw refusal(
                "it does not say its version, and its SHA-256 \(digest) is that of no build that Pawl was tested with",
                hint: "say of which release it is: 'version: 2.3.0' in the suite, or litert==2.3.0 on the command line")
        }
        guard let interface = InterfaceVersion(known) else {
            throw refusal(
                "'\(known)' is no version of LiteRT",
                hint: "write the release that it was built from, such as 2.3.0")
        }
        let library = try DynamicLibrary(path: libraryPath, runtime: runtime, hint: hint)
        api = try LiteRTAPI(library, version: interface)
        environment = OwnedObject(
            try api.makeEnvironment(), release: api.environments.destroy)
        identity = RuntimeIdentity(
            name: "litert", version: said.isEmpty ? known : said, libraryPath: library.path, buildInformation: "",
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

/// What the functions of a version of LiteRT mean.
///
/// LiteRT changes what an exported name means between patch releases. The changes that are known stand here; a version in which
/// another function changed is found out by a probe, which crashes or gets other numbers.
struct InterfaceVersion: Sendable, Equatable {
    let text: String
    /// From 2.1.6 on a model is read into an environment; before, by its path alone.
    let modelsNeedAnEnvironment: Bool
    /// From 2.1.3 on options are text that the library parses; before, structures behind setters.
    let optionsAreText: Bool
    /// What the options call handing operators to XNNPACK: nothing before 2.1.4, which cannot do without it; any other word is an
    /// invalid argument.
    let delegateMode: String?
    /// From 2.3.0 on an environment can be told to register the processor alone; before, it looks for libraries of
    /// graphics processors in the dynamic loader's folders.
    let environmentsTakeAccelerators: Bool

    /// - Parameter version: such as `2.3.0` or `2.4.0.dev20261001`.
    /// - Returns: nil for what does not begin with a number and a point.
    init?(_ version: String) {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, let generation = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
        let numbers =
            [generation, minor] + parts.dropFirst(2).prefix(1).compactMap { Int($0.prefix(while: \.isNumber)) }
        text = version
        func isAtLeast(_ parts: [Int]) -> Bool { !numbers.lexicographicallyPrecedes(parts) }
        resizesAfterRunning = isAtLeast([2, 1, 5])
        modelsNeedAnEnvironment = isAtLeast([2, 1, 6])
        optionsAreText = isAtLeast([2, 1, 3])
        delegateMode = isAtLeast([2, 2]) ? "delegate" : isAtLeast([2, 1, 4]) ? "xnnpack" : nil
        environmentsTakeAccelerators = isAtLeast([2, 3])
    }

    /// Up to 2.1.4 a compiled model holds on to the memory of its last run, and finds it too small for other sizes.
    let resizesAfterRunning: Bool

    /// Up to 2.1.3 the processor's accelerator always hands operators to XNNPACK.
    var canDoWithoutXNNPACK: Bool { delegateMode != nil }
}

/// The way out where LiteRT's interface of compiled models ends: the interpreter of the same package, which is not in the
/// library that Pawl opens but in the package's extension of Python.
enum InterpreterRuntime {
    static let hint =
        "run it with LiteRT's interpreter: `pawl runtime install litert-interpreter==2.3.0`, and in the suite "
        + "`{ name: litert-interpreter, version: 2.3.0 }`"
}
