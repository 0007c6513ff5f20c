import Foundation
import Records
import Reports
import Statistics

extension OperatorSweepReport {
    /// Rows of a table on a terminal; the rest is in files.
    private static let mostRows = 25

    /// What changed in three lines, then operator by operator; what is the same last, and closed where that can be.
    var document: Document {
        var blocks: [Document.Block] = []
        if let times { blocks += blocksOfTimes(times) }
        if let numbers { blocks += blocksOfNumbers(numbers) }
        blocks.append(.facts(.init(facts)))
        blocks += notices
        return Document(
            header: .init(
                badge: badge, title: "\(name: runtime) \(name: first.label) to \(name: second.label): operators",
                summary: Prose(summary), remarks: [Prose(worst), Prose(certainty)], kind: "sweep"),
            blocks: blocks)
    }

    private var badge: StatusBadge {
        if !isWhole { return StatusBadge("UNDECIDED", .undecided) }
        let hasChanged =
            times.map { $0.changes > 0 } == true || numbers?.operators.contains { $0.worst.isChange } == true
        return hasChanged ? StatusBadge("CHANGED", .note) : StatusBadge("UNCHANGED", .passed)
    }

    // MARK: - Three lines

    private var summary: String {
        var parts: [String] = []
        if let times {
            let compared = times.operators.filter(\.isComparable).count
            parts.append("\(times.changes) of \(Wording.count(compared, "timed operator")) changed their time")
            if times.undecided > 0 { parts.append("\(times.undecided) undecided") }
        }
        if let numbers {
            func tests(_ findings: OperatorNumbers.Finding...) -> Int {
                findings.reduce(0) { $0 + (numbers.findings[$1.rawValue] ?? 0) }
            }
            let parted: [(Int, String)] = [
                (tests(.ends), "end the process"), (tests(.wrong), "wrong"), (tests(.refused), "refused"),
                (tests(.wrongOtherwise), "wrong otherwise"), (tests(.corrected), "corrected"),
                (tests(.taken, .takenAndWrong, .endsNoMore), "newly run"), (tests(.bits), "right by other bits"),
            ].filter { $0.0 > 0 }
            let words = parted.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            let run = numbers.comparisons.count - tests(.leftOut)
            parts.append(
                "\(Wording.count(run, "test")) run, " + (words.isEmpty ? "none changed" : "on \(second.label) \(words)")
            )
        }
        return parts.joined(separator: "; ")
    }

    private var worst: String {
        var names: [String] = []
        for row in times?.operators ?? [] where row.decision == .changed {
            names.append("\(row.title) (\(row.change.map(Quantity.relativeChange) ?? "changed"))")
        }
        for one in numbers?.operators ?? [] where one.worst.isWorse {
            names.append("\(one.title) (\(one.worst.words))")
        }
        if names.isEmpty, let numbers {
            names = numbers.operators.filter { $0.worst.isChange }.map { "\($0.title) (\($0.worst.words))" }
        }
        return names.isEmpty ? "Nothing stands out." : "Worst first: \(Wording.names(names, most: 4))."
    }

    private var certainty: String {
        var sentences: [String] = []
        if let times {
            sentences.append(
                "Times: a change of \(Quantity.limitText(times.smallestChange, as: .relativeChange)) is found with "
                    + "\(Wording.percent(1 - times.miss, digits: 0)) probability; one where there is none, over all operators, with "
                    + "at most \(Wording.percent(times.falseAlarm, digits: 0)).")
        }
        if numbers != nil { sentences.append("Numbers are no samples: each test ran twice on each version.") }
        return sentences.joined(separator: " ")
    }

    private var facts: [(String, Prose)] {
        var facts: [(String, Prose)] = [
            ("A", "\(name: runtime) \(name: first.version)\(build(first)), library \(digest: first.libraryDigest)"),
            ("B", "\(name: runtime) \(name: second.version)\(build(second)), library \(digest: second.libraryDigest)"),
        ]
        if let times {
            facts.append(
                (
                    "timed",
                    Prose(
                        "\(Wording.count(times.launches, "launch", "launches")) of a pair, "
                            + "\(Quantity.duration(seconds: times.seconds)), seed \(times.seed)")
                ))
        }
        if let numbers {
            facts.append(("tests", "\(name: numbers.source), \(Quantity.duration(seconds: numbers.seconds))"))
        }
        return facts
    }

    private func build(_ version: Version) -> Prose {
        version.label == version.version ? "" : " (build \(name: version.label))"
    }

    private var notices: [Document.Block] {
        var texts: [Prose] = []
        if let times {
            if times.disturbedLaunches > 0 {
                let programs =
                    times.busiestPrograms.isEmpty ? "" : " (\(times.busiestPrograms.joined(separator: ", ")))"
                texts.append(
                    "other programs\(programs) disturbed \(times.disturbedLaunches) of \(times.launches) launches: small changes are better looked at again on a calm machine"
                )
            }
            if times.ending == .budget { texts.append("the time allowed was over before every operator was decided") }
        }
        if !isWhole, numbers?.isWhole == false || times?.ending == .interrupted {
            texts.append("it was stopped before the end")
        }
        return texts.isEmpty ? [] : [.notices(.init("warning", .undecided, texts))]
    }

