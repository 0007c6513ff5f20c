/// Which cells a run is limited to (`--only GLOB`).
public struct CellSelection: Sendable {
    private let pattern: GlobPattern?
    private let matchesWholeName: Bool

    /// - Parameter glob: `model/variant` with `*` and `?`; without a slash it may name a model or a variant. Nil is all.
    public init(glob: String?) {
        pattern = glob.map { GlobPattern($0) }
        matchesWholeName = glob?.contains("/") ?? false
    }

    public func contains(model: String, variant: String) -> Bool {
        guard let pattern else { return true }
        if matchesWholeName { return pattern.matches("\(model)/\(variant)") }
        return pattern.matches(model) || pattern.matches(variant)
    }
}
