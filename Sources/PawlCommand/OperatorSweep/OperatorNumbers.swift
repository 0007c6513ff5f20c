import Diagnostics
import Foundation
import ModelFormats
import RuntimeProbes

/// What two versions of a runtime make of the tests of operators.
struct OperatorNumbers {
    /// What the second version does otherwise than the first, the worst first.
    enum Finding: String, Encodable, CaseIterable, Comparable {
        /// It crashes or hangs, and the first does not.
        case ends
        /// The first is right, it is wrong.
        case wrong
        /// The first runs the model, it refuses it.
        case refused
        /// Both are wrong, each in its own way.
        case wrongOtherwise = "wrong_otherwise"
        /// The first refuses the model or ends over it, it runs the model and is wrong.
        case takenAndWrong = "taken_and_wrong"
        /// The first crashes or hangs, it refuses the model.
        case endsNoMore = "ends_no_more"
        /// The first is wrong, it is right.
        case corrected
        /// The first refuses the model or ends over it, it is right.
        case taken
        /// Both are right, by other bits.
        case bits
        /// Both are right, bit for bit alike.
        case same
        /// Outputs differ from run to run: random numbers.
        case varies
        case wrongOnBoth = "wrong_on_both"
        case refusedOnBoth = "refused_on_both"
        case endsOnBoth = "ends_on_both"
        /// One version reads no model of so new a format or operator set: nothing is known of the operator.
        case tooNew = "too_new"
        /// Pawl does not pass what the model takes or gives.
        case leftOut = "left_out"

        static func < (one: Finding, other: Finding) -> Bool { one.rank < other.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// Whether the second version is another than the first.
        var isChange: Bool { self < .same }
        /// Whether something that worked does not.
        var isWorse: Bool { self < .wrongOtherwise }
    }

    /// One version's part, without its tensors.
    struct Side: Encodable, Equatable {
        var outcome: OperatorTestOutcome.Kind
        var words: String?
        var largestError: Double?

        init(_ outcome: OperatorTestOutcome) {
            self.outcome = outcome.kind
            words = outcome.words
            // Infinity and NaN are no numbers of JSON.
            largestError = outcome.largestError.flatMap { $0.isFinite ? $0 : nil }
        }
    }

    /// One test on both versions.
    struct Comparison: Encodable {
        var test: String
        var operatorName: String
        var isExpanded: Bool
        var title: String
        var finding: Finding
        /// Nil for a test that was not run.
        var first: Side?
        var second: Side?
        /// Of the outputs of both that ran, where they differ; nil where they cannot be subtracted.
        var largestDifference: Double?
        /// Of a test that was left out.
        var reason: String?
    }

    /// In the order of the tests.
    var comparisons: [Comparison] = []
    /// How many tests there are.
    var tests = 0
    var seconds = 0.0
    var wasInterrupted = false

    /// Runs a test on one version.
    typealias Run = (_ test: OnnxBackendTest) throws(ProbeError) -> OperatorTestOutcome

    /// - Parameter observe: receives how many tests are done.
    /// - Throws: `ProbeError` when this machine is to blame; what a test does to a worker is a finding.
    init(
        _ tests: NodeTests, first: Run, second: Run, observe: (_ done: Int, _ test: String) -> Void = { _, _ in }
    ) throws(ProbeError) {
        self.tests = tests.entries.count
        let start = ContinuousClock.now
        for (index, entry) in tests.entries.enumerated() {
            do throws(ProbeError) {
                comparisons.append(try Self.compare(entry, first, second))
            } catch {
                guard case .interrupted = error else { throw error }
                wasInterrupted = true
                break
            }
            observe(index + 1, entry.name)
        }
        let duration = start.duration(to: .now).components
        seconds = Double(duration.seconds) + Double(duration.attoseconds) / 1e18
    }

    private static func compare(_ entry: NodeTests.Entry, _ first: Run, _ second: Run) throws(ProbeError) -> Comparison
    {
        var comparison = Comparison(
            test: entry.name, operatorName: entry.operatorName, isExpanded: entry.isExpanded, title: entry.title,
            finding: .leftOut)
        let test: OnnxBackendTest
        do {
            test = try OnnxBackendTest(folder: entry.folder)
        } catch {
            comparison.reason = error.reason
            return comparison
        }
        let (one, two) = (try first(test), try second(test))
        comparison.finding = finding(one, two)
        comparison.first = Side(one)
        comparison.second = Side(two)
        if comparison.finding == .leftOut {
            comparison.reason = [one, two].first { $0.kind == .notRun }?.words
        } else if one.ran, two.ran, !one.hasSameBits(as: two) {
            comparison.largestDifference = one.largestDifference(from: two).flatMap { $0.isFinite ? $0 : nil }
        }
        return comparison
    }

    static func finding(_ first: OperatorTestOutcome, _ second: OperatorTestOutcome) -> Finding {
        func ends(_ outcome: OperatorTestOutcome) -> Bool { outcome.kind == .crashed || outcome.kind == .hung }
        if first.kind == .notRun || second.kind == .notRun { return .leftOut }
        switch (ends(first), ends(second)) {
        case (true, true): return .endsOnBoth
        case (false, true): return .ends
        default: break
        }
        guard first.isTooNew == second.isTooNew else { return .tooNew }
        if ends(first), second.kind == .refused { return .endsNoMore }
        switch (first.ran, second.ran) {
        case (false, false): return .refusedOnBoth
        case (true, false): return .refused
        case (false, true): return second.kind == .right ? .taken : .takenAndWrong
        case (true, true): break
        }
        // One run in a hundred may be right by chance.
        guard first.isRepeatable, second.isRepeatable else { return .varies }
        switch (first.kind, second.kind) {
        case (.right, .wrong): return .wrong
        case (.wrong, .right): return .corrected
        case (.right, _): return first.hasSameBits(as: second) ? .same : .bits
        default: return first.hasSameBits(as: second) ? .wrongOnBoth : .wrongOtherwise
        }
    }
}

extension OperatorNumbers {
    /// All tests of one operator.
    struct Group {
        var title: String
        var comparisons: [Comparison]

        /// Of all its tests.
        var worst: Finding { comparisons.map(\.finding).min() ?? .leftOut }

        /// The test that shows a finding best: the one with the largest error or difference.
        func example(of finding: Finding) -> Comparison? {
            comparisons.filter { $0.finding == finding }.max { $0.size < $1.size }
        }

        func count(_ finding: Finding) -> Int { comparisons.count { $0.finding == finding } }
    }

    /// By operator, the worst first, then by name.
    var groups: [Group] {
        Dictionary(grouping: comparisons, by: \.title).map { Group(title: $0, comparisons: $1) }
            .sorted { ($0.worst, $0.title) < ($1.worst, $1.title) }
    }

    func count(_ finding: Finding) -> Int { comparisons.count { $0.finding == finding } }

    /// Why tests were left out, and how many for each reason, the most first.
    var reasonsForLeavingOut: [(reason: String, tests: Int)] {
        Dictionary(grouping: comparisons.filter { $0.finding == .leftOut }) { $0.reason ?? "" }
            .map { ($0, $1.count) }.sorted { ($1.tests, $0.reason) < ($0.tests, $1.reason) }
    }
}

extension OperatorNumbers.Comparison {
    fileprivate var size: Double { largestDifference ?? max(first?.largestError ?? 0, second?.largestError ?? 0) }
}
