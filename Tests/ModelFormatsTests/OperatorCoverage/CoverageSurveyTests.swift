import Foundation
import InferenceCore
import ModelFormats
import Support
import TestSupport
import Testing

@Suite("A survey of a model's operators", .hangLimit)
struct CoverageSurveyTests {
    /// A runtime that refuses models with certain operators, by looking into them.
    private final class Refuser {
        var refused: Set<String>
        var newest = 17
        var attempts: [LoadAttempt] = []

        init(_ refused: Set<String>) { self.refused = refused }

        func open(_ attempt: LoadAttempt) throws -> Opening {
            attempts.append(attempt)
            let model = try OnnxOperatorReader(path: attempt.path)
            if let opset = model.usedOpsets.values.first(where: { $0 > newest }) {
                return .refused("opset \(opset) is too new")
            }
            // Names the first, as ONNX Runtime does.
            let first = model.operators.first { refused.contains($0.type) }
            return first.map { .refused("no kernel for \($0.type)") } ?? .opens
        }
    }

    private func file(_ types: [String], opset: Int = 17, in folder: TemporaryFolder) throws -> String {
        let nodes = types.enumerated().map { index, type in
            TestModel.Node(type: type, name: "n\(index)", inputs: ["v\(index)"], outputs: ["v\(index + 1)"])
        }
        var model = TestModel(
            inputs: [.tensor("v0", .float32, "4")], outputs: [.tensor("v\(types.count)", .float32, "4")], nodes: nodes)
        model.operatorSets = ["": opset]
        try AtomicFile.write(model.data, to: folder.file("m.onnx"))
        return folder.file("m.onnx")
    }

    private func examine(
        _ types: [String], opset: Int = 17, _ refuser: Refuser, wantsShapes: Bool = false
    ) throws -> CoverageReport {
        let folder = try TemporaryFolder()
        return try CoverageSurvey(usesProvider: false, wantsShapes: wantsShapes, open: refuser.open).examine(
            modelAt: file(types, opset: opset, in: folder))
    }

    @Test("asks once when the whole model opens")
    func covered() throws {
        let refuser = Refuser([])
        let report = try examine(["Relu", "Sin"], refuser)
        #expect(report.isCovered && report.missing.isEmpty && report.operatorCount == 2)
        #expect(refuser.attempts.count == 1)
    }

    @Test("finds every operator that is refused, not the first alone, and tries each kind once")
    func missing() throws {
        let refuser = Refuser(["Erf", "Sin"])
        let report = try examine(["Relu", "Sin", "Erf", "Sin", "Relu"], refuser)
        #expect(report.missing.map(\.type) == ["Sin", "Erf"])
        #expect(report.missing.map(\.nodes) == [["n1", "n3"], ["n2"]])
        #expect(report.missing[0].reason == "no kernel for Sin" && report.missing[0].inputTypes == ["float32"])
        #expect(report.missingCount == 3 && report.refusal == "no kernel for Sin" && !report.isCovered)
        // The model, its opset, then Relu (whose input is stated once and derived once), Sin twice so, and Erf.
        #expect(refuser.attempts.filter { !$0.isProbe }.count == 1)
        #expect(refuser.attempts.filter(\.isProbe).count <= 1 + 5)
    }

    @Test("blames the opset, not the operators, where it is too new")
    func opset() throws {
        let report = try examine(["Relu", "Sin"], opset: 99, Refuser([]))
        #expect(report.missing.map(\.reason) == ["opset 99 is too new", "opset 99 is too new"])
        #expect(report.missing.map(\.opset) == [99, 99])
    }

    @Test("trusts no refusal of a node of unknown sizes where the runtime wants them, unless both refusals name it")
    func shapes() throws {
        let both = Refuser(["Sin"])
        #expect(try examine(["Relu", "Sin"], both, wantsShapes: true).missing.map(\.type) == ["Sin"])
        let first = Refuser(["Relu", "Sin"])
        let report = try examine(["Relu", "Sin"], first, wantsShapes: true)
        #expect(report.missing.map(\.type) == ["Relu"] && report.unchecked.map(\.type) == ["Sin"])
    }

    @Test("keeps the runtime's words where no operator shows why, and for files that it does not read")
    func unexplained() throws {
        let folder = try TemporaryFolder()
        let path = try file(["Relu"], in: folder)
        let survey = CoverageSurvey(usesProvider: false, wantsShapes: false) {
            $0.path == path ? .refused("something else") : .opens
        }
        let report = try survey.examine(modelAt: path)
        #expect(report.missing.isEmpty && report.refusal == "something else" && report.operatorCount == 1)
        try AtomicFile.write("TFL3", to: folder.file("m.tflite"))
        let other = try CoverageSurvey(usesProvider: false, wantsShapes: false) { _ in .refused("no") }
            .examine(modelAt: folder.file("m.tflite"))
        #expect(other.operatorCount == nil && other.refusal == "no")
    }

    @Test("with a provider lists what the runtime says that it left, with what the file knows of it")
    func provider() throws {
        let folder = try TemporaryFolder()
        let path = try file(["Relu", "Sin"], in: folder)
        func examine(_ nodes: [FallbackNode]?) throws -> CoverageReport {
            try CoverageSurvey(
                usesProvider: true, wantsShapes: false,
                open: { $0.staysInProvider ? .refused("fallback is forbidden.") : .opens }, leftNodes: { _ in nodes }
            ).examine(modelAt: path)
        }
        let left = [
            FallbackNode(name: "n1", domain: "ai.onnx", type: "Sin", provider: "CPU"),
            FallbackNode(name: "fused", domain: "ai.onnx", type: "Gemm", provider: "CPU"),
        ]
        let report = try examine(left)
        #expect(report.missing.map(\.type) == ["Sin", "Gemm"] && report.missing.allSatisfy(\.runsElsewhere))
        #expect(report.missing[0].inputTypes == ["float32"] && report.missing[1].inputTypes == [nil])
        #expect(report.missing.allSatisfy { $0.opset == 17 && $0.reason == "CPU runs it" })
        let silent = try examine(nil)
        #expect(silent.missing.isEmpty && silent.refusal?.contains("does not tell which") == true)
    }
}
