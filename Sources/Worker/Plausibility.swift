/// Replies that have the form of the protocol and cannot be true, in words; nil for all others. A figure made of them would pass
/// every gate. `docs/worker-protocol.md` has each rule, and `pawl worker check` holds replies against this very code.
public enum Plausibility {
    /// No call may take longer, so no time in its reply is longer.
    static let longestNanoseconds: UInt64 = 86_400_000_000_000
    static let largestBytes: UInt64 = 1 << 60

    public static func problem(_ reply: LoadCall.Reply, rotationLimit: Int, samples: Int) -> String? {
        let most = min(max(rotationLimit, 0), samples)
        if reply.rotationCount > most || reply.rotationCount < min(most, 1) {
            return "'rotationCount' is \(reply.rotationCount), with a 'rotationLimit' of \(rotationLimit) for "
                + "\(samples) samples"
        }
        return tooLong(reply.loadNanoseconds, "loadNanoseconds")
            ?? tooLong(reply.firstInferenceNanoseconds, "firstInferenceNanoseconds")
            ?? tooLarge(reply.floorMemoryBytes, "floorMemoryBytes")
    }

    public static func problem(_ reply: WarmUpCall.Reply) -> String? {
        if let problem = tooLong(reply.nanoseconds, "nanoseconds") { return problem }
        guard reply.inferences > 0, reply.nanoseconds > 0 else {
            return "\(reply.inferences) inferences in \(reply.nanoseconds) ns"
        }
        // A worker may round it up.
        guard reply.typicalNanoseconds > 0, reply.typicalNanoseconds <= Double(reply.nanoseconds) + 1 else {
            return "'typicalNanoseconds' is \(reply.typicalNanoseconds), the whole warm-up took \(reply.nanoseconds) ns"
        }
        guard (0...1e9).contains(reply.stampNanoseconds) else {
            return "'stampNanoseconds' is \(reply.stampNanoseconds)"
        }
        return nil
    }

    public static func problem(_ reply: BlockCall.Reply) -> String? {
        guard !reply.valuesNanoseconds.contains(0) else {
            let zeros = reply.valuesNanoseconds.count { $0 == 0 }
            return "\(zeros) of \(reply.valuesNanoseconds.count) values took 0 ns"
        }
        if let longest = reply.valuesNanoseconds.max(), let problem = tooLong(longest, "a value") { return problem }
        if let problem = tooLong(reply.wallNanoseconds, "wallNanoseconds") { return problem }
        // At most a million values of at most a day each.
        let sum = reply.valuesNanoseconds.reduce(0, +)
        // Clocks that count whole microseconds round every value.
        let slack = reply.wallNanoseconds / 50 + 1000 * UInt64(reply.valuesNanoseconds.count)
        guard sum <= reply.wallNanoseconds + slack else {
            return "its values sum up to \(sum) ns, and 'wallNanoseconds' is \(reply.wallNanoseconds)"
        }
        // All cores of the largest machines, for a day.
        guard reply.cpuNanoseconds / 65_536 <= longestNanoseconds else {
            return "'cpuNanoseconds' is \(reply.cpuNanoseconds)"
        }
        return nil
    }

    /// - Parameter floor: what `load` answered.
    public static func problem(_ reply: MemoryCall.Reply, floor: UInt64) -> String? {
        guard reply.peakMemoryBytes > 0 else { return "'peakMemoryBytes' is 0" }
        for (bytes, name) in [
            (reply.peakMemoryBytes, "peakMemoryBytes"), (reply.plannedArenaBytes ?? 0, "plannedArenaBytes"),
            (reply.deviceMemoryBytes ?? 0, "deviceMemoryBytes"),
        ] {
            if let problem = tooLarge(bytes, name) { return problem }
        }
        // Linux counts resident pages by core and adds them up now and then: a peak may look a little below its floor.
        guard reply.peakMemoryBytes + reply.peakMemoryBytes / 50 + (1 << 20) >= floor else {
            return "'peakMemoryBytes' is \(reply.peakMemoryBytes), and 'floorMemoryBytes' was \(floor) before the model"
        }
        return nil
    }

    private static func tooLong(_ nanoseconds: UInt64, _ name: String) -> String? {
        nanoseconds > longestNanoseconds ? "\(name) is \(nanoseconds) ns, which is more than a day" : nil
    }

    private static func tooLarge(_ bytes: UInt64, _ name: String) -> String? {
        bytes > largestBytes ? "'\(name)' is \(bytes), which is more than any machine has" : nil
    }
}
