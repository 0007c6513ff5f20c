/// Which trace to record next, so that a recording can stop at any time and be even.
enum RecordingSchedule {
    /// The origin that is most behind; of equals the first.
    ///
    /// A reference against itself is recorded as often as all changes of its group together, for rare false alarms need
    /// many traces; each change is spread over the whole recording.
    /// - Precondition: `origins` is not empty.
    static func next(_ origins: [Trace.Origin], recorded: [Trace.Origin: Int]) -> Int {
        func share(_ origin: Trace.Origin) -> Double {
            let changes = origins.count { $0.group == origin.group && !$0.isNull }
            let weight = origin.isNull ? max(changes, 1) : 1
            return (Double(recorded[origin] ?? 0) + 0.5) / Double(weight)
        }
        precondition(!origins.isEmpty, "nothing to choose from")
        return origins.indices.min { share(origins[$0]) < share(origins[$1]) } ?? 0
    }
}