    // MARK: - Times

    private func blocksOfTimes(_ times: Times) -> [Document.Block] {
        let told = times.operators.filter { $0.decision != .unchanged }
        let same = times.operators.filter { $0.decision == .unchanged }
        var blocks: [Document.Block] = []
        if !told.isEmpty {
            blocks.append(
                .section(.init("times", "Time", [.table(timeTable(told, caption: "Operators whose time changed"))])))
        }
        if !same.isEmpty {
            let step = Quantity.limitText(times.smallestChange, as: .relativeChange)
            let title: Prose =
                "Same time: \(Wording.count(same.count, "operator")) within \(step)"
            blocks.append(
                .section(
                    .init(
                        "same-times", title, [.table(timeTable(same, caption: "Operators whose time is the same"))],
                        reach: .files, fold: .inFiles)))
            blocks.append(.paragraph("\(quiet: title): \(name: Wording.names(same.map(\.name), most: 60))"))
        }
        return blocks
    }

    private func timeTable(_ rows: [OperatorTimes.Row], caption: Prose) -> Document.Table {
        Document.Table(
            .operators, caption: caption,
            columns: [
                .init("operator", wraps: true), .init(first.label, .right, priority: 2),
                .init(second.label, .right, priority: 2), .init("finding"), .init("change of time", wraps: true),
                .init("launches", .right, priority: 1),
            ], rows: rows.map(timeRow), noun: "operators")
    }

    private func timeRow(_ row: OperatorTimes.Row) -> [Prose] {
        func value(_ nanoseconds: Double?) -> Prose { Prose(nanoseconds.map { Quantity.text($0, .time) } ?? "–") }
        return [
            "\(name: row.title)", value(row.first), value(row.second), timeFinding(row), timeEvidence(row),
            Prose("\(row.launches)"),
        ]
    }

    private func timeFinding(_ row: OperatorTimes.Row) -> Prose {
        guard row.isComparable else { return "\(StatusBadge("fails", row.isOneSided ? .error : .quiet))" }
        return switch row.decision {
        case .unchanged: "\(quiet: "same")"
        case .undecided: "\(StatusBadge("undecided", .undecided))"
        case .changed:
            (row.change ?? 0) > 0 ? "\(StatusBadge("slower", .failed))" : "\(StatusBadge("faster", .passed))"
        }
    }

    private func timeEvidence(_ row: OperatorTimes.Row) -> Prose {
        if let failure = row.secondFailure ?? row.firstFailure {
            let place =
                row.firstFailure != nil && row.secondFailure != nil
                ? "both" : row.firstFailure != nil ? first.label : second.label
            return "\(name: place): \(name: failure.message)"
        }
        guard let change = row.change else { return "" }
        let ends = [row.low, row.high].map { $0.map(Quantity.relativeChange) ?? "?" }
        return Prose("\(Quantity.relativeChange(change)) (\(ends[0]) to \(ends[1]))")
    }

    // MARK: - Numbers

    private func blocksOfNumbers(_ numbers: Numbers) -> [Document.Block] {
        let groups = Dictionary(grouping: numbers.comparisons, by: \.title)
            .map { OperatorNumbers.Group(title: $0, comparisons: $1) }
            .sorted { ($0.worst, $0.title) < ($1.worst, $1.title) }
        let parts: [(String, Prose, [OperatorNumbers.Finding], Document.Fold)] = [
            ("numbers", "Numbers", [.ends, .wrong, .refused, .wrongOtherwise], .never),
            ("corrected", "Right from \(name: second.label) on", [.corrected], .never),
            ("taken", "Runs from \(name: second.label) on", [.taken, .takenAndWrong, .endsNoMore], .inFiles),
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

    private func numberRow(_ group: OperatorNumbers.Group, _ finding: OperatorNumbers.Finding) -> [Prose]? {
        guard let example = group.example(of: finding) else { return nil }
        return [
            "\(name: group.title)", Prose("\(group.count(finding)) of \(group.comparisons.count)"),
            "\(StatusBadge(finding.words, finding.standing))", evidence(example),
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
        case .taken, .endsNoMore: return test + "\(name: "\(first.label): \(comparison.first?.words ?? "")")"
        case .corrected:
            return test + "\(name: "\(first.label): \(comparison.first?.words ?? "")" + error(comparison.first))"
        case .wrongOtherwise:
            let sides = [comparison.first, comparison.second].map { ($0?.words ?? "") + error($0) }
            return test + "\(name: "\(first.label): \(sides[0]); \(second.label): \(sides[1])")"
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
                                            "\(StatusBadge($0.finding.words, $0.finding.standing))",
                                            evidence($0),
                                        ]
                                    }, noun: "tests"))
                        ], reach: .pages, fold: .inFiles)))
        }
        return blocks
    }
}

extension OperatorNumbers.Finding {
    /// A word or two, of the second version.
    var words: String {
        switch self {
        case .ends: "ends"
        case .wrong: "wrong"
        case .refused: "refused"
        case .wrongOtherwise: "wrong otherwise"
        case .takenAndWrong: "runs, wrong"
        case .endsNoMore: "ends no more"
        case .corrected: "corrected"
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
