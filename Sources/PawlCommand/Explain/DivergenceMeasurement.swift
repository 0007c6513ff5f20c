import Diagnostics
import Explanation
import Foundation
import GoldenSets
import Harness
import ModelFormats
import Records
import Support

/// Runs both models of a pair with all their intermediate values as outputs, a chunk at a time, and compares them.
struct DivergenceMeasurement {
    /// Golden samples that are looked at.
    static let samples = 16

    let correspondence: ModelCorrespondence
    let capture: OutputCapture
    let samples: [Range<Int>]
    let folder: TemporaryFolder
    /// Whether the two run in the same runtime: only then is a layer's own error one of the model alone.
    let isOneRuntime: Bool
    /// Receives how many values of how many were compared.
    let progress: (Int, Int) -> Void

    /// - Throws: `WorkerFailure` of a model that cannot be run at all, and after an interruption; `ModelFormatError`.
    func run() throws -> [ValueDivergence] {
        var sizes = ChunkSizes()
        var found: [ValueDivergence] = []
        var rest = correspondence.values[...]
        while !rest.isEmpty {
            let chunk = Array(rest.prefix(sizes.next()))
            found += try compare(chunk, &sizes)
            rest = rest.dropFirst(chunk.count)
            progress(correspondence.values.count - rest.count, correspondence.values.count)
        }
        return found
    }

    /// Values that a runtime does not show are found by halves, and left without a comparison.
    private func compare(_ values: [String], _ sizes: inout ChunkSizes) throws -> [ValueDivergence] {
        do {
            return try compareTogether(values, &sizes)
        } catch let error as WorkerFailure where error.kind == .error || error.kind == .crash {
            guard values.count > 1 else { return values.map { divergence($0, nil, nil) } }
            let middle = values.count / 2
            return try compare(Array(values[..<middle]), &sizes) + compare(Array(values[middle...]), &sizes)
        }
    }

    private func compareTogether(_ values: [String], _ sizes: inout ChunkSizes) throws -> [ValueDivergence] {
        var reference: (showing: ModelCorrespondence.Showing, candidates: [String: String])
        do throws(OnnxGraftError) {
            reference = try correspondence.reference(showing: values, withCandidates: isOneRuntime)
        } catch {
            // The two models' operators cannot stand side by side.
            guard let alone = try? correspondence.reference(showing: values, withCandidates: false) else { throw error }
            reference = alone
        }
        let candidate = correspondence.candidate(showing: values)
        let theirs = try outputs(of: 0, reference.showing.model)
        let ours = try outputs(of: 1, candidate.model)
        return values.map { value in
            guard let right = reference.showing.names[value].flatMap({ theirs[$0] }) else {
                return divergence(value, nil, nil)
            }
            sizes.saw(bytes: right.table.withRow(0) { $0.count } * MemoryLayout<Float>.size)
            let accumulated = candidate.names[value].flatMap { ours[$0] }
                .flatMap { ValueComparison(reference: right, candidate: $0) }
            let own = reference.candidates[value].flatMap { theirs[$0] }
                .flatMap { ValueComparison(reference: right, candidate: $0) }
            return divergence(value, accumulated, own)
        }
    }

    private func outputs(of cell: Int, _ model: OnnxDraft) throws -> [String: SampledOutput] {
        let path = folder.file("shown-\(cell).onnx")
        try model.write(to: path)
        let content = try ModelContent(path: path)
        return try capture.outputs(of: cell, model: content, samples: samples)
    }

    private func divergence(
        _ value: String, _ accumulated: ValueComparison?, _ own: ValueComparison?
    ) -> ValueDivergence {
        let node = correspondence.node(giving: value)
        return ValueDivergence(
            value: value, node: node?.name.isEmpty == false ? node?.name ?? "" : node?.type ?? "",
            operatorType: node?.type ?? "", accumulated: accumulated, own: own)
    }
}
