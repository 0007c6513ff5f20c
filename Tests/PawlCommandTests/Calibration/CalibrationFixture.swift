import Diagnostics
import Foundation
import Records
import Suites
import Support
import TestSupport

@testable import PawlCommand

/// A suite of scripted models in a private folder; variant `a` is the reference.
struct CalibrationFixture {
    let folder: TemporaryFolder
    let looks: [Int]

    init(looks: [Int] = [8, 12, 16]) throws {
        folder = try TemporaryFolder(prefix: "pawl-calibration-test")
        self.looks = looks
        _ = try GoldenSetFixture(in: folder.file("golden"), count: 8)
    }

    /// - Parameter scripts: by variant, as the scripted worker reads them.
    func suite(_ scripts: KeyValuePairs<String, String> = ["a": "", "b": ""], reference: String? = "a") throws -> Suite
    {
        let place = SourceLocation(file: "suite.yaml", line: 1, column: 1)
        let variants = try scripts.map { name, script in
            try AtomicFile.write(script, to: folder.file("\(name).model"))
            return VariantDeclaration(
                name: name, file: LocatedPath(path: folder.file("\(name).model"), location: place), runtime: "s",
                location: place)
        }
        return Suite(
            name: "scripted", file: "suite.yaml", digest: "0",
            goldenSets: ["g": LocatedPath(path: folder.file("golden"), location: place)],
            runtimes: ["s": RuntimeDeclaration(label: "s", name: "scripted", version: "1", location: place)],
            models: [
                ModelDeclaration(name: "m", goldenSet: "g", reference: reference, variants: variants, location: place)
            ],
            gates: [],
            measurement: MeasurementPolicy(
                looks: looks, minimumBlockNanoseconds: 200_000, warmUpCapNanoseconds: 2_000_000,
                phaseTimeoutSeconds: 20, budgetSeconds: 0.001))
    }

    func plan(
        _ suite: Suite, margin: Double = 0.03, only glob: String? = nil, onlyReferences: Bool = false
    ) throws -> CalibrationPlan {
        try CalibrationPlan(
            suite: suite, margin: margin, only: CellSelection(glob: glob), onlyReferences: onlyReferences,
            planner: Planner { name, version in
                LocatedRuntime(name: name, version: version, libraryPath: "", libraryDigest: "none")
            })
    }

    /// The run that a gate of these effects would have measured.
    static func run(
        _ plan: Plan, effects: [Double], status: RunRecord.Status = .complete, seconds: Double = 4
    ) -> RunRecord {
        let cells = plan.cells.map { cell in
            CellRecord(
                id: cell.id, side: cell.side, model: cell.model, variant: cell.variant, runtimeLabel: "s",
                isReference: cell.isReference, modelFile: cell.modelFile,
                runtime: RuntimeRecord(name: "s", version: "1", libraryDigest: "", provider: "cpu", options: [:]),
                goldenSetDigest: "",
                launches: effects.enumerated().map { launch($0, effect: cell.side == .candidate ? $1 : 0) })
        }
        return RunRecord(
            id: "test", kind: .gate, status: status, suite: plan.suite, against: plan.against,
            startedAt: Date(timeIntervalSince1970: 0), seed: 1, pawlVersion: "",
            environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []), cells: cells,
            pairs: [
                PairRecord(
                    id: 0, purpose: .baseline, baselineCell: 0, candidateCell: 1,
                    launchesPlanned: plan.measurement.launches, launchesMeasured: effects.count,
                    looks: plan.measurement.looks, secondsSpent: seconds)
            ])
    }

    private static func launch(_ index: Int, effect: Double) -> LaunchRecord {
        LaunchRecord(
            index: index, pair: 0, loadNanoseconds: 1, firstInferenceNanoseconds: 1,
            warmUp: WarmUpRecord(inferences: 1, nanoseconds: 1, becameSteady: true), floorMemoryBytes: 0,
            peakMemoryBytes: 0,
            blocks: (0..<2).map { position in
                BlockRecord(
                    quad: 0, position: position, startNanoseconds: 0, wallNanoseconds: 1_000_000,
                    cpuNanoseconds: 1_000_000,
                    // Long: a whole number of nanoseconds, whose effect is what was asked for.
                    latenciesNanoseconds: [effect.isNaN ? 0 : 1e12 * exp(effect)])
            })
    }
}
