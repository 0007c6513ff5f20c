import Records

/// What judging one cell by one gate found; the judge adds which gate and which cell.
struct Finding {
    var state: Verdict.State
    var headline: String
    var details: [String] = []
    /// Those of `details` that say what it comes from.
    var causes: [String] = []
    /// Advice for a failing variant.
    var complaint: String?
    /// What would decide.
    var advice = ""
    /// What was measured, where the evidence's numbers do not say it.
    var measured: String?
    var evidence: Verdict.Evidence?
    var secondsSpent: Double = 0

    init(
        state: Verdict.State, headline: String, details: [String] = [], evidence: Verdict.Evidence? = nil,
        secondsSpent: Double = 0
    ) {
        self.state = state
        self.headline = headline
        self.details = details
        self.evidence = evidence
        self.secondsSpent = secondsSpent
    }

    init(
        state: Verdict.State, headline: Headline, details: [String], causes: [String] = [],
        evidence: Verdict.Evidence?, secondsSpent: Double = 0
    ) {
        self.init(
            state: state, headline: headline.text, details: details, evidence: evidence, secondsSpent: secondsSpent)
        self.causes = causes
        complaint = headline.complaint
        advice = headline.advice
    }

    /// A finding in one line, and its parts for reports that print them separately.
    struct Headline {
        var text: String
        var complaint: String?
        var advice = ""
    }

    static func error(_ headline: String, details: [String] = []) -> Finding {
        Finding(state: .error, headline: headline, details: details)
    }

    /// Nothing measured is an error; too little measured leaves the gate undecided. Neither passes.
    static func incomparable(_ error: ComparisonError, subject: String) -> Finding {
        if case .tooFewLaunches(let usable, _) = error, usable > 0 {
            return Finding(state: .inconclusive, headline: "undecided: \(subject): \(error)")
        }
        return .error("no value: \(subject): \(error)")
    }

    /// No launch and no failure: there was no time for one.
    ///
    /// - Parameter ending: of the cell's pair; nil for a cell that is measured alone, of which no reason is recorded.
    static func beforeTheFirstLaunch(_ metric: Metric, _ ending: PairRecord.StopReason? = nil) -> Finding {
        let reason =
            switch ending {
            case .heldUp: "another pawl kept the machine before the first launch; measure when it has ended"
            case nil: "no launch was measured in the time allowed (--budget), or before another pawl kept the machine"
            default: "the time allowed had no room for its launches; allow more (--budget)"
            }
        return Finding(state: .inconclusive, headline: "undecided: \(metric.title): \(reason)")
    }

    /// A cell that has a failure, in its own words.
    static func failed(_ cell: CellRecord, as role: String, _ failure: CellFailure) -> Finding {
        let signal = failure.signal.map { " (\($0))" } ?? ""
        var details = ["phase: \(failure.phase)"]
        if let signal = failure.signal { details.append("signal: \(signal)") }
        if let exitCode = failure.exitCode { details.append("exit code: \(exitCode)") }
        if let line = failure.standardErrorTail.last { details.append("last line on standard error: \(line)") }
        if let hint = failure.hint { details.append("hint: \(hint)") }
        return .error("no value: \(role)failed in \(failure.phase): \(failure.message)\(signal)", details: details)
    }
}
