import Foundation
import InferenceCore
import Records
import RuntimeLibraries
import Suites
import Support

/// Two cells of a suite to be recorded against each other, with a plan that measures nothing else.
struct RecordedPair {
    var origin: Trace.Origin
    var plan: Plan
    var baseline: PlannedCell
    var candidate: PlannedCell

    /// Per model of the suite: the reference against itself, and against every other variant.
    ///
    /// The true change comes from the variants' names, which must end in their amount of work: `k103` against `k100` is
    /// +3 %.
    /// - Parameters:
    ///   - model: limits to one model of the suite.
    ///   - changes: limits to these true changes, in percent, beside the reference against itself.
    static func all(inSuite path: String, model: String?, changes: [Double]?, launches: Int) throws -> [RecordedPair] {
        let suite = try SuiteReader.read(file: path)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let installed = InstalledRuntimes(root: PawlFolder.find(startingAt: folder).runtimes)
        let planner = Planner { name, version in
            let library = try installed.library(name: name, version: version)
            return LocatedRuntime(
                name: name, version: version, libraryPath: library.path, libraryDigest: library.digest)
        }
        var plan = try planner.plan(gating: suite, against: PlannedBaseline(suite))
        plan.measurement = plan.measurement.looking(at: [launches])
        let pairs = try plan.pairs.compactMap { pair -> RecordedPair? in
            let candidate = plan.cells[pair.candidateCell], baseline = plan.cells[pair.baselineCell]
            // Every variant is paired with itself, too: the reference's pair with itself is the one wanted.
            guard model == nil || candidate.model == model, pair.purpose == .reference || candidate.isReference
            else { return nil }
            guard let work = trailingNumber(candidate.variant), let before = trailingNumber(baseline.variant),
                before > 0
            else {
                throw TraceError.nothingToRecord(
                    suite: path,
                    hint: "variants must end in their amount of work, as k100 and k103 do in Suites/stack.yaml")
            }
            let change = Double(work - before) / Double(before)
            let isWanted = changes.map { $0.contains { abs($0 / 100 - change) < 1e-9 } } ?? true
            guard isWanted || change == 0 else { return nil }
            return RecordedPair(
                plan: plan, pair: pair,
                origin: Trace.Origin(
                    group: candidate.model, baseline: baseline.variant, candidate: candidate.variant,
                    changeMillionths: Int((change * 1e6).rounded())))
        }
        guard !pairs.isEmpty else {
            throw TraceError.nothingToRecord(
                suite: path,
                hint: "it needs a model with a reference and gates against reference and baseline, as Suites/stack.yaml"
            )
        }
        return pairs
    }

    private init(plan whole: Plan, pair: PlannedPair, origin: Trace.Origin) {
        self.origin = origin
        plan = whole.isolating(pair)
        (baseline, candidate) = (plan.cells[0], plan.cells[1])
    }

    private static func trailingNumber(_ name: String) -> Int? {
        Int(String(name.reversed().prefix { ("0"..."9").contains($0) }.reversed()))
    }
}
