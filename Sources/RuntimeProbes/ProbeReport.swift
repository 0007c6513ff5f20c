import Foundation

/// Something that a runtime's library can do, and that a probe tries.
public enum ProbeFeature: String, Sendable, Hashable, Codable, CaseIterable {
    case load, tensors, inference, binding
    case threads, elementTypes = "element_types", dynamicSizes = "dynamic_sizes"
    case profile, memory, placements
    case errors, unload
    case xml, tflite

    /// For people: what stands behind "is available" and "is not available".
    public var title: String {
        switch self {
        case .load: "opening the library and a model"
        case .tensors: "names, types and shapes of inputs and outputs"
        case .inference: "inference"
        case .binding: "bound inputs in rotation"
        case .threads: "inference on several threads"
        case .elementTypes: "types of elements"
        case .dynamicSizes: "inputs of several sizes"
        case .profile: "profiling"
        case .memory: "memory of the runtime's allocator"
        case .placements: "which provider takes which node"
        case .errors: "errors for damaged models"
        case .unload: "unloading"
        case .xml: "reading .xml models"
        case .tflite: "reading .tflite models"
        }
    }

    /// Without it nothing can be measured, or what was measured would be wrong.
    public var isRequired: Bool {
        switch self {
        case .load, .tensors, .inference, .binding: true
        case .threads, .elementTypes, .dynamicSizes, .profile, .memory, .placements, .errors, .unload, .xml, .tflite:
            false
        }
    }
}

/// What came of trying one feature.
public struct ProbeFinding: Sendable, Hashable, Codable {
    public enum Outcome: String, Sendable, Hashable, Codable {
        case passed
        /// The runtime has no such thing; nothing is wrong.
        case notOffered = "not_offered"
        /// An error in the runtime's words, or a wrong output.
        case failed
        case crashed
        case hung
    }

    public var feature: ProbeFeature
    public var outcome: Outcome
    /// One sentence; nil where it passed.
    public var reason: String?

    public init(_ feature: ProbeFeature, _ outcome: Outcome, reason: String? = nil) {
        self.feature = feature
        self.outcome = outcome
        self.reason = reason
    }

    /// Whether something is missing that others have.
    public var isDefect: Bool { outcome != .passed && outcome != .notOffered }
}

/// What a probe found of one library.
public struct ProbeReport: Sendable, Hashable, Codable {
    /// As suites name the runtime.
    public var name: String
    /// As the library says it; as it was said of a library that does not; empty where it could not be opened.
    public var version: String
    /// SHA-256 of the library, lower-case hexadecimal.
    public var digest: String
    /// SHA-256 of the libraries beside it that are part of it, by their file names.
    public var companions: [String: String]
    public var buildInformation: String
    public var providers: [String]
    /// In the order in which the features were tried; nothing more was tried once a required one had failed.
    public var findings: [ProbeFinding]
    /// Wall time.
    public var seconds: Double

    /// Why nothing can be measured with the library; nil when it can.
    public var refusal: ProbeFinding? { findings.first { $0.feature.isRequired && $0.isDefect } }

    /// What cannot be had of a library that can be measured with.
    public var limitations: [ProbeFinding] { findings.filter { !$0.feature.isRequired && $0.isDefect } }

    /// `onnxruntime 1.17.3`
    public var title: String { version.isEmpty ? name : "\(name) \(version)" }
}

extension ProbeReport {
    /// `profiling is not available in onnxruntime 1.17.3: the worker crashed with SIGSEGV`
    public func words(for finding: ProbeFinding) -> String {
        let fault =
            switch finding.outcome {
            case .passed: "works in \(title)"
            case .notOffered: "is not offered by \(title)"
            case .failed where finding.feature == .inference: "is wrong in \(title)"
            case .failed, .crashed, .hung: "is not available in \(title)"
            }
        return "\(finding.feature.title) \(fault)" + (finding.reason.map { ": \($0)" } ?? "")
    }
}
