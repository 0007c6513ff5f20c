import Foundation
import Gating
import Records

/// One test case of a JUnit report: a verdict, or whether a cell could be measured at all.
struct JUnitCase {
    enum Result {
        case passed
        case failure(type: String, message: String, body: String)
        case error(type: String, message: String, body: String)
        case skipped(message: String)
    }

    var classname: String
    var name: String
    var seconds: Double
    /// Empty where no place in a file stands for it.
    var file: String
    var line: Int
    var result: Result
    var properties: [(name: String, value: String)]
    var output: [String]
    var errorOutput: [String]
}

/// The cases of one cell, in a suite of their own.
struct JUnitSuite {
    var name: String
    var cases: [JUnitCase]
    /// Besides those of the document.
    var properties: [(name: String, value: String)] = []
}

extension JUnitSuite {
    /// The suites of a report: one per cell, and one for gates that apply to none.
    ///
    /// - Parameter attachments: absolute paths of pictures by `RenderedChart.name`.
    static func suites(of model: ReportModel, attachments: [String: String]) -> [JUnitSuite] {
        let seconds = secondsByCell(model.run)
        var suites = model.run.cells.map { cell in
            let className = classname([
                model.run.suite.name, cell.runtimeLabel,
                cell.side == .candidate ? cell.variant : cell.variant + " (baseline)",
            ])
            let verdicts = model.verdicts(of: cell)
            let pictures = model.charts.filter { $0.model == cell.model }.compactMap { attachments[$0.name] }
            let cases =
                [measured(cell, className, seconds: seconds[cell.id] ?? 0, model, pictures)]
                + verdicts.map { judged($0, cell, className, model, pictures) }
            return JUnitSuite(
                name: "\(model.run.suite.name): \(model.name(of: cell))", cases: cases,
                properties: cell.device.map { [("pawl.device", $0)] } ?? [])
        }
        let orphans = model.run.verdicts.filter { model.cell(of: $0) == nil }
        if !orphans.isEmpty {
            suites.append(
                JUnitSuite(
                    name: "\(model.run.suite.name): gates without a cell",
                    cases: orphans.map {
                        judged($0, nil, classname([model.run.suite.name, "none", "none"]), model, [])
                    }))
        }
        return unique(suites)
    }

    /// The run's own time, shared among the cells that it measured in proportion to what each took: what is spent on all of them, such
    /// as starting and planning, has no case of its own. Until a run has ended it is what each took.
    private static func secondsByCell(_ run: RunRecord) -> [Int: Double] {
        // The seconds of copies of an earlier run's cells were spent then.
        let measured = run.cells.filter { $0.side == .candidate || run.storedBaseline(of: $0) == nil }
        let own = measured.map { max($0.secondsSpent, 0) }
        let sum = own.reduce(0, +)
        let whole = run.finishedAt.map { max($0.timeIntervalSince(run.startedAt), 0) } ?? sum
        let shares = own.map { sum > 0 ? $0 / sum : 1 / Double(measured.count) }
        return Dictionary(zip(measured.map(\.id), shares.map { $0 * whole })) { first, _ in first }
    }

    /// `suite.runtime.variant`: the same wherever a run is measured, for CI systems follow a test by its class and name. No part has a
    /// point inside, which would shift the others.
    static func classname(_ parts: [String]) -> String {
        parts.map { part in
            let safe = part.replacing(".", with: "_").split(whereSeparator: \.isWhitespace).joined(separator: "_")
            return safe.isEmpty ? "_" : safe
        }.joined(separator: ".")
    }

    /// Readers drop or merge cases of the same class and name: the second gets a number.
    static func unique(_ suites: [JUnitSuite]) -> [JUnitSuite] {
        var taken: Set<[String]> = []
        return suites.map { suite in
            var suite = suite
            for index in suite.cases.indices {
                let name = suite.cases[index].name
                var number = 2
                while !taken.insert([suite.cases[index].classname, suite.cases[index].name]).inserted {
                    suite.cases[index].name = "\(name) #\(number)"
                    number += 1
                }
            }
            return suite
        }
    }

