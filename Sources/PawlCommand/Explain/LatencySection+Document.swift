import Explanation
import Foundation
import Harness
import Records
import Reports

extension LatencySection {
    /// Causes that a line names; the others are counted.
    private static let mostNamed = 3
    private static let mostRows = 15

    // MARK: - At a glance

    var headlines: [String] {
        guard let finding else { return [] }
        return [Self.equation(finding), certainty(finding)].compactMap { $0 }
    }

    /// "+31 % = Conv_7 +24 % (QLinearConv became Conv + DequantizeLinear), Softmax +4 %, rest +3 %"
    private static func equation(_ finding: Finding) -> String {
        let causes = finding.operators.filter(\.isCause)
        let whole = percent(finding.total)
        guard !causes.isEmpty else {
            guard finding.total.excludesNone else { return "\(whole), which may be chance; no operator changed" }
            return "\(whole), and no single operator that it certainly comes from"
        }
        var terms = causes.prefix(mostNamed).map { cause in
            let change = change(of: cause)
            return "\(shortName(cause.name)) \(percent(cause.effect))\(change.isEmpty ? "" : " (\(change))")"
        }
        let others = causes.dropFirst(mostNamed)
        if !others.isEmpty {
            let sum = others.reduce(0) { $0 + $1.effect.change }
            terms.append("\(others.count) more operators \(Quantity.relativeChange(sum))")
        }
        terms.append("rest \(Quantity.relativeChange(finding.rest))")
        return "\(whole) = \(terms.joined(separator: ", "))"
    }

    private func certainty(_ finding: Finding) -> String? {
        let count = finding.operators.count(where: \.isCause)
        guard count > 0 else { return nil }
        let confidence = Wording.percent(finding.confidence, digits: 0)
        let those = count == 1 ? "this operator changed" : "each of these \(count) operators changed"
        return
            "\(confidence) certain that \(those), from \(Wording.count(launches, "launch", "launches")) with a profiler "
            + "and without"
    }

    private static func percent(_ change: Change) -> String { Quantity.relativeChange(change.change) }

    /// "QLinearConv became Conv + 2 DequantizeLinear", "float[1,64] became float[1,128]"; empty for what only took longer.
    private static func change(of cause: Operator) -> String {
        let (before, after) = (cause.baselineNodes, cause.candidateNodes)
        switch cause.fate {
        case .kept: return ""
        case .added: return "\(types(after)), added"
        case .removed: return "\(types(before)), removed"
        case .otherShape:
            let shapes = [before, after].map { Set($0.compactMap(\.shape)) }
            let own = [shapes[0].subtracting(shapes[1]), shapes[1].subtracting(shapes[0])].map { $0.min() ?? "" }
            return "\(own[0]) became \(own[1])"
        case .otherKernel:
            let kernels = [before, after].map { Set($0.map(\.provider)) }
            let own = [kernels[0].subtracting(kernels[1]), kernels[1].subtracting(kernels[0])].map { $0.min() ?? "" }
            return "ran in \(own[0]), now in \(own[1])"
        case .fused: return "\(types(before)) fused to \(types(after))"
        case .split: return "\(types(before)) split into \(types(after))"
        case .otherType, .replaced: return "\(types(before)) became \(types(after))"
        }
    }

    /// "Conv_7 (QLinearConv became Conv)"
    static func title(of part: Operator) -> String {
        let change = change(of: part)
        return shortName(part.name) + (change.isEmpty ? "" : " (\(change))")
    }

    /// "Conv + 2 DequantizeLinear + 3 others"
    private static func types(_ nodes: [Node]) -> String {
        var counts: [(type: String, count: Int)] = []
        for node in nodes {
            if let index = counts.firstIndex(where: { $0.type == node.type }) {
                counts[index].count += 1
            } else {
                counts.append((node.type, 1))
            }
        }
        let shown = counts.prefix(mostNamed).map { $0.count == 1 ? $0.type : "\($0.count) \($0.type)" }
        let others = counts.dropFirst(mostNamed).reduce(0) { $0 + $1.count }
        return (shown + (others > 0 ? [Wording.count(others, "other")] : [])).joined(separator: " + ")
    }

    /// The end of a path that says what it is: `Conv_0/Conv2D:0_nchwc`.
    static func shortName(_ name: String) -> String {
        let parts = name.split(separator: "/")
        let end = parts.suffix(2).joined(separator: "/")
        return end.count <= 40 ? end : String((parts.last ?? "").suffix(40))
    }

    // MARK: - All of it

