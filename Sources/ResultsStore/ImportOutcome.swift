/// What became of a run that was to be imported.
public enum ImportOutcome: String, Sendable, Equatable {
    /// It is in the database now.
    case added
    /// It was there already, whole and equal, or from the same bundle; nothing was changed.
    case unchanged
    /// Another run has its id, or the same run with other content: that one was left as it was.
    case conflict
}
