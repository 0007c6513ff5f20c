import Foundation
import Gating
import Records
import TestSupport
import Testing

@testable import Reports

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Badges", .hangLimit)
struct BadgeTests {
    private func run(_ states: [Verdict.State], status: RunRecord.Status = .complete) -> RunRecord {
        var run = SampleRun.report.run
        let verdict = run.verdicts[0]
        run.status = status
        run.onInconclusive = .fail
        run.verdicts = states.map { state in
            var verdict = verdict
            verdict.state = state
            return verdict
        }
        return run
    }

    @Test("Says what became of the run, as the exit code does")
    func words() {
        func badge(_ run: RunRecord) -> String { "\(Badge(of: run).message) \(Badge(of: run).tone)" }
        #expect(badge(run([.passed, .passed])) == "passed passed")
        #expect(badge(run([.passed, .failed, .failed, .inconclusive])) == "2 failed failed")
        #expect(badge(run([.inconclusive, .passed])) == "1 undecided undecided")
        #expect(badge(run([.passed, .error])) == "incomplete error")
        #expect(badge(run([.passed], status: .interrupted)) == "interrupted error")
        #expect(badge(run([])) == "measured quiet")
    }

    @Test("The image is as recorded", arguments: Badge.Tone.allCases)
    func image(tone: Badge.Tone) {
        let badge = Badge(label: "pawl", message: "as \(tone)", tone: tone, title: "pawl: as \(tone)")
        Snapshot.expect(BadgeReport.svg(badge), matches: "badge-\(tone).svg")
    }

    @Test("A hostile suite's name stays text, and a long one is cut")
    func hostile() throws {
        var run = run([.passed])
        run.suite.name = "</title><script>alert(1)</script>\"&\u{1B}[31m\u{7}"
        let svg = BadgeReport.svg(Badge(of: run, naming: run.suite.name))
        #expect(!svg.contains("<script") && !svg.contains("\u{1B}") && !svg.contains("\u{7}"))
        #expect(XMLParser(data: Data(svg.utf8)).parse())
        let long = Badge(of: run, naming: String(repeating: "x", count: 500))
        #expect(long.label.count == Badge.longestLabel && long.label.hasSuffix("…"))
    }

    @Test("Every colour has enough contrast with its white text")
    func contrast() {
        for tone in Badge.Tone.allCases {
            let digits = Array(tone.colour.dropFirst())
            let channels = stride(from: 0, to: 6, by: 2).map { index -> Double in
                let value = Double(Int(String(digits[index...index + 1]), radix: 16) ?? 0) / 255
                return value <= 0.040_45 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            let luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
            #expect(1.05 / (luminance + 0.05) >= 6, "\(tone)")
        }
    }

    @Test("The JSON has the keys of the endpoint schema, with their names")
    func endpoint() throws {
        let text = BadgeReport.endpoint(Badge(of: run([.failed]), naming: "night"))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(json["schemaVersion"] as? Int == 1)
        #expect(json["label"] as? String == "pawl night")
        #expect(json["message"] as? String == "1 failed")
        #expect(json["color"] as? String == "b02a0c")
        #expect(json["isError"] as? Bool == true)
    }
}
