import Records

extension CellRecord {
    /// Whether the cell was measured alone from its first launch, be it beside the pairs that take it in. A cell that only went on
    /// alone when its other side had failed was not.
    public var isMeasuredAlone: Bool { launches.contains { !$0.wasInterleaved && $0.index == 0 } }

    /// The launches that say what the cell by itself comes to: those alone of a cell that was measured alone, else all.
    ///
    /// Beside another variant it shares caches and clock with it, and how often it is measured so depends on the gates: a mixture
    /// of both would differ from run to run though nothing had changed.
    public var describingLaunches: [LaunchRecord] {
        isMeasuredAlone ? launches.filter { !$0.wasInterleaved } : launches
    }
}
