import Diagnostics
import Foundation
import Records
import ResultsStore
import Support

/// What an exported baseline says of itself: its audit, and the record of its run.
struct BaselineTransfer: Codable {
    var promotion: BaselinePromotion
    var run: RunRecord

    func encoded() throws -> Data { try RecordJSON.encode(self) }

    /// Reads and checks what a bundle says: it may come from anyone.
    ///
    /// - Throws: `ArtifactError.badBundle`.
    init(_ bundle: ArtifactBundle, path: String) throws(ArtifactError) {
        do {
            self = try RecordJSON.decode(bundle.description)
        } catch {
            throw .badBundle(path: path, reason: "its description is of another form")
        }
        if let problem = problem(of: bundle.artifacts) { throw .badBundle(path: path, reason: problem) }
        do {
            try BundleValidation.check(run, in: path)
        } catch {
            throw .badBundle(path: path, reason: error.diagnostics.compactMap(\.cause).joined(separator: "; "))
        }
        // Evaluations are taken from earlier runs by what they say they were made of. Who sends a file may say anything.
        for index in run.cells.indices { run.cells[index].accuracy?.origin = nil }
    }

    init(promotion: BaselinePromotion, run: RunRecord) {
        self.promotion = promotion
        self.run = run
    }

    private func problem(of artifacts: [Artifact]) -> String? {
        guard SafeName.accepts(promotion.name), promotion.version >= 1 else {
            return "its name is not a baseline's"
        }
        guard UUID(uuidString: run.id) != nil, run.id == run.id.lowercased() else { return "its run has no id" }
        guard BaselineRun(run) == promotion.run else { return "it is not of the run that it brings" }
        guard run.status == .complete else { return "its run is not complete" }
        let cells = Dictionary(
            run.cells.filter { $0.side == .candidate }.map { ("\($0.model)/\($0.variant)", $0) },
            uniquingKeysWith: { first, _ in first })
        for variant in promotion.variants {
            guard let cell = cells[variant.name], cell.modelFile == variant.modelFile,
                cell.runtime.runsLike(variant.runtime), cell.goldenSetDigest == variant.goldenSetDigest
            else { return "variant \(variant.name) is not that of its run" }
        }
        // Each file once, though several names may mean it.
        guard Set(promotion.files.map(\.artifact)) == Set(artifacts) else {
            return "its list of files is not that of the files it brings"
        }
        for file in promotion.files where !ContainedPath.accepts(file.path) || !Artifact.isDigest(file.digest) {
            return "a file in it has no usable name"
        }
        return nil
    }
}
