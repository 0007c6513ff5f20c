import Reports
import Suites

/// One part of an explanation: what it says at a glance, and all of it.
protocol ExplanationSection: Encodable {
    /// The first lines of it, for a failure message: causes, how certain, nothing else.
    var headlines: [String] { get }
    var section: Document.Section { get }
    /// Whether everything that was to be measured was.
    var isWhole: Bool { get }
    /// Drawn, named as files are to be; none where gnuplot cannot.
    func pictures(of pair: ExplainedPair) -> [RenderedChart]
}

/// Where a change of one cell comes from, for people and, as JSON, for programs.
struct ExplanationReport: Encodable {
    var suite: String
    var cell: String
    /// What it is held against, in words: `filetype/fp32 on onnxruntime 1.31.1`.
    var counterpart: String
    var latency: LatencySection?
    var accuracy: AccuracySection?

    var sections: [any ExplanationSection] {
        var sections: [any ExplanationSection] = []
        if let latency { sections.append(latency) }
        if let accuracy { sections.append(accuracy) }
        return sections
    }

    /// - Parameter pictures: of each section, for pages.
    func document(pictures: [[RenderedChart]] = []) -> Document {
        Document(
            header: .init(title: "\(name: cell) beside \(name: counterpart)", kind: "explain"),
            blocks: sections.enumerated().map { index, part in
                var section = part.section
                let shown = pictures.indices.contains(index) ? pictures[index] : []
                if !shown.isEmpty {
                    section.blocks.insert(.group(.charts, shown.map { .picture(.chart($0)) }), at: 0)
                }
                return .section(section)
            })
    }

    func drawn(of pair: ExplainedPair) -> (pictures: [RenderedChart], page: Document)? {
        let pictures = sections.map { $0.pictures(of: pair) }
        return (pictures.flatMap { $0 }, document(pictures: pictures))
    }
}
