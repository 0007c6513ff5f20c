import Diagnostics
import Support

/// Why a runtime could not be found, installed or trusted.
public enum RuntimeLibraryError: DiagnosableError, Equatable {
    case malformedRequirement(String, reason: String)
    case unknownRuntime(name: String, known: [String])
    case unknownVersion(RuntimeRequirement, known: [String])
    /// The release has no package for this processor.
    case noPackage(RuntimeRequirement, architecture: String)
    /// In none of the folders that were looked at, in their order.
    case notInstalled(RuntimeRequirement, roots: [String])
    /// What is installed is not what the lock file or its own record says.
    case damaged(RuntimeRequirement, path: String, reason: String)
    case pythonMissing
    case pipMissing(python: String)
    /// The packages are made for versions of Python that are not here.
    case noFittingPython(RuntimeRequirement, needed: [String], found: [String])
    case fetchFailed(RuntimeRequirement, cachePath: String, reason: String)
    case digestMismatch(file: String, expected: String, found: String)
    case unpackFailed(file: String, reason: String)
    /// The worker that runs it could not be compiled.
    case buildFailed(RuntimeRequirement, reason: String)
    case process(ProcessError)
    /// The user asked to stop.
    case interrupted
    case file(FileError)

    public var blame: Blame {
        switch self {
        case .malformedRequirement, .unknownRuntime, .unknownVersion, .noPackage, .notInstalled: .input
        case .damaged, .pythonMissing, .pipMissing, .noFittingPython, .fetchFailed, .digestMismatch, .unpackFailed,
            .buildFailed:
            .machine
        case .process(let error): error.blame
        case .interrupted: .interruption
        case .file(let error): error.blame
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .file(let error): error.diagnostics
        case .process(let error): error.diagnostics
        default: [diagnostic]
        }
    }

    private var diagnostic: Diagnostic {
        switch self {
        case .malformedRequirement(let text, let reason):
            Diagnostic(
                code: "runtime.requirement", "'\(text)' does not name a runtime and its version",
                hint: "write NAME==VERSION, such as onnxruntime==1.31.1", cause: reason)
        case .unknownRuntime(let name, let known):
            Diagnostic(
                code: "runtime.unknown", "unknown runtime '\(name)'", hint: Suggestion.hint(for: name, among: known))
        case .unknownVersion(let requirement, let known):
            Diagnostic(
                code: "runtime.unknown-version",
                "\(requirement.name) \(requirement.version) is not in the lock file, so it cannot be checked",
                hint: Suggestion.hint(for: requirement.version, among: known))
        case .noPackage(let requirement, let architecture):
            Diagnostic(
                code: "runtime.no-package", "\(requirement) has no locked package for \(architecture)",
                hint: "runtimes can be installed on x86_64 and aarch64 Linux")
        case .notInstalled(let requirement, let roots):
            Diagnostic(
                code: "runtime.not-installed",
                "\(requirement) is not installed in \(roots.joined(separator: ", nor in "))",
                hint: "run `\(requirement.installCommand)`")
        case .damaged(let requirement, let path, let reason):
            Diagnostic(
                code: "runtime.damaged", "\(requirement) in \(path) is not as it was installed",
                hint: "run `\(requirement.installCommand)` to replace it", cause: reason)
        case .pythonMissing:
            Diagnostic(
                code: "runtime.no-python", "no python3 to fetch packages with",
                hint: "run `sudo apt-get install python3 python3-pip`, or put python3 on PATH")
        case .pipMissing(let python):
            Diagnostic(
                code: "runtime.no-pip", "\(python) has no pip to fetch packages with",
                hint: "run `sudo apt-get install python3-pip`")
        case .noFittingPython(let requirement, let needed, let found):
            Diagnostic(
                code: "runtime.python-version",
                "\(requirement) runs in Python \(needed.joined(separator: " or ")), which was not found",
                hint: "put \(needed.map { "python\($0)" }.joined(separator: " or ")) on PATH",
                cause: found.isEmpty ? nil : "found Python \(found.joined(separator: ", "))")
        case .fetchFailed(let requirement, let cachePath, let reason):
            Diagnostic(
                code: "runtime.fetch", "pip could not fetch \(requirement)",
                hint:
                    "check the network, and PIP_INDEX_URL or PIP_PROXY where your site needs them; without a network, "
                    + "copy the package from another machine's cache to \(cachePath)", cause: reason)
        case .digestMismatch(let file, let expected, let found):
            Diagnostic(
                code: "runtime.digest", "\(file) is not the package that the lock file names; nothing was installed",
                hint: "fetch it again; if it stays so, the package index was changed or is not the one you think",
                cause: "expected SHA-256 \(expected), found \(found)")
        case .unpackFailed(let file, let reason):
            Diagnostic(code: "runtime.unpack", "cannot unpack \(file)", cause: reason)
        case .buildFailed(let requirement, let reason):
            Diagnostic(
                code: "runtime.build", "the worker for \(requirement) could not be built; nothing was installed",
                hint: "run `sudo apt-get install g++ nlohmann-json3-dev`, or name another compiler in CXX",
                cause: reason)
        case .interrupted:
            Diagnostic(code: "runtime.interrupted", "interrupted; nothing was installed")
        case .file, .process:
            preconditionFailure("worded by the error of the layer below itself")
        }
    }
}
