import Diagnostics
import Gating
import Records

/// What became of a run, in the two words of a badge: `pawl | passed`.
public struct Badge: Sendable, Equatable {
    /// The colour's meaning; the message says the same in words.
    public enum Tone: String, Sendable, CaseIterable {
        case passed, failed, undecided, error, quiet
    }

    /// Longer labels are cut: a badge stands in a line of text.
    static let longestLabel = 40

    public var label: String
    public var message: String
    public var tone: Tone
    /// Whose result it is and of when, for tooltips and screen readers.
    public var title: String

    public init(label: String, message: String, tone: Tone, title: String) {
        self.label = label
        self.message = message
        self.tone = tone
        self.title = title
    }

    /// - Parameter suite: named beside the tool; nil where the place says whose badge it is.
    public init(of run: RunRecord, naming suite: String? = nil) {
        func count(_ state: Verdict.State) -> Int { run.verdicts.count { $0.state == state } }
        let outcome = RunOutcome(of: run)
        (message, tone) =
            switch outcome {
            case .passed: ("passed", .passed)
            case .failed: ("\(count(.failed)) failed", .failed)
            case .inconclusive: ("\(count(.inconclusive)) undecided", .undecided)
            case .incomplete: ("incomplete", .error)
            case .interrupted: ("interrupted", .error)
            case .running: ("running", .quiet)
            case .measured: ("measured", .quiet)
            }
        let words = suite.map { "pawl " + PrintableText.clean($0) } ?? "pawl"
        label = words.count > Self.longestLabel ? words.prefix(Self.longestLabel - 1) + "…" : words
        title = "pawl, suite \(PrintableText.clean(run.suite.name)): \(message), \(ReportTime.text(run.startedAt))"
    }
}

extension Badge.Tone {
    /// White text on it has a contrast of at least 6 to 1.
    var colour: String {
        switch self {
        case .passed: "#17693a"
        case .failed: "#b02a0c"
        case .undecided: "#7d5200"
        case .error: "#8e2a6a"
        case .quiet: "#57606a"
        }
    }
}
