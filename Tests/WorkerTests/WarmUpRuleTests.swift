import TestSupport
import Testing

@testable import Worker

@Suite("The warm-up rule", .hangLimit)
struct WarmUpRuleTests {
    @Test("Three equal windows are steady, two are not")
    func steadyAfterThreeWindows() {
        var rule = WarmUpRule()
        for _ in 0..<10 { rule.add(2_000_000) }
        #expect(!rule.isSteady)
        for _ in 0..<5 { rule.add(2_000_000) }
        #expect(rule.isSteady)
        #expect(rule.lastMedian == 2_000_000)
    }

    @Test("A latency that keeps falling by 5 % a window is not steady")
    func fallingIsNotSteady() {
        var rule = WarmUpRule()
        var latency = 20_000_000.0
        for _ in 0..<40 {
            for _ in 0..<5 { rule.add(UInt64(latency)) }
            latency *= 0.95
            #expect(!rule.isSteady)
        }
    }

    @Test("A jump after one steady window starts the count again")
    func jumpStartsAgain() {
        var rule = WarmUpRule()
        for _ in 0..<10 { rule.add(4_000_000) }
        for _ in 0..<5 { rule.add(8_000_000) }
        #expect(!rule.isSteady)
        for _ in 0..<5 { rule.add(8_000_000) }
        #expect(!rule.isSteady)
        for _ in 0..<5 { rule.add(8_000_000) }
        #expect(rule.isSteady)
    }

    @Test("Short inferences fill a window of ten milliseconds")
    func shortInferencesNeedTime() {
        var rule = WarmUpRule()
        for _ in 0..<999 { rule.add(10_000) }
        #expect(rule.lastMedian == nil)
        rule.add(10_000)
        #expect(rule.lastMedian == 10_000)
    }
}
