import Foundation
import Support

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
