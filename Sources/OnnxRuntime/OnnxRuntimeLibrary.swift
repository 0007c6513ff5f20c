import COnnxRuntime
import Foundation
import InferenceCore

/// ONNX Runtime, opened from a library file.
public final class OnnxRuntimeLibrary: InferenceRuntime {
    public let identity: RuntimeIdentity
    let api: OrtAPI
    /// Logging and threads of the process; the library itself keeps one and counts its holders.
    nonisolated(unsafe) let environment: OwnedObject

    /// Opens the library and asks its version before calling anything that depends on it.
    ///
    /// Whether it does what it should is a probe's to find out, not the version's.
    ///
    /// - Throws: `InferenceError.libraryUnavailable` for a missing, truncated or unloadable file;
    ///   `.libraryNotAccepted` for a library that is not ONNX Runtime, or too old to have what Pawl calls.
    public static func open(libraryPath: String) throws(InferenceError) -> OnnxRuntimeLibrary {
        try OnnxRuntimeLibrary(libraryPath: libraryPath)
    }

    private init(libraryPath: String) throws(InferenceError) {
        Self.switchOffTelemetry()
        let runtime = "ONNX Runtime"
        let hint = "run `pawl runtime install onnxruntime==1.31.1`, a release that Pawl was tested with"
        let library = try DynamicLibrary(path: libraryPath, runtime: runtime, hint: hint)
        let getBase = try library.function("OrtGetApiBase", as: OrtGetApiBaseFunction.self)

        func refusal(_ reason: String) -> InferenceError {
            .libraryNotAccepted(runtime: runtime, path: library.path, reason: reason, hint: hint)
        }
        guard let base = getBase() else { throw refusal("it has no table of functions") }
        let version = String(cString: base.pointee.GetVersionString())
        guard let tableVersion = TableVersion(ofRelease: version) else {
            throw refusal("its version '\(version)' does not tell how large its table of functions is")
        }
        guard tableVersion.number >= TableVersion.oldest else {
            throw refusal(
                "its version is \(version), whose table of functions ends before what Pawl calls; the oldest that has "
                    + "it is 1.\(TableVersion.oldest)")
        }
        guard let api = try OrtAPI(base.pointee, version: tableVersion) else {
            throw refusal("version \(version) does not hand out the table of functions that it promises")
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
