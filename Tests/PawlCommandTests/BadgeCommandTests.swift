import Foundation
import Records
import ResultsStore
import TestSupport
import Testing

@Suite("pawl badge", .hangLimit)
struct BadgeCommandTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace(samples: 1) }

    /// What a badge service reads.
    private func badge(_ arguments: String...) throws -> [String: Any] {
        let outcome = workspace.run(["badge", "--format", "json"] + arguments)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        return try Workspace.json(outcome.result)
    }

    @Test("Of the latest night, whatever a gate said since; --suite names it, --run picks another")
    func whichRun() throws {
        let nights = RecordedHistory(nights: 12)
        try nights.write(to: workspace.database)
        // A gate of a proposal that may never be merged, tomorrow.
        let store = try ResultsStore(path: workspace.database)
        var gate = RecordedHistory(suite: "proposals", nights: 1, kind: .gate).run(of: 0)
        gate.startedAt = Date().addingTimeInterval(86_400)
        gate.verdicts = []
        try store.save(gate)
        let latest = try badge()
        #expect(latest["label"] as? String == "pawl" && latest["message"] as? String == "1 failed")
        #expect(latest["schemaVersion"] as? Int == 1)
        #expect(try badge("--suite", "nightly")["label"] as? String != "pawl")
        #expect(try badge("--suite", "proposals")["message"] as? String == "measured")
        #expect(try badge("--run", nights.run(of: 8).id)["message"] as? String == "passed")
    }

    @Test("--out writes the image, which is otherwise printed; without a night a gate counts")
    func image() throws {
        try RecordedHistory(nights: 3, kind: .gate).write(to: workspace.database)
        let printed = workspace.pawl("badge")
        #expect(printed.code == 0 && printed.result.hasPrefix("<svg") && printed.result.contains("1 failed"))
        let written = workspace.pawl("badge", "--out", "public/badge.svg")
        #expect(written.code == 0 && written.result.isEmpty)
        #expect(try workspace.text("public/badge.svg") == printed.result)
    }

    @Test("Mistakes are told, and write nothing") func mistakes() throws {
        let nothing = workspace.pawl("badge", "--out", "badge.svg")
        #expect(nothing.code == 2 && nothing.diagnostic.contains("there is no database"))
        try RecordedHistory(nights: 3).write(to: workspace.database)
        let unknown = workspace.pawl("badge", "--suite", "nigtly", "--out", "badge.svg")
        #expect(unknown.code == 2 && unknown.diagnostic.contains("nightly"))
        #expect(workspace.pawl("badge", "--suite", "nightly", "--run", "00").code == 2)
        #expect(!workspace.exists("badge.svg"))
    }
}
