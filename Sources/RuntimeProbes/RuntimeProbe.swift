import Diagnostics
import Foundation
import GoldenSets
import Harness
import InferenceCore
import Support
import Worker

/// Tries a runtime's library over small models in worker processes, and says what it can do.
///
/// What the library does to its process, a crash or a hang, is a finding of the feature that was tried; the next is tried in a new
/// process. The questions are the calls of the worker protocol, those that a measurement asks.
public struct RuntimeProbe {
    /// Counts what is tried and how: what was found under another number is found anew.
    public static let revision = 1
    /// The longest that one reply may take.
    public static let defaultTimeoutSeconds = 10.0

    /// A library that is to be tried.
    public struct Subject: Sendable, Hashable {
        /// As suites name the runtime.
        public var name: String
        /// What it is said to be; empty where nobody says it.
        public var version: String
        public var path: String
        public var digest: String
        public var companions: [String: String]

        public init(name: String, version: String, path: String, digest: String, companions: [String: String] = [:]) {
            self.name = name
            self.version = version
            self.path = path
            self.digest = digest
            self.companions = companions
        }
    }

    let subject: Subject
    let timeoutSeconds: Double
    let startWorker: () throws(WorkerFailure) -> WorkerProcess

    /// - Parameter startWorker: starts Pawl's own worker.
    /// - Precondition: `RuntimeProbe.covers(subject.name)`
    public init(
        _ subject: Subject, timeoutSeconds: Double = defaultTimeoutSeconds,
        startWorker: @escaping () throws(WorkerFailure) -> WorkerProcess
    ) {
        precondition(Self.covers(subject.name), "there is no probe for \(subject.name)")
        self.subject = subject
        self.timeoutSeconds = timeoutSeconds
        self.startWorker = startWorker
    }

    /// Whether Pawl opens libraries of this runtime itself: those are what there is a probe for.
    public static func covers(_ runtime: String) -> Bool { format(of: runtime) != nil }

    /// The format that a runtime is tried with.
    static func format(of runtime: String) -> ProbeModel.Format? {
        switch runtime {
        case "openvino": .onnx
        case "litert": .tflite
        default: runtime == "onnxruntime" || runtime.hasPrefix("onnxruntime-") ? .onnx : nil
        }
    }

    /// - Throws: `ProbeError` when no worker can be started, or somebody stopped it.
    public func run() throws(ProbeError) -> ProbeReport {
        let start = ContinuousClock.now
        let attempt = try ProbeAttempt(self)
        try attempt.run()
        let duration = start.duration(to: .now)
        return ProbeReport(
            name: subject.name, version: attempt.identity?.version ?? subject.version, digest: subject.digest,
            companions: subject.companions, buildInformation: attempt.identity?.buildInformation ?? "",
            providers: attempt.identity?.availableProviders ?? [], findings: attempt.findings,
            seconds: Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
    }
}

/// Why a library could not be tried.
public enum ProbeError: DiagnosableError {
    case interrupted
    case worker(WorkerFailure)
    case file(FileError)

    public var blame: Blame {
        switch self {
        case .interrupted: .interruption
        case .worker: .machine
        case .file(let error): error.blame
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .interrupted: [Diagnostic(code: "probe.interrupted", "stopped while a runtime's library was tried")]
        case .worker(let failure):
            [
                Diagnostic(
                    code: "probe.worker", "no worker to try a library in", hint: failure.hint, cause: failure.message)
            ]
        case .file(let error): error.diagnostics
        }
    }
}
