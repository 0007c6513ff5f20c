import Foundation
import Harness
import PawlCommand
import Records
import ResultsStore
import RuntimeLibraries
import Suites
import Support
import TestSupport

/// A private folder with a golden set, models and suites, and commands run in it.
struct Workspace {
    /// What a command came to.
    struct Outcome {
        var code: Int32
        /// Standard output.
        var result: String
        /// Standard error.
        var diagnostic: String
    }

    /// Small enough that a run takes about a second.
    static let quickMeasurement =
        "{ launches: 2, quads: 1, block_inferences: 2, block_time: 200 us, warm_up_cap: 5 ms, phase_timeout: 60 s }"

    private let folder: TemporaryFolder
    let goldenSet: GoldenSetFixture

    init(samples: Int = 8) throws {
        folder = try TemporaryFolder(prefix: "pawl-command-test")
        goldenSet = try GoldenSetFixture(in: folder.file("golden"), count: samples)
        try AtomicFile.makeFolder(folder.file("tmp"))
    }

    var path: String { folder.path }

    func file(_ name: String) -> String { folder.file(name) }

    var database: String { file("Results/pawl.db") }

    func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    func write(_ text: String, to name: String) throws { try AtomicFile.write(text, to: file(name)) }

    func write(_ data: Data, to name: String) throws { try AtomicFile.write(data, to: file(name)) }

    // MARK: - Suites

    /// Writes a suite of one model `m`, whose first variant is the reference, and the variants' model files.
    ///
    /// - Returns: the suite's path.
    @discardableResult
    func writeSuite(
        _ variants: KeyValuePairs<String, TestModel>, gates: [String] = [], measurement: String = quickMeasurement,
        runtime: String = Installation.runtimeVersion, name: String = "suite.yaml"
    ) throws -> String {
        for (variant, model) in variants { try write(model.data, to: "\(variant).onnx") }
        return try writeSuite(
            files: variants.map(\.key), gates: gates, measurement: measurement, runtime: runtime, name: name)
    }

    /// Writes a suite of variants whose model files stand already.
    @discardableResult
    func writeSuite(
        files variants: [String], gates: [String] = [], measurement: String = quickMeasurement,
        runtime: String = Installation.runtimeVersion, name: String = "suite.yaml"
    ) throws -> String {
        let lines = variants.map { "      \($0): { file: \($0).onnx, runtime: ort }" }
        try write(
            """
            pawl: 1
            suite: tested
            golden_sets: { g: \(goldenSet.folder) }
            runtimes:
              ort: { name: onnxruntime, version: \(runtime) }
            models:
              m:
                golden_set: g
                reference: \(variants[0])
                variants:
            \(lines.joined(separator: "\n"))
            gates: [\(gates.joined(separator: ", "))]
            measurement: \(measurement)

            """, to: name)
        return file(name)
    }

    // MARK: - Commands

    /// Only what a command needs: nothing of the machine that runs the tests decides what they see.
    var environment: [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": path,
            "PAWL_HOME": Installation.pawlFolder.path, "TMPDIR": file("tmp"), "PAWL_TEST_MARK": token,
        ]
    }

    /// Marks every process that descends from a `pawl` of this workspace. The variable is not named after a token: those are not passed on.
    var token: String { (path as NSString).lastPathComponent }

    /// Runs `pawl` in this process; workers are the built product.
    func pawl(
        _ arguments: String..., environment added: [String: String] = [:],
        worker: WorkerCommand = WorkerCommand(arguments: [Repository.product("pawl"), "worker"])
    ) -> Outcome {
        run(arguments, environment: added, worker: worker)
    }

    func run(
        _ arguments: [String], environment added: [String: String] = [:],
        worker: WorkerCommand = WorkerCommand(arguments: [Repository.product("pawl"), "worker"]),
        clock: @escaping @Sendable () -> ClockReading = ClockReading.now
    ) -> Outcome {
        let output = RecordedOutput()
        let context = CommandContext(
            environment: environment.merging(added) { $1 }, workingFolder: path, output: output, worker: worker,
            clock: clock)
        let code = PawlCommand.run(arguments: arguments, context: context)
        return Outcome(code: code.rawValue, result: output.result, diagnostic: output.diagnostic)
    }

    /// Runs the built `pawl` to its end.
    func spawnedPawl(
        _ arguments: String..., environment added: [String: String] = [:], wrapper: [String] = []
    ) throws -> Outcome {
        try PawlProcess(arguments, in: self, environment: added, wrapper: wrapper).outcome()
    }

    func start(_ arguments: String..., environment added: [String: String] = [:]) throws -> PawlProcess {
        try PawlProcess(arguments, in: self, environment: added)
    }

    // MARK: - Results

    /// The run that was recorded last; nil when there is none, or no database.
    func latestRun() throws -> RunRecord? {
        guard exists("Results/pawl.db") else { return nil }
        return try ResultsStore(path: database, ifMissing: .refuse).latestRun()
    }

    /// What `--format json` printed.
    static func json(_ text: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        guard let object = value as? [String: Any] else { throw CocoaError(.propertyListReadCorrupt) }
        return object
    }
}