    var section: Document.Section {
        guard let finding else {
            return .init("latency", "Latency by operator", [.paragraph(Prose(nothing))] + notices)
        }
        return .init(
            "latency", "Latency by operator",
            headlines.map { .paragraph(Prose($0)) } + suggestions + [
                .table(table(finding)), .facts(.init(facts(finding))),
            ] + notices)
    }

    /// What to try, each with what was measured.
    private var suggestions: [Document.Block] {
        guard !advice.isEmpty else { return [] }
        return [
            .facts(
                .init(
                    title: "What to try",
                    advice.map { ($0.rule.title, Prose("\($0.suggestion) (\(name: $0.evidence))")) }))
        ]
    }

    private var nothing: String {
        switch ending {
        case .failed: "not measured: \(failure?.phase ?? ""): \(failure?.message ?? "")"
        case .interrupted: "stopped before anything was measured"
        case .heldUp: "not measured: another pawl kept the machine"
        case .complete, .budget: "the runtime's profile tells no operator's time"
        }
    }

    private func table(_ finding: Finding) -> Document.Table {
        func interval(_ change: Change) -> Prose {
            let ends = [change.low, change.high].map { $0.map(Quantity.relativeChange) ?? "?" }
            return Prose("\(ends[0]) to \(ends[1])")
        }
        func row(_ name: Prose, _ what: String, _ times: (Double, Double)?, _ change: Change) -> [Prose] {
            func time(_ value: Double?) -> Prose { value.map { Prose(Quantity.text($0, .time)) } ?? "" }
            return [
                name, "\(strong: Prose(Self.percent(change)))", interval(change), Prose(what), time(times?.0),
                time(times?.1),
            ]
        }
        var rows = finding.operators.prefix(Self.mostRows).map { part in
            let name: Prose = "\(name: Self.shortName(part.name))"
            return row(
                part.isCause ? "\(strong: name)" : name, Self.change(of: part),
                (part.baselineNanoseconds, part.candidateNanoseconds), part.effect)
        }
        let hidden = finding.operators.dropFirst(Self.mostRows)
        let left = hidden.reduce(0) { $0 + $1.effect.change } + (finding.small?.change ?? 0)
        let count = hidden.count + finding.smallOperators
        if count > 0 {
            rows.append([
                Prose(Wording.count(count, "other operator")), Prose(Quantity.relativeChange(left)), "", "", "", "",
            ])
        }
        rows.append(row("outside the operators", "", nil, finding.outside))
        rows.append(
            row("in all", "", (finding.baselineNanoseconds, finding.candidateNanoseconds), finding.total))
        return Document.Table(
            .operators, caption: "What each operator adds to the \(role)'s inference, the largest change first",
            columns: [
                .init("operator", wraps: true), .init("change", .right), .init("between", priority: 1),
                .init("what became of it", priority: 2, wraps: true), .init(role, .right, priority: 4),
                .init("candidate", .right, priority: 3),
            ], rows: rows, noun: "operators")
    }

    private func facts(_ finding: Finding) -> [(String, Prose)] {
        var facts: [(String, Prose)] = []
        if let before = finding.profilerCostOfBaseline, let after = finding.profilerCostOfCandidate {
            let words = "an inference takes \(Quantity.relativeChange(before)) with it in the \(role), "
            facts.append(("profiler", Prose(words + "\(Quantity.relativeChange(after)) in the candidate")))
        }
        if finding.scale < 1 / 1.05 {
            facts.append(
                (
                    "scaled",
                    Prose(
                        "the operators' times add up to \(Quantity.ratio(1 / finding.scale)) of the inferences that nothing "
                            + "profiles, and were scaled to them")
                ))
        }
        facts.append(
            (
                "measured",
                Prose(
                    "\(Wording.count(launches, "launch", "launches")) of both, interleaved, in "
                        + "\(Quantity.duration(seconds: seconds)), seed \(seed)")
            ))
        return facts
    }

    private var notices: [Document.Block] {
        var texts: [Prose] = []
        if finding != nil, let failure {
            texts.append("ended by a failure: \(failure.phase): \(name: failure.message)")
        }
        if finding != nil, ending == .budget, launches < 6 {
            texts.append(
                "few launches in the time allowed: intervals are wide; more time (--budget) makes them narrower")
        }
        if disturbedLaunches > 0 {
            let programs = busiestPrograms.isEmpty ? "" : " (\(busiestPrograms.joined(separator: ", ")))"
            texts.append(
                Prose("other programs\(programs) disturbed \(disturbedLaunches) of \(launches) launches"))
        }
        return texts.isEmpty ? [] : [.notices(.init("warning", .undecided, texts))]
    }
}
