import Diagnostics
import Foundation
import Harness
import Records
import Suites
import Support
import Synchronization
import TestSupport

/// A suite of scripted models in a private folder, planned and measured with the scripted worker.
struct HarnessFixture {
    let folder: TemporaryFolder

    init(samples: Int = 8, label: (Int) -> Int = { $0 }) throws {
        folder = try TemporaryFolder(prefix: "pawl-harness-test")
        _ = try GoldenSetFixture(in: folder.file("golden"), count: samples, label: label)
    }

    /// Variants by name, each with its script; the first is the reference.
    ///
    /// - Parameters:
    ///   - versions: the scripted runtime's, for the variants in turn.
    ///   - files: names of model files that are not the variant's own with `.model`.
    ///   - declare: adds what the suite says of a variant's tensors.
    func plan(
        _ variants: KeyValuePairs<String, String>, launches: Int = 2, gates: [Gate] = [], timeoutSeconds: Double = 20,
        versions: [String] = ["1"], files: [String: String] = [:],
        declare: (inout VariantDeclaration) -> Void = { _ in }
    ) throws -> Plan {
        let place = SourceLocation(file: "suite.yaml", line: 1, column: 1)
        let declared = try variants.enumerated().map { index, entry in
            let (name, script) = entry
            let file = folder.file(files[name] ?? "\(name).model")
            try AtomicFile.write(script, to: file)
            var variant = VariantDeclaration(
                name: name, file: LocatedPath(path: file, location: place),
                runtime: "s" + versions[index % versions.count], location: place)
            declare(&variant)
            return variant
        }
        let suite = Suite(
            name: "scripted", file: "suite.yaml", digest: "0",
            goldenSets: ["g": LocatedPath(path: folder.file("golden"), location: place)],
            runtimes: Dictionary(
                uniqueKeysWithValues: versions.map { version in
                    let label = "s" + version
                    return (
                        label,
                        RuntimeDeclaration(label: label, name: "scripted", version: version, location: place)
                    )
                }),
            models: [
                ModelDeclaration(
                    name: "m", goldenSet: "g", reference: declared.first?.name, variants: declared, location: place)
            ],
            gates: gates,
            measurement: MeasurementPolicy(
                looks: [launches], minimumBlockNanoseconds: 200_000, warmUpCapNanoseconds: 2_000_000,
                phaseTimeoutSeconds: timeoutSeconds))
        let planner = Planner { name, version in
            LocatedRuntime(
                name: name, version: version, libraryPath: versions.count > 1 ? folder.file("library-\(version)") : "",
                libraryDigest: "none")
        }
        return try planner.plan(gating: suite, against: nil)
    }

    /// Judged without a reference, so that one variant is measured.
    static let budget = Gate(
        index: 0, metric: .latencyP50, against: .nothing, limit: .maximum(1e9),
        location: SourceLocation(file: "suite.yaml", line: 1, column: 1))

    static let latencyGate = Gate(
        index: 0, metric: .latencyP50, against: .reference, limit: .maximumIncrease(0.03),
        location: SourceLocation(file: "suite.yaml", line: 1, column: 1))

    static let environment = EnvironmentRecord(
        hostName: "test", machineFingerprint: "",
        facts: [
            .init(group: "cpu", key: "model", value: .text("Example CPU")),
            .init(group: "cpu", key: "flags_digest", value: .text("f1")),
        ])

    func measure(
        _ plan: Plan, mode: String? = nil, tampering: [String] = [], interruption: Interruption = Interruption(),
        observe: @escaping @Sendable (RunEvent) -> Void = { _ in },
        ask: (@Sendable (InterimLook) -> InterimLook.Decision)? = nil, id: String = "test", seed: UInt64 = 1,
        lookUp: @escaping @Sendable (String) -> CachedEvaluations = { _ in CachedEvaluations() },
        continuing former: RunRecord? = nil, keep: (@Sendable (Checkpoint) -> Void)? = nil,
        time: RunDeadline = RunDeadline()
    ) throws -> RunRecord {
        let worker = WorkerCommand(
            arguments: [Repository.product("scripted-worker")] + (mode.map { [$0] } ?? [])
                + (tampering.isEmpty ? [] : ["tamper"] + tampering))
        let announced = RunRecord(
            id: id, kind: .gate, status: .running, suite: plan.suite, startedAt: Date(timeIntervalSince1970: 0),
            seed: seed, pawlVersion: "test", environment: Self.environment)
        return try Harness(
            worker: worker, interruption: interruption, observe: observe, ask: ask, lookUp: lookUp, keep: keep,
            // Tests of two runs do not take turns.
            time: time, environment: ["TMPDIR": folder.path]
        ).measure(plan, as: former ?? announced)
    }
}
