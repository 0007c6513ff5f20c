import Diagnostics
import Foundation
import Records
import Suites
import Support
import TestSupport
import Testing

@Suite("Planning", .hangLimit)
struct PlannerTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-plan-test")
        _ = try GoldenSetFixture(in: folder.file("golden"), count: 4)
        for name in ["fp32", "fp16", "int8"] { try AtomicFile.write(name, to: folder.file("\(name).onnx")) }
    }

    private func place(_ line: Int) -> Diagnostics.SourceLocation {
        Diagnostics.SourceLocation(file: "suite.yaml", line: line, column: 3)
    }

    private func gate(_ metric: Metric, _ against: Gate.Counterpart, variants: [String] = []) -> Gate {
        Gate(
            index: 0, metric: metric, against: against,
            limit: against == .nothing ? .maximum(1) : .maximumIncrease(0.03), variants: variants, location: place(20))
    }

    private func suite(
        _ variants: [String] = ["fp32", "fp16", "int8"], gates: [Gate] = [], goldenSet: String = "golden"
    ) -> Suite {
        Suite(
            name: "s", file: "suite.yaml", digest: "d",
            goldenSets: ["g": LocatedPath(path: folder.file(goldenSet), location: place(4))],
            runtimes: ["ort": RuntimeDeclaration(label: "ort", name: "onnxruntime", version: "1", location: place(6))],
            models: [
                ModelDeclaration(
                    name: "m", goldenSet: "g", reference: "fp32",
                    variants: variants.enumerated().map { index, name in
                        VariantDeclaration(
                            name: name,
                            file: LocatedPath(path: folder.file("\(name).onnx"), location: place(12 + index)),
                            runtime: "ort", location: place(12 + index))
                    }, location: place(9))
            ], gates: gates)
    }

    private let planner = Planner { name, version in
        LocatedRuntime(name: name, version: version, libraryPath: "/lib", libraryDigest: "l")
    }

    @Test("Files get their digest and size, golden sets are opened once")
    func resolvesFiles() throws {
        let plan = try planner.plan(running: suite())
        #expect(plan.cells.map(\.name) == ["m/fp32", "m/fp16", "m/int8"])
        #expect(plan.cells.map(\.modelFile.bytes) == [4, 4, 4])
        #expect(plan.cells[0].modelFile.digest == SHA256.hexadecimal(of: "fp32"))
        #expect(plan.goldenSets.count == 1)
        #expect(plan.pairs.isEmpty)
    }

    @Test("What a library cannot do is said once; one of one's own is recorded with those that it brings")
    func librariesOfOnesOwn() throws {
        try AtomicFile.write("text", to: folder.file("ops.so"))
        var suite = suite()
        suite.runtimes["ort"]?.library = "/build/lib.so"
        let own = Planner(locateRuntime: { _, _ in throw CancellationError() }) { declaration in
            var located = LocatedRuntime(
                name: declaration.name, version: "2", libraryPath: declaration.library, libraryDigest: "d")
            located.origin = .local
            located.companions = ["beside.so": "c"]
            located.limitations = [RuntimeLimitation(feature: RuntimeLimitation.profile, words: "no profiling")]
            return located
        }
        let plan = try own.plan(running: suite)
        #expect(plan.warnings.filter { $0 == "no profiling" }.count == 1)
        #expect(plan.cells[0].runtime.version == "2")
        #expect(plan.cells[0].recordedOptions["library"] == "local build")
        #expect(plan.cells[0].recordedOptions["library_beside.beside.so"] == "c")
        suite.runtimes["ort"]?.customOperators = [LocatedPath(path: folder.file("ops.so"), location: place(7))]
        let error = #expect(throws: PlanError.self) { try own.plan(running: suite) }
        #expect(error?.diagnostics.first?.cause == "it is no shared library")
        #expect(error?.diagnostics.first?.location == place(7))
    }

    @Test("Only relative gates on timings and memory ask for pairs")
    func pairsFollowGates() throws {
        func pairs(_ gates: Gate...) throws -> [[Int]] {
            try planner.plan(gating: suite(gates: gates), against: nil).pairs
                .map { [$0.baselineCell, $0.candidateCell] }
        }
        #expect(try pairs(gate(.latencyP50, .reference)) == [[0, 1], [0, 2]])
        #expect(try pairs(gate(.peakMemory, .reference, variants: ["int*"])) == [[0, 2]])
        #expect(try pairs(gate(.modelSize, .reference)) == [])
        #expect(try pairs(gate(.accuracy, .reference)) == [])
        #expect(try pairs(gate(.latencyP99, .nothing)) == [])
        #expect(try pairs(gate(.latencyP50, .baseline)) == [])
    }

    @Test("Another checkout's suite pairs same-named variants and names those without a counterpart")
    func pairsWithBaseline() throws {
        let plan = try planner.plan(
            gating: suite(["fp32", "int8"], gates: [gate(.latencyP50, .baseline)]),
            against: PlannedBaseline(suite(["fp32", "fp16"])))
        #expect(plan.cells.map(\.name) == ["m/fp32", "m/int8", "m/fp32 (baseline)"])
        #expect(plan.pairs.map { [$0.baselineCell, $0.candidateCell] } == [[2, 0]])
        #expect(plan.pairs.map(\.purpose) == [.baseline])
        #expect(plan.warnings.count == 2)
        #expect(plan.warnings[0].contains("m/int8"))
        #expect(plan.warnings[1].contains("m/fp16"))
    }

    @Test("Another checkout's golden set need not be there when its manifest is the candidate's")
    func sharedGoldenSet() throws {
        let other = try TemporaryFolder(prefix: "pawl-plan-test")
        let manifest = try String(contentsOfFile: folder.file("golden/golden.yaml"), encoding: .utf8)
        try AtomicFile.write(manifest, to: other.file("golden/golden.yaml"))
        var baseline = suite(["fp32"])
        baseline.goldenSets["g"]?.path = other.file("golden")
        let plan = try planner.plan(
            gating: suite(["fp32"], gates: [gate(.latencyP50, .baseline)]), against: PlannedBaseline(baseline))
        #expect(plan.goldenSets.map(\.folder) == [folder.file("golden")])
        #expect(plan.cells.map(\.goldenSet) == [0, 0])
        // Another manifest is another set, whose data has to be there.
        try AtomicFile.write(manifest + "\n# another\n", to: other.file("golden/golden.yaml"))
        let error = #expect(throws: PlanError.self) {
            try planner.plan(gating: suite(["fp32"]), against: PlannedBaseline(baseline))
        }
        #expect(error?.diagnostics.isEmpty == false)
        // Neither is one that only the baseline has.
        try FileManager.default.removeItem(atPath: folder.file("golden/x.npy"))
        #expect(throws: PlanError.self) {
            try planner.plan(gating: suite(["fp32"]), against: PlannedBaseline(baseline))
        }
    }

    @Test("What an earlier run is the baseline of is measured alone, and what it lacks is named")
    func storedRun() throws {
        func plan(_ gates: Gate...) throws -> Plan {
            try planner.plan(
                gating: suite(["fp32", "int8"], gates: gates),
                against: PlannedBaseline(
                    name: "run 3f2a", variants: ["m/int8", "m/fp16"], recorded: ["m/int8", "m/fp16"]))
        }
        let both = try plan(gate(.latencyP50, .baseline), gate(.latencyP50, .reference))
        #expect(both.cells.map(\.name) == ["m/fp32", "m/int8"])
        #expect(both.pairs.map(\.purpose) == [.reference])
        #expect(both.cellsAlone == [1])
        #expect(
            both.warnings == [
                "m/fp32 has no counterpart in run 3f2a: its baseline gates cannot be judged",
                "m/fp16 of run 3f2a is no longer in suite.yaml: it was not compared",
            ])
        #expect(try plan(gate(.modelSize, .baseline)).cellsAlone.isEmpty)
        #expect(try plan(gate(.peakMemory, .baseline)).cellsAlone == [1])
        #expect(try plan(gate(.latencyP50, .baseline, variants: ["fp32"])).cellsAlone.isEmpty)
    }

    @Test("Slices by what a golden set has no column of are found at the gate, with the column that was meant")
    func slices() throws {
        func findings(_ slices: [String]) -> [Diagnostic] {
            var gate = Gate(
                index: 0, metric: .accuracy, against: .reference, limit: .maximumDrop(0.02), location: place(20))
            gate.slices = slices
            do {
                _ = try planner.plan(gating: suite(gates: [gate]), against: nil)
                return []
            } catch {
                return error.diagnostics
            }
        }
        #expect(findings(["label"]) == [])
        let found = findings(["label", "lable"])
        #expect(found.map(\.code) == ["plan.slices"] && found.first?.location == place(20))
        #expect(found.first?.hint == "did you mean 'label'? known: label")
    }

    @Test("A selection takes the reference along when gating, not when running")
    func selection() throws {
        let only = CellSelection(glob: "int8")
        #expect(try planner.plan(running: suite(), only: only).cells.map(\.variant) == ["int8"])
        #expect(try planner.plan(gating: suite(), against: nil, only: only).cells.map(\.variant) == ["fp32", "int8"])
        #expect(try planner.plan(running: suite(), only: CellSelection(glob: "m/fp*")).cells.count == 2)
        let error = #expect(throws: PlanError.self) {
            try planner.plan(running: suite(), only: CellSelection(glob: "fp64"))
        }
        #expect(error?.diagnostics.map(\.code) == ["plan.nothing-selected"])
    }

    @Test("Everything that is missing is said at once, each at its place in the suite")
    func collectsFindings() throws {
        let failing = Planner { _, _ in throw PlanError(diagnostics: [Diagnostic(code: "runtime", "not installed")]) }
        let error = #expect(throws: PlanError.self) {
            try failing.plan(running: suite(["fp32", "gone", "lost"], goldenSet: "nowhere"))
        }
        let found = try #require(error?.diagnostics)
        #expect(found.filter { $0.code == "plan.missing-model" }.map { $0.location?.line } == [13, 14])
        #expect(found.contains { $0.code == "runtime" && $0.location?.line == 6 })
        #expect(found.contains { $0.location?.line == 4 })
    }
}
