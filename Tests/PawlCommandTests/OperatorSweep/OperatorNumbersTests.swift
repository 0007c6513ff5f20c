import Foundation
import InferenceCore
import ModelFormats
import RuntimeProbes
import Support
import TestSupport
import Testing

@testable import PawlCommand

@Suite("Numbers of operators on two versions", .hangLimit)
struct OperatorNumbersTests {
    private static func outcome(_ kind: OperatorTestOutcome.Kind, _ values: [Float] = [1], repeats: Bool = true)
        -> OperatorTestOutcome
    {
        guard kind == .right || kind == .wrong else { return OperatorTestOutcome(kind, words: "no") }
        return OperatorTestOutcome(
            kind, words: kind == .wrong ? "wrong" : nil, largestError: 0,
            outputs: [Tensor(elementType: .float32, shape: [values.count], copying: values)], isRepeatable: repeats)
    }

    /// In the words of ONNX Runtime 1.20.1.
    private static let tooNew = OperatorTestOutcome(
        .refused, words: "Unsupported model IR version: 11, max supported IR version: 10")

    @Test("Each pair of outcomes has its finding")
    func findings() {
        let cases: [(OperatorTestOutcome, OperatorTestOutcome, OperatorNumbers.Finding)] = [
            (Self.outcome(.right), Self.outcome(.right), .same),
            (Self.outcome(.right), Self.outcome(.right, [1.0000001]), .bits),
            (Self.outcome(.right), Self.outcome(.wrong, [2]), .wrong),
            (Self.outcome(.wrong, [2]), Self.outcome(.right), .corrected),
            (Self.outcome(.wrong, [2]), Self.outcome(.wrong, [2]), .wrongOnBoth),
            (Self.outcome(.wrong, [2]), Self.outcome(.wrong, [3]), .wrongOtherwise),
            (Self.outcome(.right), Self.outcome(.refused), .refused),
            (Self.outcome(.wrong), Self.outcome(.refused), .refused),
            (Self.outcome(.refused), Self.outcome(.right), .taken),
            (Self.outcome(.refused), Self.outcome(.wrong), .takenAndWrong),
            (Self.outcome(.refused), Self.outcome(.refused), .refusedOnBoth),
            (Self.outcome(.refused), Self.outcome(.crashed), .ends),
            (Self.outcome(.right), Self.outcome(.hung), .ends),
            (Self.outcome(.crashed), Self.outcome(.right), .taken),
            (Self.outcome(.crashed), Self.outcome(.refused), .endsNoMore),
            (Self.outcome(.hung), Self.outcome(.crashed), .endsOnBoth),
            (Self.outcome(.right, [0.1], repeats: false), Self.outcome(.wrong, [0.2]), .varies),
            (Self.outcome(.notRun), Self.outcome(.crashed), .leftOut),
            (Self.tooNew, Self.outcome(.right), .tooNew), (Self.outcome(.wrong), Self.tooNew, .tooNew),
            (Self.tooNew, Self.outcome(.refused), .tooNew), (Self.outcome(.crashed), Self.tooNew, .tooNew),
            (Self.tooNew, Self.tooNew, .refusedOnBoth), (Self.tooNew, Self.outcome(.crashed), .ends),
        ]
        for (one, two, finding) in cases {
            #expect(OperatorNumbers.finding(one, two) == finding, "\(one.kind) and \(two.kind)")
        }
        #expect(OperatorNumbers.Finding.allCases.filter(\.isWorse) == [.ends, .wrong, .refused])
        #expect(!OperatorNumbers.Finding.same.isChange && OperatorNumbers.Finding.bits.isChange)
    }

    @Test("Tests are told by operator, an expanded one by what it defines")
    func operators() throws {
        let folder = try TemporaryFolder()
        let tests = NodeTestFolder(folder.file("onnx/backend/test/data/node"))
        try tests.writeUnary("test_relu", "Relu", [-1, 2], right: [0, 2])
        try tests.writeUnary("test_relu_expanded_ver18", "Max", [-1, 2], right: [0, 2])
        try tests.writeUnary("test_neg", "Neg", [1], right: [-1])
        try AtomicFile.write("", to: tests.path + "/notes.txt")
        var found = try NodeTests(folder: folder.path)
        #expect(found.entries.map(\.title) == ["Neg", "Relu", "Relu, expanded"])
        #expect(found.folder == tests.path)
        try found.keep(OperatorSelection("Rel*, Softmax"))
        #expect(found.entries.map(\.name) == ["test_relu", "test_relu_expanded_ver18"])
        try found.keep(OperatorSelection("*_ver18"))
        #expect(found.entries.map(\.isExpanded) == [true])
        #expect(throws: UsageError.self) { try found.keep(OperatorSelection("Conv")) }
        #expect(throws: UsageError.self) { try NodeTests(folder: folder.file("none")) }
    }

    /// A sweep over written tests, by runners that answer by the test's name.
    private func numbers(
        _ tests: [(name: String, type: String)], first: OperatorNumbers.Run, second: OperatorNumbers.Run
    ) throws -> OperatorNumbers {
        let folder = try TemporaryFolder()
        for test in tests { try NodeTestFolder(folder.path).writeUnary(test.name, test.type, [1], right: [1]) }
        return try OperatorNumbers(NodeTests(folder: folder.path), first: first, second: second)
    }

    @Test("A planted change of one operator is found, and none elsewhere, the worst first")
    func planted() throws {
        let tests = ["Abs", "Ceil", "Floor", "Relu"].flatMap { type in
            (0..<3).map { (name: "test_\(type.lowercased())_\($0)", type: type) }
        }
        let numbers = try numbers(tests) { _ throws(ProbeError) in
            Self.outcome(.right)
        } second: { test throws(ProbeError) in
            switch test.name {
            case "test_floor_1": Self.outcome(.wrong, [2])
            case "test_ceil_2": Self.outcome(.right, [1.0000001])
            default: Self.outcome(.right)
            }
        }
        #expect(numbers.groups.map(\.title) == ["Floor", "Ceil", "Abs", "Relu"])
        #expect(numbers.groups.map(\.worst) == [.wrong, .bits, .same, .same])
        #expect(numbers.count(.same) == 10 && numbers.count(.wrong) == 1 && numbers.tests == 12)
        let bits = try #require(numbers.groups[1].example(of: .bits)?.largestDifference)
        #expect(bits > 0 && bits < 2e-7)
    }

    @Test("An interruption keeps what was compared; a machine without workers is an error")
    func interruption() throws {
        let tests = (0..<4).map { (name: "test_abs_\($0)", type: "Abs") }
        let numbers = try numbers(tests) { _ throws(ProbeError) in
            Self.outcome(.right)
        } second: { test throws(ProbeError) in
            guard test.name != "test_abs_2" else { throw .interrupted }
            return Self.outcome(.right)
        }
        #expect(numbers.wasInterrupted && numbers.comparisons.count == 2 && numbers.tests == 4)
    }
}
