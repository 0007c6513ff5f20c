import Explanation
import Foundation
import Harness
import InferenceCore
import Records
import Statistics
import Suites
import Support

/// Which operators a change of latency comes from.
struct LatencySection: ExplanationSection {
    /// Of an explanation that was asked for, and of one that a gate adds to a cell that failed.
    static let defaultSeconds = 20.0
    /// More make intervals little narrower.
    static let mostLaunches = 16

    /// Of the baseline's inference: 0.24 is 24 %.
    struct Change: Encodable {
        var change: Double
        var low: Double?
        var high: Double?
    }

    struct Operator: Encodable {
        /// Of the slowest node, the baseline's where it has one; all are in `baselineNodes` and `candidateNodes`.
        var name: String
        var fate: OperatorFate
        /// Whether it is named: its interval excludes no change, and it is not small.
        var isCause: Bool
        var effect: Change
        /// Per inference, over all its nodes, scaled by `scale`.
        var baselineNanoseconds: Double
        var candidateNanoseconds: Double
        var baselineNodes: [Node]
        var candidateNodes: [Node]
    }

    struct Node: Encodable {
        var name: String
        var type: String
        var provider: String
        var shape: String?
    }

    /// What was explained is `total`: the parts, the small operators and what is outside add up to it.
    struct Finding: Encodable {
        var total: Change
        var baselineNanoseconds: Double
        var candidateNanoseconds: Double
        /// What the named operators leave of the whole.
        var rest: Double
        /// The largest change first.
        var operators: [Operator]
        /// Operators of less than 1 % of an inference each, together.
        var smallOperators: Int
        var small: Change?
        /// Between the operators, and what the profiler cost more on one side.
        var outside: Change
        /// What profiled times were multiplied by; 1 where they fit.
        var scale: Double
        /// How much longer a profiled inference takes, of one that is not.
        var profilerCostOfBaseline: Double?
        var profilerCostOfCandidate: Double?
        /// That all intervals hold.
        var confidence: Double
    }

    /// Null where too little was measured.
    var finding: Finding?
    /// What to try of the candidate, the largest share of its time first.
    var advice: [Advice] = []
    /// What the candidate is held against, in a word.
    var role: String
    var ending: PairProfile.StopReason
    /// Why it ended, where a side could not be measured.
    var failure: CellFailure?
    var launches: Int
    var disturbedLaunches: Int
    var busiestPrograms: [String]
    var seconds: Double
    var seed: UInt64

    var isWhole: Bool { finding != nil && ending != .interrupted && ending != .failed && ending != .heldUp }

    static func explain(_ pair: ExplainedPair) throws -> LatencySection {
        try measure(pair, seconds: try pair.arguments.duration("--budget") ?? defaultSeconds)
    }

    /// Measures and decomposes.
    static func measure(_ pair: ExplainedPair, seconds: Double) throws -> LatencySection {
        let context = pair.context
        let progress = ProgressDisplay(
            output: context.output, usesBar: context.usesProgressBar, usesColour: context.diagnosticUsesColour)
        let profile = try Harness(
            worker: context.worker, interruption: context.interruption, observe: { progress.observe($0) },
            patience: pair.patience, environment: context.environment
        ).profilePair(of: pair.plan, seconds: seconds, launches: mostLaunches, seed: pair.seed)
        var section = LatencySection(profile, role: pair.role, seed: pair.seed)
        section.advice = AdviceSubject(profile, of: pair.candidate).map(Advice.given) ?? []
        return section
    }

    init(_ profile: PairProfile, role: String, seed: UInt64) {
        finding = LatencyDecomposition(profile.launches.compactMap(ProfiledLaunch.init)).map(Finding.init)
        self.role = role
        ending = profile.ending
        failure = profile.failure?.failure
        launches = profile.launches.count
        let cores = AllowedCores().count
        disturbedLaunches = profile.launches.count { $0.conditions.isCrowded(onCores: cores) }
        busiestPrograms = profile.busiestPrograms
        seconds = profile.seconds
        self.seed = seed
    }
}

extension LatencySection.Finding {
    init(_ decomposition: LatencyDecomposition) {
        let base = decomposition.baselineNanoseconds
        total = .init(decomposition.total, of: base)
        baselineNanoseconds = base
        candidateNanoseconds = decomposition.candidateNanoseconds
        rest = decomposition.restNanoseconds / base
        operators = decomposition.parts.map { .init($0, of: base) }
        smallOperators = decomposition.small?.count ?? 0
        small = decomposition.small.map { .init($0.effect, of: base) }
        outside = .init(decomposition.outside, of: base)
        scale = decomposition.scale
        profilerCostOfBaseline = decomposition.profilerCost.baseline
        profilerCostOfCandidate = decomposition.profilerCost.candidate
        confidence = LatencyDecomposition.confidence
    }
}

extension LatencySection.Operator {
    fileprivate init(_ part: LatencyDecomposition.Part, of base: Double) {
        // Tools name what they make after what it was made of.
        name = (part.baseline.first ?? part.candidate.first)?.name ?? ""
        fate = part.fate
        isCause = part.isCause
        effect = .init(part.effect, of: base)
        baselineNanoseconds = part.baselineNanoseconds
        candidateNanoseconds = part.candidateNanoseconds
        baselineNodes = part.baseline.map(LatencySection.Node.init)
        candidateNodes = part.candidate.map(LatencySection.Node.init)
    }
}

extension LatencySection.Node {
    fileprivate init(_ node: ProfiledOperator) {
        self.init(name: node.name, type: node.type, provider: node.provider, shape: node.shape)
    }
}

extension LatencySection.Change {
    fileprivate init(_ effect: LatencyEffect, of base: Double) {
        func end(_ value: Double) -> Double? { value.isFinite ? value / base : nil }
        self.init(change: effect.nanoseconds / base, low: end(effect.interval.low), high: end(effect.interval.high))
    }

    var excludesNone: Bool { (low ?? -.infinity) > 0 || (high ?? .infinity) < 0 }
}

extension ProfiledLaunch {
    /// Nil where a block holds no latency.
    init?(_ launch: PairProfile.Launch) {
        guard let baseline = Side(launch.baseline), let candidate = Side(launch.candidate) else { return nil }
        self.init(baseline: baseline, candidate: candidate)
    }
}

extension ProfiledLaunch.Side {
    fileprivate init?(_ side: PairProfile.Side) {
        func median(_ blocks: [BlockRecord]) -> Double? { Sample(blocks.flatMap(\.latenciesNanoseconds))?.median }
        guard let plain = median(side.plainBlocks) else { return nil }
        self.init(
            operators: side.operators.map { timing in
                (
                    ProfiledOperator(
                        name: timing.name, type: timing.type, provider: timing.provider, shape: timing.shape),
                    timing.perInference(side.inferences)
                )
            }, inferenceNanoseconds: plain, profiledNanoseconds: median(side.profiledBlocks))
    }
}
