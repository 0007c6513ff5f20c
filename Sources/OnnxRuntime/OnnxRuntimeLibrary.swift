import COnnxRuntime
import Foundation
import InferenceCore

/// ONNX Runtime, opened from a library file.
public final class OnnxRuntimeLibrary: InferenceRuntime {
    public let identity: RuntimeIdentity
    let api: OrtAPI
    /// Logging and threads of the process; the library itself keeps one and counts its holders.
    private nonisolated(unsafe) let environment: OwnedObject

    /// Opens the library and asks its version before calling anything that depends on it.
    ///
    /// - Throws: `InferenceError.libraryUnavailable` for a missing, truncated or unloadable file;
    ///   `.libraryNotAccepted` for a library that is not ONNX Runtime, or is of a version not verified.
    public static func open(libraryPath: String) throws(InferenceError) -> OnnxRuntimeLibrary {
        try OnnxRuntimeLibrary(libraryPath: libraryPath)
    }

    private init(libraryPath: String) throws(InferenceError) {
        Self.switchOffTelemetry()
        let runtime = "ONNX Runtime"
        let hint = "run `pawl runtime install onnxruntime==1.31.1`; accepted versions: \(AcceptedVersion.description)"
        let library = try DynamicLibrary(path: libraryPath, runtime: runtime, hint: hint)
        let getBase = try library.function("OrtGetApiBase", as: OrtGetApiBaseFunction.self)

        func refusal(_ reason: String) -> InferenceError {
            .libraryNotAccepted(runtime: runtime, path: library.path, reason: reason, hint: hint)
        }
        guard let base = getBase() else { throw refusal("it has no table of functions") }
        let version = String(cString: base.pointee.GetVersionString())
        guard let accepted = AcceptedVersion(version) else {
            throw refusal(
                "its version is \(version), whose binary interface was not verified; accepted: "
                    + AcceptedVersion.description)
        }
        guard let api = try OrtAPI(base.pointee, version: accepted) else {
            throw refusal("version \(version) has no interface \(AcceptedVersion.interfaceVersion)")
        }
        let slots = api.table.pointee
        environment = OwnedObject(
            try api.make("creating the environment") { out in
                slots.CreateEnv(Int32(ORT_LOG_SEVERITY_ERROR), "pawl", out)
            },
            release: slots.ReleaseEnv)
        self.api = api
        identity = RuntimeIdentity(
            name: "onnxruntime", version: version, libraryPath: library.path,
            buildInformation: String(cString: slots.GetBuildInfoString()),
            availableProviders: try api.availableProviders())
    }

    /// From 1.29 on, Microsoft's builds report models and timings to a server unless told otherwise before they start
    /// (microsoft/onnxruntime pull request 27379). What is measured stays here, and no upload disturbs the clock.
    private static func switchOffTelemetry() { setenv("ORT_DISABLE_TELEMETRY", "1", 1) }

    /// - Throws: `InferenceError.invalidModel` with the library's own words; `.unsupportedOption` for an option or
    ///   provider that it does not have.
    public func openSession(
        modelAt path: String, options: SessionOptions
    ) throws(InferenceError) -> any InferenceSession {
        try OnnxSession(
            modelAt: path, options: options, environment: environment, api: api,
            availableProviders: identity.availableProviders, version: identity.version)
    }
}

extension OrtAPI {
    /// Such as `CPUExecutionProvider`, in the library's order of preference.
    fileprivate func availableProviders() throws(InferenceError) -> [String] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>>?
        var count: Int32 = 0
        try check("asking for the available providers", table.pointee.GetAvailableProviders(&names, &count))
        guard let names else { return [] }
        defer { _ = failure(table.pointee.ReleaseAvailableProviders(names, count)) }
        return (0..<Int(count)).map { String(cString: names[$0]) }
    }
}

/// Which versions of ONNX Runtime Pawl calls.
///
/// The rule: 1.20 up to and including 1.31, any patch release. The library's table of functions is append-only, and
/// every slot that Pawl calls was called in the oldest and the newest of these (1.20.1 and 1.31.1): what agrees at both
/// ends agrees in between. A newer version is accepted once the tests have run against it.
struct AcceptedVersion: Sendable, Equatable {
    static let minors = 20...31
    static let description = "1.20 to 1.31"

    let minor: Int

    /// - Parameter version: as the library words it, such as `1.31.1`.
    /// - Returns: nil when the version is not accepted.
    init?(_ version: String) {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "1", let minor = Int(parts[1]), Self.minors.contains(minor) else {
            return nil
        }
        self.minor = minor
    }

    /// The table's version whose slots every accepted library has.
    static let interfaceVersion: UInt32 = 20

    /// The first version of the table that has the allocator's statistics.
    static let statisticsInterfaceVersion: UInt32 = 23

    /// The first version of the table that tells which provider each node was given to.
    static let assignmentInterfaceVersion: UInt32 = 24

    var tellsAssignments: Bool { minor >= Int(Self.assignmentInterfaceVersion) }
    var hasAllocatorStatistics: Bool { minor >= Int(Self.statisticsInterfaceVersion) }
}
