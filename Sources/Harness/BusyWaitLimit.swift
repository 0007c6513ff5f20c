/// How long a run may wait, over all its launches, for other programs to leave the machine.
public enum BusyWaitLimit: Sendable, Equatable {
    /// At most 5 s at once, and a tenth of the budget or of the time measured so far altogether; not before the first launch.
    case brief
    /// So many seconds altogether, before the first launch too, and at most half of the budget.
    case upTo(seconds: Double)
}
