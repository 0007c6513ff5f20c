import Foundation
import Records
import TestSupport
import Testing

@Suite("Another runtime under a suite's label", .needsRuntime, .hangLimit)
struct RuntimeUpgradeTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private func suite() throws -> String {
        try workspace.writeSuite(
            ["base": .rightClassifier], gates: ["{ metric: agreement, against: baseline, min: 97% }"])
    }

    @Test(
        "The suite itself is the baseline, on another version, each in processes of its own",
        .enabled(if: Installation.hasOlderRuntime || Installation.isRequired, "onnxruntime 1.20.1 is not installed"))
    func upgrade() throws {
        let outcome = workspace.pawl(
            "gate", try suite(), "--against-with", "ort=onnxruntime==\(Installation.olderRuntimeVersion)")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.cells.map(\.side) == [.candidate, .baseline])
        #expect(
            run.cells.map(\.runtime.version) == [Installation.runtimeVersion, Installation.olderRuntimeVersion])
        #expect(run.verdicts.map(\.state) == [.passed])
        #expect(run.verdicts[0].details.contains("identical model files on different runtimes"))
        #expect(run.warnings.contains("runtime 'ort' of the baseline is onnxruntime 1.20.1, by --against-with"))
    }

    @Test(
        "What cannot be meant is refused before anything is measured",
        arguments: [
            ("--with", "ort", "write LABEL=NAME==VERSION"),
            ("--with", "otr=onnxruntime==1.31.1", "did you mean 'ort'?"),
            ("--against-with", "x=onnxruntime==1.31.1", "'x', which is no runtime of"),
            (
                "--against-with", "ort=onnxruntime==9.9.9",
                "onnxruntime==9.9.9 is none of the versions that Pawl was tested with"
            ),
        ])
    func refusals(option: String, value: String, words: String) throws {
        let outcome = workspace.pawl("gate", try suite(), option, value)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
    }

    @Test("A record has the runtimes that it was measured with") func noSubstitutionInARecord() throws {
        let outcome = workspace.pawl(
            "gate", try suite(), "--against-with", "ort=onnxruntime==1.31.1", "--against-run", "latest")
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("exclude each other"))
    }
}
