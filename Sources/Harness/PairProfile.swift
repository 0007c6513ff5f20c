import InferenceCore
import Records

/// What the profiled launches of a pair measured.
public struct PairProfile: Sendable {
    public struct Side: Sendable {
        /// Of inferences that nothing profiles.
        public var plainBlocks: [BlockRecord]
        /// Of inferences that were profiled.
        public var profiledBlocks: [BlockRecord]
        /// Of all inferences of the profiled worker, in the order in which operators run.
        public var operators: [OperatorTiming]
        /// How many those are of.
        public var inferences: Int
    }

    public struct Launch: Sendable {
        public var baseline: Side
        public var candidate: Side
        public var conditions: MachineConditions
    }

    public struct Failure: Sendable {
        /// Of the plan.
        public var cell: Int
        public var failure: CellFailure
    }

    public enum StopReason: String, Sendable, Encodable {
        case complete
        /// The next launch would have gone beyond the time.
        case budget
        case failed, interrupted
        /// Another process kept the machine from it.
        case heldUp = "held_up"
    }

    public var launches: [Launch] = []
    public var ending = StopReason.complete
    /// Why it ended, where a side could not be measured.
    public var failure: Failure?
    public var busiestPrograms: [String] = []
    public var seconds = 0.0

    init() {}

    init(failure: Failure) {
        self.failure = failure
        ending = .failed
    }
}
