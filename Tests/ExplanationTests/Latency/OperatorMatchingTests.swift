import Explanation
import TestSupport
import Testing

@Suite("Matching operators", .hangLimit)
struct OperatorMatchingTests {
    /// `Conv_7:Conv:float[1,64]`; the shape may be missing.
    private static func graph(_ text: String) -> [ProfiledOperator] {
        text.split(separator: " ").map { word in
            let parts = word.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            return ProfiledOperator(
                name: parts[0], type: parts[1], provider: "cpu", shape: parts.count > 2 ? parts[2] : nil)
        }
    }

    /// `a>b+c` for each group that is more than one operator of the same name.
    private static func groups(_ baseline: String, _ candidate: String) -> [String] {
        let (before, after) = (graph(baseline), graph(candidate))
        return OperatorMatching(before, after).groups.map { group in
            let left = group.baseline.map { before[$0].name.isEmpty ? "#\($0)" : before[$0].name }
            let right = group.candidate.map { after[$0].name.isEmpty ? "#\($0)" : after[$0].name }
            return "\(left.joined(separator: "+"))>\(right.joined(separator: "+"))"
        }.sorted()
    }

    @Test("takes the same names first, in whatever order they run")
    func names() {
        #expect(Self.groups("a|Add b|Mul c|Add", "c|Add b|Mul a|Add") == ["a>a", "b>b", "c>c"])
    }

    @Test("takes names that a tool made of others, but not numbers that exporters count")
    func derivedNames() {
        #expect(
            Self.groups("x/Conv_7|Conv y|Relu", "x/Conv_7_quant|ConvInteger x/Conv_7_quant_scales_mul|Mul y|Relu")
                == ["x/Conv_7>x/Conv_7_quant+x/Conv_7_quant_scales_mul", "y>y"])
        // What an exporter numbered is a name.
        #expect(
            Self.groups("Conv_7|Conv Conv_8|Conv", "Conv_8|Conv Conv_7_quant|QLinearConv") == [
                "Conv_7>Conv_7_quant", "Conv_8>Conv_8",
            ])
        // ONNX Runtime's layout of blocked channels names a node after its output.
        #expect(
            Self.groups("Conv_0/Conv2D|Conv", "Conv_0/Conv2D:0_nchwc|Conv") == ["Conv_0/Conv2D>Conv_0/Conv2D:0_nchwc"])
        #expect(Self.groups("Add|Add r|Relu", "r|Relu Add_1|Sub") == ["Add>", "r>r", ">Add_1"].sorted())
    }

    @Test("takes type and shape in the order in which they run where nothing has a name")
    func nameless() {
        #expect(
            Self.groups("|Conv|1 |Relu|1 |Conv|2 |Relu|2", "|Conv|1 |Relu|1 |Cast|1 |Conv|2 |Relu|2")
                == ["#0>#0", "#1>#1", "#2>#3", "#3>#4", ">#2"].sorted())
    }

    @Test("does not take the numbers of LiteRT for names")
    func placeNames() {
        // An operator went in front: what was the first is now the second.
        let before = [("CONV_2D", "8"), ("ADD", "8"), ("CONV_2D", "4")], after = [("CONV_2D", "9")] + before
        func graph(_ nodes: [(String, String)]) -> [ProfiledOperator] {
            nodes.enumerated().map { .init(name: "\($1.0) \($0)", type: $1.0, provider: "xnnpack", shape: $1.1) }
        }
        let groups = OperatorMatching(graph(before), graph(after)).groups
        #expect(groups.map(\.baseline) == [[0], [1], [2], []])
        #expect(groups.map(\.candidate) == [[1], [2], [3], [0]])
    }

    @Test("joins what both have left between two that were matched")
    func replaced() {
        #expect(
            Self.groups("a|Add c|Conv b|Mul", "a|Add p|Pad q|QLinearConv b|Mul") == ["a>a", "b>b", "c>p+q"])
    }

    @Test("gives what one side has left to a neighbour that became another type")
    func fused() {
        // Conv and Relu became one operator with the name of the first.
        #expect(
            Self.groups("a|Add c|Conv r|Relu b|Mul", "a|Add c|FusedConv b|Mul") == ["a>a", "b>b", "c+r>c"])
        // The other way round.
        #expect(
            Self.groups("a|Add c|FusedConv b|Mul", "a|Add c|Conv r|Relu b|Mul") == ["a>a", "b>b", "c>c+r"])
        // Nothing became another type: it was added.
        #expect(Self.groups("a|Add b|Mul", "a|Add r|Relu b|Mul") == [">r", "a>a", "b>b"])
    }

    @Test("takes graphs of thousands of operators that have nothing in common")
    func large() {
        let before = (0..<3_000).map { ProfiledOperator(name: "a\($0)x", type: "A\($0 % 7)", provider: "") }
        let after = (0..<3_000).map { ProfiledOperator(name: "b\($0)x", type: "A\($0 % 5)", provider: "") }
        let groups = OperatorMatching(before, after).groups
        #expect(groups.flatMap(\.baseline).sorted() == Array(0..<3_000))
        #expect(groups.flatMap(\.candidate).sorted() == Array(0..<3_000))
    }

    @Test("takes a side without operators") func empty() {
        #expect(OperatorMatching([], []).groups.isEmpty)
        #expect(Self.groups("a|Add", "").isEmpty == false)
    }
}
