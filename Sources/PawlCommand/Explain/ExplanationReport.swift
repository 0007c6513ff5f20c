import Reports

/// One part of an explanation: what it says at a glance, and all of it.
protocol ExplanationSection: Encodable {
    /// The first lines of it, for a failure message: causes, how certain, nothing else.
    var headlines: [String] { get }
    var section: Document.Section { get }
    /// Whether everything that was to be measured was.
    var isWhole: Bool { get }
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

    var document: Document {
        Document(
            header: .init(title: "\(name: cell) beside \(name: counterpart)", kind: "explain"),
            blocks: sections.map { .section($0.section) })
    }
}
