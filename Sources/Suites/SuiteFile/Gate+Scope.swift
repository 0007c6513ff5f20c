extension Gate {
    /// Whether the gate's `models` and `variants` let it judge this variant; an empty list lets all.
    public func applies(toModel model: String, variant: String) -> Bool {
        Self.matches(models, model) && Self.matches(variants, variant)
    }

    static func matches(_ patterns: [String], _ name: String) -> Bool {
        patterns.isEmpty || patterns.contains { GlobPattern($0).matches(name) }
    }
}
