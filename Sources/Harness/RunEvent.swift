import Records

/// What a run reports while it goes on.
public enum RunEvent: Sendable {
    /// The most that there can be, known before anything runs; one step is an evaluation shard, a launch or a profile.
    case started(steps: Int)
    /// So many of the steps will not be needed, or are out of reach.
    case stepsDropped(Int)
    case phase(Phase)
    /// One step is done; `label` says what it was.
    case stepFinished(label: String)
    /// Another pawl measures on this machine; launches take turns.
    case waitingForAnotherRun
    case cellFailed(name: String, failure: CellFailure)
    case finished(status: RunRecord.Status)

    public enum Phase: String, Sendable {
        case accuracy = "evaluating golden sets"
        case latency = "measuring latency"
        case profile = "profiling operators"
    }
}
