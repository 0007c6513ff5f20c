import Foundation

/// Decides when a warm-up may end: two windows in a row whose medians differ from the one before by less than 2 %.
///
/// A window closes at 5 inferences and 10 milliseconds, whichever comes later.
struct WarmUpRule {
    static let minimumInferences = 5
    static let minimumNanoseconds: UInt64 = 10_000_000
    static let tolerance = 0.02
    static let steadyWindows = 2

    private var window: [UInt64] = []
    private var windowNanoseconds: UInt64 = 0
    private var steadyCount = 0
    /// Median of the last closed window, in nanoseconds.
    private(set) var lastMedian: Double?

    var isSteady: Bool { steadyCount >= Self.steadyWindows }

    mutating func add(_ nanoseconds: UInt64) {
        window.append(nanoseconds)
        windowNanoseconds += nanoseconds
        guard window.count >= Self.minimumInferences, windowNanoseconds >= Self.minimumNanoseconds else { return }
        window.sort()
        let middle = window.count / 2
        let median =
            window.count % 2 == 1 ? Double(window[middle]) : (Double(window[middle - 1]) + Double(window[middle])) / 2
        if let lastMedian, abs(log(max(median, 1) / max(lastMedian, 1))) < log(1 + Self.tolerance) {
            steadyCount += 1
        } else {
            steadyCount = 0
        }
        lastMedian = median
        window.removeAll(keepingCapacity: true)
        windowNanoseconds = 0
    }
}
