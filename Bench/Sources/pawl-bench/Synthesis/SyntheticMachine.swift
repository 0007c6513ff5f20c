import Foundation
import Statistics

/// A machine whose speed changes in time as a kind of noise says; the same seed gives the same history.
///
/// ln(latency) of an inference at time t is ln(base) + ln(1 + change) + layout + s(t) + e: `layout` is normal with
/// standard deviation 0.3 %, one draw a process; s(t) is the machine's slowness; e is normal with 1 %.
struct SyntheticMachine {
    static let baseNanoseconds = 2e6
    static let layoutDeviation = 0.003
    static let inferenceDeviation = 0.01
    /// The slowness is looked up on this grid.
    static let stepNanoseconds = 5e6

    let kind: NoiseKind
    private var generator: SeededGenerator
    /// CLOCK of the trace.
    private(set) var nowNanoseconds = 0.0
    private var stepEnd = 0.0
    private var slowness = 0.0
    private var burstEnd = -1.0
    private var phase: Double

    init(kind: NoiseKind, seed: UInt64) {
        self.kind = kind
        generator = SeededGenerator(seed: seed)
        phase = Double.random(in: 0..<1e9, using: &generator)
        if kind == .drift { slowness = 0.02 * normal() }
    }

    mutating func layout() -> Double { Self.layoutDeviation * normal() }

    mutating func pass(nanoseconds: Double) {
        nowNanoseconds += nanoseconds
        while stepEnd <= nowNanoseconds { step() }
    }

    /// - Parameter shift: change and layout, on the logarithm.
    mutating func inference(shift: Double) -> Double {
        var latency = Self.baseNanoseconds * exp(shift + slowness + Self.inferenceDeviation * normal())
        if kind == .heavyTails, Double.random(in: 0..<1, using: &generator) < 0.02 {
            let share = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)
            latency += Self.baseNanoseconds * min(0.1 * pow(share, -1 / 1.5), 50)
        }
        pass(nanoseconds: latency)
        return latency
    }

    mutating func boolean() -> Bool { Bool.random(using: &generator) }

    private mutating func step() {
        switch kind {
        case .none, .heavyTails: break
        case .drift:
            let rho = exp(-Self.stepNanoseconds / 2e9)
            slowness = rho * slowness + 0.02 * (1 - rho * rho).squareRoot() * normal()
        case .bursts:
            if stepEnd >= burstEnd, Double.random(in: 0..<1, using: &generator) < Self.stepNanoseconds / 3e9 {
                let share = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)
                burstEnd = stepEnd - 0.3e9 * log(share)
            }
            slowness = stepEnd < burstEnd ? log(1.15) : 0
        case .periodicNeighbour:
            slowness = (stepEnd + phase).truncatingRemainder(dividingBy: 1e9) < 0.35e9 ? log(1.08) : 0
        }
        stepEnd += Self.stepNanoseconds
    }

    private mutating func normal() -> Double { StandardNormal.draw(using: &generator) }
}
