import Foundation
import Records
import Reports

/// A run whose every name and message tries to break out of the report it ends up in.
enum HostileRun {
    static let texts = [
        "</script><img src=x onerror=alert(1)>", "\"quoted\" 'and' `ticked`", "]]>", "a\u{0}b\u{8}c\u{1B}[31md",
        "\u{202E}gnp.exe\u{202C}", "שלום", "a|b|c\n| d | e |", "@someone **bold** [link](http://example.com)",
        "&lt;already&gt; &amp;", "- item\n- item", "\u{FFFE}\u{FFFF}", "two  spaces\tand\ttabs ", "",
        "{{template}} ${x} %s",
        "--><!--", "x' onmouseover='alert(1)",
    ]

    static func report(_ text: String) -> ReportModel {
        var run = SampleRun.run
        run.id = text
        run.pawlVersion = text
        run.suite.name = text
        run.suite.file = text
        run.environment.hostName = text
        run.environment.gitCommit = text
        run.environment.facts = [
            .init(group: text, key: text, value: .text(text)),
            .init(group: text, key: "u", value: .unavailable(reason: text)),
            .init(group: text, key: "n", value: .number(1, unit: text)),
        ]
        run.goldenSets[0].id = text
        run.storedBaseline = StoredBaselineRecord(
            run: text, startedAt: run.startedAt, suite: run.suite, pawlVersion: text, hostName: text,
            machineFingerprint: text, gitCommit: text,
            history: [
                EarlierLevel(
                    run: text, startedAt: run.startedAt, model: text, variant: text, metric: .latencyP50, mean: 15,
                    standardError: 0.001, degreesOfFreedom: 15, launches: 16)
            ])
        run.namedBaseline = NamedBaselineRecord(
            name: text, version: 1, run: text, promotedBy: text, promotedOn: text, promotedAt: run.startedAt,
            reason: text, acceptedReason: text, overriddenVerdicts: [text],
            fallbacks: [.init(model: text, variant: text, reason: text, recordProblem: text)])
        run.warnings = [text]
        for index in run.cells.indices {
            run.cells[index].model = text
            run.cells[index].variant = text
            run.cells[index].runtimeLabel = text
            run.cells[index].runtime.name = text
            run.cells[index].runtime.options = [text: text]
            run.cells[index].modelFile.path = text
            run.cells[index].accuracy?.origin?.reusedFromRun = text
            run.cells[index].accuracy?.origin?.scoresDigest = text
            run.cells[index].accuracy?.origin?.repetition?.run = text
            run.cells[index].failure?.message = text
            run.cells[index].failure?.hint = text
            run.cells[index].failure?.signal = text
            run.cells[index].failure?.standardErrorTail = [text]
        }
        for index in run.verdicts.indices {
            run.verdicts[index].rule = text
            run.verdicts[index].file = text
            run.verdicts[index].headline = text
            run.verdicts[index].details = [text]
        }
        return ReportModel(run: run, summaries: SampleRun.model)
    }
}
