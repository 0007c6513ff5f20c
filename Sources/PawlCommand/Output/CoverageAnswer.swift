import ModelFormats
import Reports
import RuntimeLibraries

/// What one runtime takes of a model, for people and for programs.
struct CoverageAnswer {
    var runtime: RuntimeRequirement
    var provider: String?
    var report: CoverageReport

    /// For `--format json`.
    struct Document: Codable {
        var runtime: String
        var provider: String?
        var isCovered: Bool
        var operatorCount: Int?
        var missingCount: Int
        var refusal: String?
        var missing: [CoverageReport.Operator]
        var unchecked: [CoverageReport.Operator]
    }

    var document: Document {
        Document(
            runtime: runtime.description, provider: provider, isCovered: report.isCovered,
            operatorCount: report.operatorCount, missingCount: report.missingCount, refusal: report.refusal,
            missing: report.missing, unchecked: report.unchecked)
    }

    func text(model: String) -> String {
        guard let refusal = report.refusal else { return "\(subject) takes \(all) of \(model)" }
        guard !report.missing.isEmpty else {
            let why = report.operatorCount == nil ? "in its own words" : "and no single operator shows why"
            return (["\(subject) does not take \(model), \(why):", wrapped(refusal, 2)] + unchecked)
                .joined(separator: "\n")
        }
        return (["\(subject) cannot take \(some) of \(model):"] + report.missing.flatMap(lines) + unchecked)
            .joined(separator: "\n")
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

    private var unchecked: [String] {
        report.unchecked.isEmpty ? [] : ["not checked alone:"] + report.unchecked.flatMap(lines)
    }

    /// "  my.ops Foo, opset 1: float32 to ?" and what there is to say of it.
    private func lines(_ missing: CoverageReport.Operator) -> [String] {
        let opset = missing.opset.map { ", opset \($0)" } ?? ", of a domain that the model does not import"
        let types = "\(Self.types(missing.inputTypes)) to \(Self.types(missing.outputTypes))"
        let names = missing.nodes.prefix(5).map { $0.isEmpty ? "(no name)" : $0 }.joined(separator: ", ")
        let more = missing.nodes.count > 5 ? " and \(missing.nodes.count - 5) more" : ""
        return [
            "  \(missing.domain) \(missing.type)\(opset): \(types)",
            wrapped("\(missing.nodes.count == 1 ? "node" : "\(missing.nodes.count) nodes"): \(names)\(more)", 4),
            wrapped(missing.reason, 4),
        ]
    }

    private func wrapped(_ text: String, _ indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        return TextColumns.wrapped(text, to: 110, indent: space, firstIndent: space)
    }

    private static func types(_ types: [String?]) -> String {
        types.isEmpty ? "nothing" : types.map { $0 ?? "unknown" }.joined(separator: ", ")
    }
}
