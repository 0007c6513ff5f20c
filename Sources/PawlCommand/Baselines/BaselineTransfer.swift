import Artifacts
import Diagnostics
import Foundation
import Records
import YAMLDocument

/// What an exported baseline says of itself: its audit, and the record of its run.
struct BaselineTransfer: Codable {
    var promotion: BaselinePromotion
    var run: RunRecord

    private static let infinity = (positive: "inf", negative: "-inf", notANumber: "nan")

    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: Self.infinity.positive, negativeInfinity: Self.infinity.negative,
            nan: Self.infinity.notANumber)
        return try encoder.encode(self)
    }

    /// Reads and checks what a bundle says: it may come from anyone.
    ///
    /// - Throws: `ArtifactError.badBundle`.
    init(_ bundle: ArtifactBundle, path: String) throws(ArtifactError) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: Self.infinity.positive, negativeInfinity: Self.infinity.negative,
            nan: Self.infinity.notANumber)
        do {
            self = try decoder.decode(Self.self, from: bundle.description)
        } catch {
            throw .badBundle(path: path, reason: "its description is of another form")
        }
        if let problem = problem(of: bundle.artifacts) { throw .badBundle(path: path, reason: problem) }
        // Answers are taken from former runs by what they say they were made of. Who sends a file may say anything.
        for index in run.cells.indices { run.cells[index].accuracy?.origin = nil }
    }

    init(promotion: BaselinePromotion, run: RunRecord) {
        self.promotion = promotion
        self.run = run
    }

    private func problem(of artifacts: [Artifact]) -> String? {
        guard SafeName.accepts(promotion.name), promotion.version >= 1 else { return "its name is none of a baseline" }
        guard UUID(uuidString: run.id) != nil, run.id == run.id.lowercased() else { return "its run has no id" }
        guard BaselineRun(run) == promotion.run else { return "it is not of the run that it brings" }
        guard run.status == .complete else { return "its run is not complete" }
        let cells = Dictionary(
            run.cells.filter { $0.side == .candidate }.map { ("\($0.model)/\($0.variant)", $0) },
            uniquingKeysWith: { first, _ in first })
        for variant in promotion.variants {
            guard let cell = cells[variant.name], cell.modelFile == variant.modelFile,
                cell.runtime == variant.runtime, cell.goldenSetDigest == variant.goldenSetDigest
            else { return "variant \(variant.name) is not that of its run" }
        }
        // Each file once, though several names may mean it.
        guard Set(promotion.files.map(\.artifact)) == Set(artifacts) else {
            return "its list of files is not that of the files it brings"
        }
        for file in promotion.files where !InnerPath.accepts(file.path) || !Artifact.isDigest(file.digest) {
            return "a file in it has no usable name"
        }
        return nil
    }
}
