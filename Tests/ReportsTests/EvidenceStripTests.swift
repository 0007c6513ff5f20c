import Foundation
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("Evidence on a scale", .hangLimit)
struct EvidenceStripTests {
    private static func verdict(
        _ metric: Metric, effect: Double, low: Double? = nil, high: Double? = nil, limit: Double, _ axis: Verdict.Axis?
    ) -> Verdict {
        SampleRun.verdict(
            0, metric, .nothing, "rule", 0, .passed, "headline",
            evidence: .init(
                effect: effect, low: low ?? effect, high: high ?? effect, confidence: 0.95, limit: limit, axis: axis))
    }

    private static func strip(
        _ metric: Metric, effect: Double, limit: Double, _ axis: Verdict.Axis?
    ) -> EvidenceStrip? { EvidenceStrip(verdict(metric, effect: effect, limit: limit, axis)) }

    @Test("18.8 of 50 ms and .26 of .6 look like the shares that they are")
    func shares() throws {
        for (metric, effect, limit, scale) in [
            (Metric.latencyP99, 18.8e6, 50e6, Verdict.Axis.Scale.value), (.modelSize, 0.26, 0.6, .ratio),
            (.peakMemory, 190e6, 200e6, .value), (.modelSize, 0.05, 1, .ratio),
        ] {
            let strip = try #require(Self.strip(metric, effect: effect, limit: limit, .init(scale: scale)))
            // Lengths from zero compare.
            #expect(strip.zero.place == 0)
            #expect(abs(strip.effect.place / strip.limit.place - effect / limit) < 1e-9)
        }
    }

    /// Every kind of gate, once within its limit and once beyond it.
    private static let kinds:
        [(metric: Metric, axis: Verdict.Axis, limit: Double, good: Double, bad: Double, words: String)] = [
            (.latencyP99, .init(scale: .value), 50e6, 20e6, 60e6, "50 ms"),
            (.throughput, .init(scale: .value, isMinimum: true), 100, 300, 80, "100 /s"),
            (.accuracy, .init(scale: .value, isMinimum: true), 0.9, 0.95, 0.85, "90 %"),
            (.calibrationError, .init(scale: .value), 0.1, 0.02, 0.2, "10 %"),
            (.cosineSimilarity, .init(scale: .value, isMinimum: true), 0.99, 0.999, 0.9, "0.99"),
            (.signalToNoise, .init(scale: .value, isMinimum: true), 30, 42, 12, "30 dB"),
            (.klDivergence, .init(scale: .value), 0.01, 0.002, 0.04, "0.01 nats"),
            (.latencyP50, .init(scale: .relativeChange), 0.03, -0.54, 3.7, "+3 %"),
            (.modelSize, .init(scale: .ratio), 0.6, 0.26, 0.9, "0.6x"),
            (.accuracy, .init(scale: .points, isNegated: true), 0.01, -0.002, 0.05, "-1 point"),
            (.characterErrorRate, .init(scale: .points), 0.01, 0.002, 0.05, "+1 point"),
            (.spearman, .init(scale: .difference, isNegated: true), 0.01, 0.001, 0.2, "-0.01"),
            (.throughput, .init(scale: .relativeChange, isNegated: true), 0.03, -0.2, 0.4, "-3 %"),
            (.fallbackOperators, .init(scale: .value), 0, 0, 4, "0"),
        ]

    @Test("Worse is to the right and the limit the end of what is allowed, whatever the gate", arguments: kinds.indices)
    func direction(kind: Int) throws {
        let kind = Self.kinds[kind]
        let good = try #require(Self.strip(kind.metric, effect: kind.good, limit: kind.limit, kind.axis))
        let bad = try #require(Self.strip(kind.metric, effect: kind.bad, limit: kind.limit, kind.axis))
        #expect(good.effect.place <= good.limit.place)
        #expect(bad.effect.place > bad.limit.place)
        for strip in [good, bad] {
            #expect(strip.limit.text == kind.words)
            for place in [strip.zero.place, strip.limit.place, strip.effect.place, strip.low, strip.high] {
                #expect((0...1).contains(place))
            }
            // Limit, zero and value stand in numbers.
            let svg = strip.svg
            #expect(svg.contains(">\(strip.limit.text)</text>") && svg.contains(">\(strip.effect.text)</text>"))
            let places = svg.matches(of: #/<text x="([0-9.-]+)"/#).compactMap { Double($0.output.1) }
            #expect(places.allSatisfy { (0...208).contains($0) })
        }
        #expect(bad.svg.contains("class=\"over\"") && good.svg.contains("class=\"room\""))
    }

    @Test("What is left of a budget is said where zero means no cost")
    func headroom() {
        func text(_ metric: Metric, _ effect: Double, _ limit: Double, _ axis: Verdict.Axis) -> String? {
            EvidenceStrip.headroom(Self.verdict(metric, effect: effect, limit: limit, axis))
        }
        #expect(text(.latencyP99, 18.8e6, 50e6, .init(scale: .value)) == "62 % left")
        #expect(text(.modelSize, 0.26, 0.6, .init(scale: .ratio)) == "57 % left")
        #expect(text(.accuracy, 0.95, 0.9, .init(scale: .value, isMinimum: true)) == "5.00 points left")
        #expect(text(.latencyP99, 60e6, 50e6, .init(scale: .value)) == nil)
        #expect(text(.latencyP50, -0.5, 0.03, .init(scale: .relativeChange)) == nil)
        #expect(text(.fallbackOperators, 0, 0, .init(scale: .value)) == nil)
    }

    @Test("Without a scale, or with what is no number, there is no picture")
    func none() {
        #expect(Self.strip(.latencyP99, effect: 1, limit: 2, nil) == nil)
        for value in [Double.nan, .infinity, 1e300] {
            #expect(Self.strip(.latencyP99, effect: value, limit: 2, .init(scale: .value)) == nil)
            #expect(Self.strip(.latencyP99, effect: 1, limit: value, .init(scale: .value)) == nil)
        }
        for value in [0, 1e-300, 1e99, -1e99] {
            #expect(Self.strip(.latencyP99, effect: value, limit: value, .init(scale: .value)) != nil)
        }
    }
}
