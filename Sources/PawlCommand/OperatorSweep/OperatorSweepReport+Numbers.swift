import Foundation
import Records
import Reports
import Statistics

/// What operators put out.
extension OperatorSweepReport {
    func blocksOfNumbers(_ numbers: Numbers) -> [Document.Block] {
        let groups = Dictionary(grouping: numbers.comparisons, by: \.title)
            .map { OperatorNumbers.Group(title: $0, comparisons: $1) }
            .sorted { ($0.worst, $0.title) < ($1.worst, $1.title) }
        let parts: [(String, Prose, [OperatorNumbers.Finding], Document.Fold)] = [
            ("numbers", "Numbers", [.ends, .wrong, .refused, .wrongOtherwise], .never),
            ("corrected", "Right \(name: fromThere)", [.corrected], .never),
            ("taken", "Runs \(name: fromThere)", [.taken, .takenAndWrong, .endsNoMore], .inFiles),
            ("bits", "Right on both, by other bits", [.bits], .inFiles),
        ]
        var blocks: [Document.Block] = []
        for (identifier, title, findings, fold) in parts {
            let rows = groups.flatMap { group in
                findings.compactMap { finding in numberRow(group, finding) }
            }
            guard !rows.isEmpty else { continue }
            blocks.append(
                .section(
                    .init(
                        identifier, title,
                        [
                            .table(
                                Document.Table(
                                    .operators, caption: title,
                                    columns: [
                                        .init("operator", wraps: true), .init("tests", .right), .init("finding"),
                                        .init("such as", wraps: true),
                                    ], rows: rows, noun: "operators", mostOnTerminal: Self.mostRows))
                        ], fold: fold)))
        }
        blocks += rest(numbers, groups)
        return blocks
    }

    private var fromThere: String {
        isOfTwoRuntimes ? "on \(name(of: second)) alone" : "from \(second.label) on"
    }

    private func numberRow(_ group: OperatorNumbers.Group, _ finding: OperatorNumbers.Finding) -> [Prose]? {
        guard let example = group.example(of: finding) else { return nil }
        return [
            "\(name: group.title)", Prose("\(group.count(finding)) of \(group.comparisons.count)"),
            "\(StatusBadge(words(finding), finding.standing))", evidence(example),
        ]
    }

    /// `test_x: element 0 is 3 where 2 is right`
    private func evidence(_ comparison: OperatorNumbers.Comparison) -> Prose {
        let test: Prose = "\(code: comparison.test): "
        func error(_ side: OperatorNumbers.Side?) -> String {
            side?.largestError.map { ", largest error \(Self.size($0))" } ?? ""
        }
        switch comparison.finding {
        case .ends, .refused, .wrong, .takenAndWrong:
            return test + "\(name: (comparison.second?.words ?? "") + error(comparison.second))"
        case .taken, .endsNoMore: return test + "\(name: "\(name(of: first)): \(comparison.first?.words ?? "")")"
        case .corrected:
            return test + "\(name: "\(name(of: first)): \(comparison.first?.words ?? "")" + error(comparison.first))"
        case .wrongOtherwise:
            let sides = [comparison.first, comparison.second].map { ($0?.words ?? "") + error($0) }
            return test + "\(name: "\(name(of: first)): \(sides[0]); \(name(of: second)): \(sides[1])")"
        case .bits:
            guard let difference = comparison.largestDifference else { return test + "they differ" }
            return test
                + (difference > 0
                    ? Prose("largest difference \(Self.size(difference))")
                    : "equal numbers, zeros of another sign or NaN of other bits")
        default: return test
        }
    }

    /// Three digits.
    static func size(_ number: Double) -> String { String(format: "%.3g", number) }

    /// What is the same, and what nothing is known of.
    private func rest(_ numbers: Numbers, _ groups: [OperatorNumbers.Group]) -> [Document.Block] {
        var facts: [(String, Prose)] = []
        let parts: [(String, OperatorNumbers.Finding)] = [
            ("same", .same), ("wrong on both", .wrongOnBoth), ("refused by both", .refusedOnBoth),
            ("end both", .endsOnBoth), ("random", .varies), ("too new", .tooNew),
        ]
        for (name, finding) in parts {
            let of = groups.filter { $0.count(finding) > 0 }.sorted { $0.title < $1.title }
            guard let count = numbers.findings[finding.rawValue], count > 0 else { continue }
            let names = Wording.names(of.map(\.title), most: finding == .same ? 8 : 12)
            let advice: Prose =
                finding == .tooNew
                ? """
                ; one version reads no model of so new a format or operator set, and nothing is known of the operators: \
                tests of an older package onnx may have them in a form that both read
                """ : ""
            facts.append(
                (
                    name,
                    "\(Wording.count(count, "test")) of \(Wording.count(of.count, "operator")): \(name: names)\(advice)"
                ))
        }
        if let count = numbers.findings[OperatorNumbers.Finding.leftOut.rawValue], count > 0 {
            let reasons = Dictionary(
                grouping: numbers.comparisons.filter { $0.finding == .leftOut }, by: { $0.reason ?? "" }
            ).map { ($0, $1.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
            let words = Wording.names(reasons.map { "\($0.0) (\($0.1))" }, most: 12)
            facts.append(("left out", "\(Wording.count(count, "test")) with what Pawl does not pass: \(name: words)"))
        }
        var blocks: [Document.Block] = facts.isEmpty ? [] : [.facts(.init(title: "Other tests", facts))]
        let listed = numbers.comparisons.filter { $0.finding.isChange }
        if !listed.isEmpty {
            blocks.append(
                .section(
                    .init(
                        "tests", "Every test that changed",
                        [
                            .table(
                                Document.Table(
                                    .operators, caption: "Every test that changed",
                                    columns: [
                                        .init("operator"), .init("finding"),
                                        .init("test and what it shows", wraps: true),
                                    ],
                                    rows: listed.sorted { ($0.finding, $0.test) < ($1.finding, $1.test) }.map {
                                        [
                                            "\(name: $0.title)",
                                            "\(StatusBadge(words($0.finding), $0.finding.standing))",
                                            evidence($0),
                                        ]
                                    }, noun: "tests"))
                        ], reach: .pages, fold: .inFiles)))
        }
        return blocks
    }

    /// A word or two, of the second version.
    func words(_ finding: OperatorNumbers.Finding) -> String {
        switch finding {
        case .ends: "ends"
        case .wrong: "wrong"
        case .refused: "refused"
        case .wrongOtherwise: "wrong otherwise"
        case .takenAndWrong: "runs, wrong"
        case .endsNoMore: isOfTwoRuntimes ? "does not end" : "ends no more"
        case .corrected: isOfTwoRuntimes ? "right" : "corrected"
        case .taken: "runs"
        case .bits: "other bits"
        case .same: "same"
        case .varies: "random"
        case .wrongOnBoth: "wrong on both"
        case .refusedOnBoth: "refused by both"
        case .endsOnBoth: "ends both"
        case .tooNew: "too new"
        case .leftOut: "left out"
        }
    }
}

extension OperatorNumbers.Finding {
    var standing: Standing {
        switch self {
        case .ends, .wrong, .refused: .failed
        case .wrongOtherwise, .takenAndWrong: .undecided
        case .endsNoMore, .corrected, .taken: .passed
        case .bits: .note
        default: .quiet
        }
    }
}
