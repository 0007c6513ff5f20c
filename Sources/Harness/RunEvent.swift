import Records

/// What a run reports while it goes on.
public enum RunEvent: Sendable {
    /// A phase begins, with the most steps that it can have: evaluation shards, launches or profiles.
    case phase(Phase, steps: Int)
    /// So many of the phase's steps will not be needed, or are out of reach.
    case stepsDropped(Int)
    /// One step is done; `label` says what it was.
    case stepFinished(label: String)
    /// Another pawl measures on this machine; launches take turns. What it says of itself, empty when it says nothing, and how
    /// long it is waited for at most.
    case waitingForAnotherRun(holder: String, seconds: Double)
    /// Another pawl kept the machine for longer than it was waited for: nothing more is measured.
    case lockTimedOut(holder: String, seconds: Double)
    /// Others use the machine; the next launch waits for them at most so long.
    case waitingForIdleMachine(foreignCores: Double, seconds: Double)
    case cellFailed(name: String, failure: CellFailure)
    case finished(status: RunRecord.Status)

    public enum Phase: String, Sendable, CaseIterable {
        case accuracy = "evaluating golden sets"
        case latency = "measuring latency"
        case profile = "profiling operators"
    }
}

/// A checkpoint: what a run has just completed, so that it can be saved while the run goes on.
public enum Checkpoint: Sendable {
    /// All cells and pairs as they stand: before the first launch, and whenever golden sets were evaluated.
    case whole(RunRecord)
    /// What a launch, or the end of its comparison, changed: the cells with all their launches, and the pair that it was of.
    case launch(cells: [CellRecord], pair: PairRecord?)
}
