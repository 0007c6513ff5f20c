import Reports

/// Which layers a change of accuracy comes from.
struct AccuracySection: ExplanationSection {
    var headlines: [String] { [] }
    var isWhole: Bool { true }
    func pictures(of pair: ExplainedPair) -> [RenderedChart] { [] }

    var section: Document.Section { .init("accuracy", "Accuracy by layer", []) }

    static func explain(_ pair: ExplainedPair) throws -> AccuracySection {
        throw UsageError(message: "accuracy cannot be explained yet", hint: "see docs/explain.md")
    }
}
