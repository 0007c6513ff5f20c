import Foundation
import Records
import Reports
import Statistics

/// What operators took.
extension OperatorSweepReport {
    func blocksOfTimes(_ times: Times) -> [Document.Block] {
        let told = times.operators.filter { $0.decision != .unchanged }
        let same = times.operators.filter { $0.decision == .unchanged }
        var blocks: [Document.Block] = []
        if !told.isEmpty {
            blocks.append(
                .section(
                    .init(
                        "times", "Time",
                        [
                            .table(
                                timeTable(
                                    told,
                                    caption: isOfTwoRuntimes
                                        ? "Operators that take another time" : "Operators whose time changed"))
                        ])))
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
                .init("operator", wraps: true), .init(name(of: first), .right, priority: 2),
                .init(name(of: second), .right, priority: 2), .init("finding"), .init("change of time", wraps: true),
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
                ? "both" : name(of: row.firstFailure != nil ? first : second)
            return "\(name: place): \(name: failure.message)"
        }
        guard let change = row.change else { return "" }
        let ends = [row.low, row.high].map { $0.map(Quantity.relativeChange) ?? "?" }
        return Prose("\(Quantity.relativeChange(change)) (\(ends[0]) to \(ends[1]))")
    }

}
