import Foundation
import Statistics
import Testing

@testable import pawl_bench

@Suite("Replay", .timeLimit(.minutes(30)))
struct ReplayTests {
    static func traces(_ kind: NoiseKind, change: Int, count: Int = 4) -> [Trace] {
        (0..<count).map {
            SyntheticTrace.make(kind, changeMillionths: change, launches: 32, runSeconds: 2, seed: 100 + UInt64($0))
        }
    }

    @Test("Pawl's own judge passes what did not change and fails +5 % on a quiet machine")
    func pawl() throws {
        let rule = PawlRule.product(margin: 0.03)
        for trace in Self.traces(.none, change: 0) { #expect(rule.judge(trace, within: 0)?.decision == .pass) }
        for trace in Self.traces(.none, change: 50_000) { #expect(rule.judge(trace, within: 0)?.decision == .fail) }
    }

    @Test("a rule that needs more launches than there are gives no ruling")
    func tooShort() {
        let trace = SyntheticTrace.make(.none, changeMillionths: 0, launches: 4, runSeconds: 0, seed: 1)
        #expect(PawlRule.fixed(launches: 5, margin: 0.03).judge(trace, within: 1) == nil)
        let rule = SampledRule(test: WelchTest(), order: .oneAfterTheOther)
        #expect(rule.judge(trace, within: 1) == nil)
    }

    @Test("a trace that ends between looks is judged as a gate whose time ended there")
    func endsEarly() throws {
        var trace = Self.traces(.none, change: 30_000)[0]
        let whole = try #require(PawlRule.product(margin: 0.03).judge(trace, within: 0))
        #expect(whole.decision == .undecided)
        trace.launchesNanoseconds = trace.launchesNanoseconds / 32 * 14
        trace.launches.removeLast(18)
        let cut = try #require(PawlRule.product(margin: 0.03).judge(trace, within: 0))
        #expect(cut.decision == .undecided)
        #expect(abs(cut.seconds - whole.seconds * 14 / 32) < 0.01)
    }

    @Test("rules of other tools spend the time they are given", arguments: SampledRule.Order.allCases)
    func time(order: SampledRule.Order) throws {
        let rule = SampledRule(test: WelchTest(), order: order)
        let trace = Self.traces(.none, change: 0)[0]
        for seconds in [1.5, 3] {
            let ruling = try #require(rule.judge(trace, within: seconds))
            #expect(abs(ruling.seconds - seconds) < 0.25)
        }
    }

    @Test("the same traces give the same report, and none are lost")
    func deterministic() throws {
        let traces = Self.traces(.drift, change: 0) + Self.traces(.drift, change: 50_000)
        let first = Replay.standard.outcomes(of: traces), second = Replay.standard.outcomes(of: traces)
        #expect(first == second)
        #expect(first.allSatisfy { $0.traces == 4 && $0.failed + $0.faster + $0.passed + $0.undecided == 4 })
        #expect(Set(first.map(\.change)) == [0, 5])
    }

    @Test("synthetic traces carry the change they are named for", arguments: NoiseKind.allCases)
    func trueChange(kind: NoiseKind) throws {
        let effects = Self.traces(kind, change: 50_000, count: 8).flatMap { trace in
            trace.launches.map { launch in
                func mean(_ side: TracedSide) -> Double {
                    let logarithms = launch.blocks.filter { $0.side == side }.map { log(Double($0.medianNanoseconds)) }
                    return logarithms.reduce(0, +) / Double(logarithms.count)
                }
                return mean(.candidate) - mean(.baseline)
            }
        }
        let sample = try #require(Sample(effects))
        // 256 launches: three standard errors of the wildest kind are below 1 %.
        #expect(abs(sample.mean - log(1.05)) < 0.01)
    }

    @Test("tables name every rule once and fit Markdown")
    func tables() throws {
        let report = ReplayReport(
            outcomes: Replay.standard.outcomes(of: Self.traces(.none, change: 0, count: 2)), fixedCounts: [])
        let text = report.text(asMarkdown: true)
        #expect(text.components(separatedBy: "| Welch t, interleaved ").count == 2)
        let widths = Set(text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { $0.count { $0 == "|" } })
        #expect(widths.count == 1)
        #expect(try JSONDecoder().decode(ReplayReport.self, from: Data(report.json.utf8)) == report)
    }
}
