import Diagnostics

/// Why a bundle cannot be written or read. `name` is the file's, or the run's when it is being written.
public enum BundleError: DiagnosableError, Equatable {
    case notABundle(name: String)
    case newer(name: String, version: Int, known: Int)
    case wrongDigest(name: String)
    case tooLarge(name: String, bytes: Int, limit: Int)
    /// Its content contradicts itself or what may stand in a database.
    case invalid(name: String, reason: String)
    /// A run that is still being measured is nothing to hand on.
    case unfinished(run: String)

    public var blame: Blame { .input }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .notABundle(let name):
            [
                Diagnostic(
                    code: "bundle.not-a-bundle", "\(name) is no bundle of a run",
                    hint: "'pawl export --to bundle' writes them")
            ]
        case .newer(let name, let version, let known):
            [
                Diagnostic(
                    code: "bundle.newer",
                    "\(name) was written by a newer Pawl (bundle version \(version), this one knows up to \(known))",
                    hint: "update Pawl")
            ]
        case .wrongDigest(let name):
            [
                Diagnostic(
                    code: "bundle.wrong-digest", "\(name) is damaged: it does not have the digest that it states",
                    hint: "copy or export it again; nothing of it was used")
            ]
        case .tooLarge(let name, let bytes, let limit):
            [Diagnostic(code: "bundle.too-large", "\(name) has \(bytes) bytes, a bundle has at most \(limit)")]
        case .invalid(let name, let reason):
            [
                Diagnostic(
                    code: "bundle.invalid", "\(name) holds no run that can be used", hint: "nothing of it was used",
                    cause: reason)
            ]
        case .unfinished(let run):
            [
                Diagnostic(
                    code: "bundle.unfinished", "run \(run) is still being measured, or its process was killed",
                    hint: "export it when it has ended")
            ]
        }
    }
}
