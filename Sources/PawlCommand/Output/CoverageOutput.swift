import ModelFormats
import Reports
import RuntimeLibraries

/// What one runtime takes of a model, for people and for programs.
struct CoverageOutput {
    var runtime: RuntimeRequirement
    var provider: String?
    var report: CoverageReport

    /// For `--format json`.
    struct JSONOutput: Codable {
        var runtime: String
        var provider: String?
        var isCovered: Bool
        var operatorCount: Int?
        var missingCount: Int
        var refusal: String?
        var missing: [CoverageReport.Operator]
        var unchecked: [CoverageReport.Operator]
    }

    var json: JSONOutput {
        JSONOutput(
            runtime: runtime.description, provider: provider, isCovered: report.isCovered,
            operatorCount: report.operatorCount, missingCount: report.missingCount, refusal: report.refusal,
            missing: report.missing, unchecked: report.unchecked)
    }

    /// - Parameter model: as it was named.
    func document(model: String) -> Document {
        guard let refusal = report.refusal else {
            return .init(blocks: [.paragraph("\(subject) takes \(all) of \(name: model)")])
        }
        let unchecked = report.unchecked.isEmpty ? [] : [section("unchecked", "not checked alone:", report.unchecked)]
        guard !report.missing.isEmpty else {
            let why = report.operatorCount == nil ? "in its own words" : "and no single operator shows why"
            let words = Prose(parts: [.name(refusal)])
            return .init(
                blocks: [.paragraph("\(subject) does not take \(name: model), \(why):"), .items(.init([words]))]
                    + unchecked)
        }
        return .init(
            blocks: [section("missing", "\(subject) cannot take \(some) of \(name: model):", report.missing)]
                + unchecked)
    }

    private func section(
        _ identifier: String, _ title: Prose, _ operators: [CoverageReport.Operator]
    ) -> Document.Block {
        .section(.init(identifier, title, [.findings(operators.map(finding))]))
    }

    private var all: String {
        switch report.operatorCount {
        case nil: "the operators"
        case 1: "the only operator"
        case let count?: "all \(count) operators"
        }
    }

    private var some: String {
        report.operatorCount == 1 ? all : "\(report.missingCount) of \(report.operatorCount ?? 0) operators"
    }

    private var subject: String { runtime.description + (provider.map { " with provider \($0)" } ?? "") }

    /// "my.ops Foo, opset 1: float32 to ?" and what there is to say of it.
    private func finding(_ missing: CoverageReport.Operator) -> Document.Finding {
        let opset = missing.opset.map { ", opset \($0)" } ?? ", of a domain that the model does not import"
        let types = "\(Self.types(missing.inputTypes)) to \(Self.types(missing.outputTypes))"
        let names = Wording.names(missing.nodes.map { $0.isEmpty ? "(no name)" : $0 }, most: 5)
        let nodes = missing.nodes.count == 1 ? "node" : "\(missing.nodes.count) nodes"
        return Document.Finding(
            badge: StatusBadge("–", .failed),
            headline: "\(name: "\(missing.domain) \(missing.type)")\(opset): \(types)",
            lines: ["\(nodes): \(name: names)", "\(name: missing.reason)"])
    }

    private static func types(_ types: [String?]) -> String {
        types.isEmpty ? "nothing" : types.map { $0 ?? "unknown" }.joined(separator: ", ")
    }
}
