import Foundation
import Records
import Reports
import Statistics

extension OperatorSweepReport {
    /// Rows of a table on a terminal; the rest is in files.
    static let mostRows = 25

    /// What changed in three lines, then operator by operator; what is the same last, and closed where that can be.
    var document: Document {
        var blocks: [Document.Block] = []
        if let times { blocks += blocksOfTimes(times) }
        if let numbers { blocks += blocksOfNumbers(numbers) }
        blocks.append(.facts(.init(facts)))
        blocks += notices
        return Document(
            header: .init(
                badge: badge, title: title,
                summary: Prose(summary), remarks: [Prose(worst), Prose(certainty)], kind: "sweep"),
            blocks: blocks)
    }

    private var title: Prose {
        isOfTwoRuntimes
            ? "\(name: name(of: first)) and \(name: name(of: second)): operators"
            : "\(name: first.runtime) \(name: first.label) to \(name: second.label): operators"
    }

    private var badge: StatusBadge {
        if !isWhole { return StatusBadge("UNDECIDED", .undecided) }
        let hasChanged =
            times.map { $0.changes > 0 } == true || numbers?.operators.contains { $0.worst.isChange } == true
        if isOfTwoRuntimes {
            return hasChanged ? StatusBadge("DIFFERENT", .note) : StatusBadge("ALIKE", .passed)
        }
        return hasChanged ? StatusBadge("CHANGED", .note) : StatusBadge("UNCHANGED", .passed)
    }

    // MARK: - Three lines

    private var summary: String {
        var parts: [String] = []
        if let times {
            let compared = times.operators.filter(\.isComparable).count
            let what = isOfTwoRuntimes ? "take another time" : "changed their time"
            parts.append("\(times.changes) of \(Wording.count(compared, "timed operator")) \(what)")
            if times.undecided > 0 { parts.append("\(times.undecided) undecided") }
        }
        if let numbers {
            func tests(_ findings: OperatorNumbers.Finding...) -> Int {
                findings.reduce(0) { $0 + (numbers.findings[$1.rawValue] ?? 0) }
            }
            let parted: [(Int, String)] = [
                (tests(.ends), "end the process"), (tests(.wrong), "wrong"), (tests(.refused), "refused"),
                (tests(.wrongOtherwise), "wrong otherwise"), (tests(.corrected), words(.corrected)),
                (tests(.taken, .takenAndWrong, .endsNoMore), isOfTwoRuntimes ? "run there alone" : "newly run"),
                (tests(.bits), "right by other bits"),
            ].filter { $0.0 > 0 }
            let words = parted.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            let run = numbers.comparisons.count - tests(.leftOut)
            parts.append(
                "\(Wording.count(run, "test")) run, "
                    + (words.isEmpty ? "none changed" : "on \(name(of: second)) \(words)")
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
            names.append("\(one.title) (\(words(one.worst)))")
        }
        if names.isEmpty, let numbers {
            names = numbers.operators.filter { $0.worst.isChange }.map { "\($0.title) (\(words($0.worst)))" }
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
            (
                "A",
                "\(name: first.runtime) \(name: first.version)\(build(first)), library \(digest: first.libraryDigest)"
            ),
            (
                "B",
                "\(name: second.runtime) \(name: second.version)\(build(second)), library \(digest: second.libraryDigest)"
            ),
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

    func build(_ version: Version) -> Prose {
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
}
