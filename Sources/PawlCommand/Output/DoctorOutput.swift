import Diagnostics
import Harness
import Records
import Reports
import RuntimeLibraries

/// What `pawl doctor` prints: the machine, and who vouches for the runtimes that are installed on it.
struct DoctorOutput: Encodable {
    struct Library: Encodable {
        var name: String
        var version: String
        /// Nil where nobody vouches for it.
        var origin: LibraryOrigin?
    }

    let report: DoctorReport
    let libraries: [Library]
    /// Why `pawl.lock` cannot be followed.
    let lockProblem: String?

    init(_ report: DoctorReport, in folder: PawlFolder) {
        self.report = report
        let installed = InstalledRuntimes(in: folder)
        var problem: String?
        libraries = installed.list().map { requirement in
            var origin: LibraryOrigin?
            do throws(RuntimeLibraryError) {
                origin = try installed.origin(of: requirement)
            } catch {
                problem = error.diagnostics.first.map { ($0.location.map { "\($0): " } ?? "") + $0.message }
            }
            return Library(name: requirement.name, version: requirement.version, origin: origin)
        }
        lockProblem = problem
    }

    var document: Document {
        var document = report.document
        let rows = libraries.map { library in
            ("\(library.name) \(library.version)", Prose(library.origin?.title ?? "in no pawl.lock: it is not run"))
        }
        let lock = lockProblem.map { [("pawl.lock", Prose(parts: [.name($0)]))] } ?? []
        if !(rows + lock).isEmpty {
            document.blocks.append(.facts(.init(title: "Runtime libraries", lock + rows)))
        }
        return document
    }

    private enum CodingKeys: CodingKey { case libraries, lockProblem }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(libraries, forKey: .libraries)
        try values.encodeIfPresent(lockProblem, forKey: .lockProblem)
    }
}
