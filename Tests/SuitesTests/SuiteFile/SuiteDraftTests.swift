import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import Suites

@Suite("Suites that pawl init writes", .hangLimit)
struct SuiteDraftTests {
    private func suite(_ draft: SuiteDraft) throws -> Suite {
        let folder = try TemporaryFolder(prefix: "pawl-draft-test")
        try AtomicFile.write(draft.text, to: folder.file("s.yaml"))
        return try SuiteReader.read(file: folder.file("s.yaml"))
    }

    private func draft(task: String, variants: [String] = ["fp32", "int8"]) -> SuiteDraft {
        SuiteDraft(
            name: "mine", goldenSetFolder: "../golden sets/a: \"b\" #c",
            runtimes: [.init(label: "onnxruntime", name: "onnxruntime", version: "1.20")], model: "no",
            variants: variants.map { .init(name: $0, file: "\($0) é.onnx", runtime: "onnxruntime") },
            reference: variants[0], referenceNote: "why not", task: task)
    }

    @Test(
        "The gates of every task are gates that a suite may have",
        arguments: [
            "classification", "binary", "sequence", "embedding", "regression", "detection", "segmentation", "anomaly",
            "fidelity",
        ])
    func tasks(task: String) throws {
        for variants in [["fp32", "int8"], ["only"]] {
            let suite = try suite(draft(task: task, variants: variants))
            #expect(suite.warnings.isEmpty, "\(suite.warnings)")
            #expect(!suite.gates.isEmpty)
        }
    }

    @Test("Names and paths come back as they were, whatever YAML might take them for")
    func texts() throws {
        let suite = try suite(draft(task: "classification"))
        #expect(suite.models[0].name == "no")
        #expect(suite.runtimes["onnxruntime"]?.version == "1.20")
        #expect(suite.models[0].variants[1].file.path.hasSuffix("/int8 é.onnx"))
        #expect(suite.goldenSets["samples"]?.path.hasSuffix("/golden sets/a: \"b\" #c") == true)
    }

    @Test("A device class's limits come back as they were")
    func device() throws {
        var draft = draft(task: "classification")
        draft.device = try DeviceClassReader.read(file: Repository.root + "/Suites/devices/microcontroller.yaml")
        let gates = try suite(draft).gates.filter { $0.against == .nothing }
        #expect(gates.map(\.limit) == draft.device?.gates.map(\.limit))
        #expect(gates.map(\.metric) == draft.device?.gates.map(\.metric))
    }
}
