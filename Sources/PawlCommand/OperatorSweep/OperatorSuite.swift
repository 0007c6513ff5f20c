import Diagnostics
import Foundation
import GoldenSets
import Records
import RuntimeProbes
import Suites
import Support

/// Models of one operator each as a suite of their own, in a private folder: every one with a golden set of one sample.
struct OperatorSuite {
    private static let runtimeLabel = "swept"

    let models: [OperatorModel]
    private let folder: TemporaryFolder
    private let place = SourceLocation(file: "operators", line: 1, column: 1)

    /// Writes the files.
    ///
    /// - Throws: `FileError`.
    init(_ models: [OperatorModel]) throws(FileError) {
        self.models = models
        folder = try TemporaryFolder(prefix: "pawl-operators")
        for model in models {
            try AtomicFile.write(model.content, to: file(of: model))
            try writeGoldenSet(of: model)
        }
    }

    private func file(of model: OperatorModel) -> String { folder.file("\(model.name).onnx") }
    private func goldenSet(of model: OperatorModel) -> String { folder.file("golden-\(model.name)") }

    private func writeGoldenSet(of model: OperatorModel) throws(FileError) {
        let folder = goldenSet(of: model)
        try AtomicFile.makeFolder(folder)
        var inputs: [String] = []
        for input in model.inputs {
            let name = "\(input.name).npy"
            try NumPyFileWriter.write(
                Array(input.bytes), elementType: input.elementType, shape: [1] + input.shape, to: "\(folder)/\(name)")
            let digest = try SHA256.hexadecimal(ofFile: "\(folder)/\(name)")
            inputs.append("  \(input.name): { file: \(name), sha256: \(digest) }")
        }
        try AtomicFile.write("input\n", to: "\(folder)/samples.txt")
        let names = try SHA256.hexadecimal(ofFile: "\(folder)/samples.txt")
        try AtomicFile.write(
            """
            golden: 1
            id: \(model.name)
            version: 1
            title: what an operator is fed
            task: fidelity
            source: random numbers of a fixed seed
            licence: Apache-2.0
            labelled: not at all
            limits: it shows how long an operator takes, and nothing of what it gives
            samples: 1
            sample_names: { file: samples.txt, sha256: \(names) }
            output: { name: \(model.output) }
            inputs:
            \(inputs.joined(separator: "\n"))

            """, to: "\(folder)/\(GoldenSetManifest.fileName)")
    }

    /// What a library of one's own is opened as.
    static func declaration(ofLibrary path: String, runtime: String) -> RuntimeDeclaration {
        var declaration = RuntimeDeclaration(
            label: runtimeLabel, name: runtime, version: "", location: SourceLocation(file: path, line: 1, column: 1))
        declaration.library = path
        return declaration
    }

    /// Every model beside itself, on two versions or runtimes: its pair has the model's position.
    ///
    /// - Throws: `PlanError`.
    func plan(_ first: LocatedRuntime, _ second: LocatedRuntime) throws(PlanError) -> Plan {
        let suite = Suite(
            name: "operators", file: "operators", digest: "",
            goldenSets: Dictionary(
                uniqueKeysWithValues: models.map {
                    ($0.name, LocatedPath(path: goldenSet(of: $0), location: place))
                }),
            runtimes: [
                Self.runtimeLabel: RuntimeDeclaration(
                    label: Self.runtimeLabel, name: first.name, version: first.version, location: place)
            ],
            models: models.map { model in
                ModelDeclaration(
                    name: model.name, goldenSet: model.name, reference: nil,
                    variants: [
                        VariantDeclaration(
                            name: "operator", file: LocatedPath(path: file(of: model), location: place),
                            runtime: Self.runtimeLabel, location: place)
                    ], location: place)
            }, gates: [])
        var plan = try Planner { _, _ in first }.plan(running: suite)
        let planned = plan.cells
        plan.cells = []
        plan.pairs = []
        for cell in planned {
            for (runtime, side) in [(first, "A"), (second, "B")] {
                var cell = cell
                cell.id = plan.cells.count
                cell.variant = "\(runtime.name) \(runtime.version) (\(side))"
                cell.runtime = runtime
                plan.cells.append(cell)
            }
            plan.pairs.append(
                PlannedPair(
                    id: plan.pairs.count, purpose: .baseline, baselineCell: plan.cells.count - 2,
                    candidateCell: plan.cells.count - 1))
        }
        // What a library cannot do is told by what fails.
        plan.warnings = []
        return plan
    }
}
