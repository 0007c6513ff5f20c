import Diagnostics
import Support

/// Why a runtime could not be found, installed or trusted.
public enum RuntimeLibraryError: DiagnosableError, Equatable {
    case malformedRequirement(String, reason: String)
    case unknownRuntime(name: String, known: [String])
    /// Neither Pawl nor the project vouches for it.
    case notLocked(RuntimeRequirement, lock: String, tested: [String])
    /// Nothing that is locked will do, and nothing may be looked up.
    case resolvesNothing(String, because: String, known: [String])
    /// The index does not have it, or took it back. `offered` ascends.
    case notOffered(String, yanked: String?, offered: [RuntimeVersion], indexes: [String])
    case indexUnreachable(package: String, reason: String)
    /// Its package does not hold what Pawl opens.
    case noLibrary(RuntimeRequirement, file: String, pattern: String)
    /// `pawl.lock` as it is cannot be followed.
    case lock([Diagnostic])
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
    case fetchFailed(file: String, cachePath: String, reason: String)
    case digestMismatch(file: String, of: RuntimeRequirement, expected: String, found: String)
    case unpackFailed(file: String, reason: String)
    /// The worker that runs it could not be compiled.
    case buildFailed(RuntimeRequirement, reason: String)
    case process(ProcessError)
    /// The user asked to stop.
    case interrupted
    case file(FileError)

    public var blame: Blame {
        switch self {
        case .malformedRequirement, .unknownRuntime, .notLocked, .resolvesNothing, .notOffered, .noLibrary, .lock,
            .noPackage,
            .notInstalled:
            .input
        case .damaged, .pythonMissing, .pipMissing, .indexUnreachable, .noFittingPython, .fetchFailed, .digestMismatch,
            .unpackFailed,
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
        case .lock(let findings): findings
        default: [diagnostic]
        }
    }

    private var diagnostic: Diagnostic {
        switch self {
        case .malformedRequirement(let text, let reason):
            Diagnostic(
                code: "runtime.requirement", "'\(text)' does not name a runtime and its version",
                hint:
                    "write NAME==VERSION, such as onnxruntime==1.31.1, or a range in quotes: 'onnxruntime>=1.30,<1.32'",
                cause: reason)
        case .unknownRuntime(let name, let known):
            Diagnostic(
                code: "runtime.unknown", "unknown runtime '\(name)'", hint: Suggestion.hint(for: name, among: known))
        case .notLocked(let requirement, let lock, let tested):
            Diagnostic(
                code: "runtime.not-locked",
                "\(requirement) is none of the versions that Pawl was tested with, nor is it in \(lock)",
                hint: "run `\(requirement.installCommand)`, which takes its digests from the package index",
                cause: "tested are \(tested.joined(separator: ", "))")
        case .resolvesNothing(let request, let cause, let known):
            Diagnostic(
                code: "runtime.locked-only", "\(request) is not locked, and \(cause) looks nothing up",
                hint: "run `pawl runtime lock '\(request)'` where it may, and commit pawl.lock",
                cause: known.isEmpty ? nil : "locked or tested are \(known.joined(separator: ", "))")
        case .notOffered(let request, let yanked, let offered, let indexes):
            Diagnostic(
                code: "runtime.not-offered",
                yanked == nil
                    ? "the package index has no \(request) for this machine"
                    : "\(request) was taken back from the package index (yanked)",
                hint: Self.hint(for: request, offered),
                cause: yanked.flatMap { $0.isEmpty ? nil : $0 } ?? "asked: \(indexes.joined(separator: ", "))")
        case .indexUnreachable(let package, let reason):
            Diagnostic(
                code: "runtime.index", "the package index did not tell what there is of \(package)",
                hint:
                    "check the network, and PIP_INDEX_URL or PIP_PROXY where your site needs them; `pawl runtime list` "
                    + "says which versions need no look-up", cause: reason)
        case .noLibrary(let requirement, let file, let pattern):
            Diagnostic(
                code: "runtime.no-library", "\(requirement) cannot be opened: its package holds no \(pattern)",
                hint: "take another version; those that Pawl was tested with have it", cause: "looked into \(file)")
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
        case .fetchFailed(let file, let cachePath, let reason):
            Diagnostic(
                code: "runtime.fetch", "pip could not fetch \(file)",
                // pip's own words for bytes that are not those of the index's own digest.
                hint: reason.contains("DO NOT MATCH THE HASHES")
                    ? "the index gives other bytes than it states, and nothing was installed: ask who runs it, or use another"
                    : "check the network, and PIP_INDEX_URL or PIP_PROXY where your site needs them; without a network, "
                        + "copy that file from another machine to \(cachePath)", cause: reason)
        case .digestMismatch(let file, let requirement, let expected, let found):
            Diagnostic(
                code: "runtime.digest", "\(file) is not the package that was locked; nothing was installed",
                hint:
                    "fetch it again; if it stays so, the index was changed or is not the one you think. Who knows why, and "
                    + "trusts it, runs `pawl runtime lock --update \(requirement.name)`",
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
        case .file, .process, .lock:
            preconditionFailure("worded by the error of the layer below itself")
        }
    }

    /// The versions nearest to what was asked for: those it could be misspelled from, else the newest.
    private static func hint(for request: String, _ offered: [RuntimeVersion]) -> String {
        guard !offered.isEmpty else { return "check the name of the index: `python3 -m pip config list` prints it" }
        let newest = offered.suffix(8).reversed().map(\.description).joined(separator: ", ")
        let others = offered.count > 8 ? ", and \(offered.count - 8) older ones from \(offered[0]) on" : ""
        return "it has \(newest)\(others)"
    }
}