    // MARK: - Cases

    private static func measured(
        _ cell: CellRecord, _ classname: String, seconds: Double, _ model: ReportModel, _ pictures: [String]
    ) -> JUnitCase {
        let metrics = Metric.allCases.filter { model.summaries[cell.id]?[$0] != nil }
        let result: JUnitCase.Result =
            cell.failure.map { failure in
                let hint = failure.hint.map { ["hint: " + $0] } ?? []
                return .error(
                    type: failure.kind.rawValue, message: failure.summary,
                    body: ([failure.summary] + hint + failure.standardErrorTail).joined(separator: "\n"))
            } ?? .passed
        return JUnitCase(
            classname: classname, name: "\(cell.model)/measured", seconds: seconds, file: model.run.suite.file, line: 1,
            result: result,
            properties: metrics.map { ($0.rawValue, number(model.summaries[cell.id]?[$0] ?? 0)) }
                + pictures.map { ("attachment", $0) },
            output: metrics.map { "\($0.title): \(model.value($0, of: cell))" } + attachmentMarks(pictures),
            errorOutput: cell.failure?.standardErrorTail ?? [])
    }

    private static func judged(
        _ verdict: Verdict, _ cell: CellRecord?, _ classname: String, _ model: ReportModel, _ pictures: [String]
    ) -> JUnitCase {
        let target = verdict.against == .nothing ? "" : " against \(verdict.against.rawValue)"
        // Some readers show the message, others the body: both begin with the headline.
        let body = ([verdict.headline, "gate: \(verdict.rule)"] + verdict.details).joined(separator: "\n")
        let result: JUnitCase.Result =
            switch verdict.state {
            case .passed: .passed
            case .failed: .failure(type: "regression", message: verdict.headline, body: body)
            case .error: .error(type: "no-value", message: verdict.headline, body: body)
            case .notJudged: .skipped(message: verdict.headline)
            case .inconclusive:
                model.run.onInconclusive == .fail
                    ? .failure(type: "inconclusive", message: verdict.headline, body: body)
                    : .skipped(message: verdict.headline)
            }
        let saysItself =
            switch result {
            case .failure, .error: true
            case .passed, .skipped: false
            }
        let shownPictures = verdict.state == .failed ? pictures : []
        return JUnitCase(
            classname: classname, name: "\(cell?.model ?? "no model")/\(verdict.metric.rawValue)\(target)",
            // One measurement serves several gates: its time stands at the cell, once.
            seconds: 0, file: verdict.file, line: verdict.line, result: result,
            properties: properties(of: verdict) + shownPictures.map { ("attachment", $0) },
            // What failed says it in its body: twice the same doubles the report of a large run.
            output: (saysItself ? [] : [verdict.headline, "gate: \(verdict.rule)"] + verdict.details)
                + attachmentMarks(shownPictures),
            errorOutput: [])
    }

    private static func properties(of verdict: Verdict) -> [(name: String, value: String)] {
        let evidence = verdict.evidence
        let numbers: [(String, Double?)] = [
            ("baseline_value", evidence?.baselineValue), ("candidate_value", evidence?.candidateValue),
            ("effect", evidence?.effect), ("effect_low", evidence?.low), ("effect_high", evidence?.high),
            ("confidence", evidence?.confidence), ("limit", evidence?.limit),
            ("minimal_detectable_effect", evidence?.minimalDetectableEffect),
            ("launches", evidence?.launches.map(Double.init)), ("samples", evidence?.samples.map(Double.init)),
        ]
        return [("state", verdict.state.rawValue), ("gate", verdict.rule)]
            + numbers.compactMap { name, value in
                value.flatMap { $0.isFinite ? (name, number($0)) : nil }
            }
    }

    /// Whole numbers without a point, all others with every digit that counts.
    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }

    /// The junit-attachments plugin of Jenkins wants each alone on its line.
    private static func attachmentMarks(_ paths: [String]) -> [String] { paths.map { "[[ATTACHMENT|\($0)]]" } }
}
