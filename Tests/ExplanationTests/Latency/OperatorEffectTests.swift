import Explanation
import Statistics
import TestSupport
import Testing

@Suite("Operator effects", .hangLimit)
struct OperatorEffectTests {
    @Test("keep their interval") func interval() {
        let effect = OperatorEffect(nanoseconds: 2, interval: Interval(low: 1, high: 3, confidence: 0.99))
        #expect(effect.interval.high == 3)
    }
}
