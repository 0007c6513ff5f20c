/// A picture of pure values: it knows its script, never a file or a process.
public protocol Chart: Sendable {
    /// A sentence without a full stop, such as `filetype: latency`.
    var title: String { get }
    /// What the picture says, in words, for those who do not see it.
    var description: String { get }
    var size: ChartSize { get }
    /// Places that say more when they are pointed at; none by default.
    var hotspots: [ChartHotspot] { get }
    /// Nil for what is not a course over time.
    var frame: ChartFrame? { get }
    /// Draws onto the canvas of `size`; the terminal and the output are the renderer's.
    func draw(into script: inout GnuplotScript)
}

/// Size of a chart's canvas in CSS pixels.
public struct ChartSize: Sendable, Equatable {
    public var width: Int
    public var height: Int
}

/// How a variant stands with the gates; it decides its colour, in every chart the same, and the word beside its name.
public enum ChartStanding: String, Sendable, CaseIterable {
    case reference, baseline, neutral, passed, failed, undecided, unmeasured

    /// Said beside the name, so that colour is never the only sign.
    var word: String? {
        switch self {
        case .reference: "reference"
        case .baseline: "baseline"
        case .failed: "fails"
        case .undecided: "undecided"
        case .unmeasured: "error"
        case .neutral, .passed: nil
        }
    }

    /// From the palette of Okabe and Ito (2008), told apart with any common colour blindness.
    var colour: String {
        switch self {
        // What others are held against.
        case .reference, .baseline: "0072B2"
        case .neutral: "56B4E9"
        case .passed: "009E73"
        case .failed: "D55E00"
        case .undecided: "E69F00"
        case .unmeasured: "CC79A7"
        }
    }
}
