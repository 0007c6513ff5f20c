import Diagnostics
import Foundation
import Gating
import Harness
import PawlCommand
import Records
import RuntimeLibraries
import Suites
import Support

/// A variant and a second copy of it, to be measured again and again.
struct NoiseSubject {
    /// What the variant takes on the quiet machine, in nanoseconds.
    struct Quiet {
        var p50: Double
        var p99: Double
    }

    let name: String
    private let plan: Plan
    private let measurement: PairMeasurement
    private let environment: EnvironmentRecord

    init(suite path: String, model: String, launches: Int, interruption: Interruption) throws {
        var suite = try SuiteReader.read(file: path)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let installed = InstalledRuntimes(root: PawlFolder.find(startingAt: folder).runtimes)
        let planner = Planner { name, version in
            let library = try installed.library(name: name, version: version)
            return LocatedRuntime(
                name: name, version: version, libraryPath: library.path, libraryDigest: library.digest)
        }
        // Short blocks and a short warm-up: many pairs in little time.
        suite.measurement = suite.measurement.looking(at: [launches])
        suite.measurement.quads = 1
        suite.measurement.minimumBlockNanoseconds = 2_000_000
        suite.measurement.warmUpCapNanoseconds = 10_000_000
        let calibration = try CalibrationPlan(
            suite: suite, margin: 0.03, only: CellSelection(glob: model), onlyReferences: true, planner: planner)
        guard let variant = calibration.variants.first else {
            throw CalibrationError.nothingToCalibrate(suite: suite.name)
        }
        plan = variant.plan
        name = variant.name
        measurement = PairMeasurement(worker: CommandContext.ofThisProcess().worker, interruption: interruption)
        environment = HostEnvironment.capture(
            gitFolder: FileManager.default.currentDirectoryPath, pawlVersion: pawlVersion)
    }

    /// - Returns: nil when it was interrupted.
    func measure(seed: UInt64) throws -> RunRecord? {
        var run = try measurement.measure(plan, seed: seed)
        run.environment = environment
        return run.status == .interrupted ? nil : run
    }

    func quiet(pairs: Int) throws -> Quiet {
        var figures: [Quiet] = []
        for seed in 0..<UInt64(pairs) {
            guard let run = try measure(seed: seed) else { break }
            let summary = run.cells[1].summary
            if let p50 = summary.value(.latencyP50), let p99 = summary.value(.latencyP99) {
                figures.append(Quiet(p50: p50, p99: p99))
            }
        }
        guard !figures.isEmpty else { throw CalibrationError.measurementFailed("\(name) gave no latency") }
        func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        return Quiet(p50: middle(figures.map(\.p50)), p99: middle(figures.map(\.p99)))
    }
}
