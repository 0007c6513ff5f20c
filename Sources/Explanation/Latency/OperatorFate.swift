/// What became of operators between baseline and candidate.
public enum OperatorFate: String, Sendable, CaseIterable, Codable {
    case kept
    /// The same type with other outputs.
    case otherShape = "other shape"
    /// The same type, run by another provider or kernel.
    case otherKernel = "other kernel"
    case otherType = "other type"
    /// Several became one.
    case fused
    /// One became several.
    case split
    /// Several became several others.
    case replaced
    case added, removed

    /// - Parameters: those of both sides that stand for each other; one side may be empty.
    init(_ baseline: [ProfiledOperator], _ candidate: [ProfiledOperator]) {
        guard !baseline.isEmpty else {
            self = .added
            return
        }
        guard !candidate.isEmpty else {
            self = .removed
            return
        }
        if baseline.count != candidate.count, min(baseline.count, candidate.count) == 1 {
            self = candidate.count == 1 ? .fused : .split
            return
        }
        let types = (baseline.map(\.type).sorted(), candidate.map(\.type).sorted())
        guard types.0 == types.1 else {
            self = baseline.count == 1 ? .otherType : .replaced
            return
        }
        if Self.differ(baseline, candidate, by: \.shape) {
            self = .otherShape
        } else {
            self = Self.differ(baseline, candidate, by: { $0.provider }) ? .otherKernel : .kept
        }
    }

    private static func differ(
        _ one: [ProfiledOperator], _ other: [ProfiledOperator], by property: (ProfiledOperator) -> String?
    ) -> Bool {
        let values = (one.compactMap(property).sorted(), other.compactMap(property).sorted())
        // A runtime that tells it on one side alone has not changed it.
        return !values.0.isEmpty && !values.1.isEmpty && values.0 != values.1
    }
}
