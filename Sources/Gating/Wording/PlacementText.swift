import Records

/// The wording about where operators ran.
public enum PlacementText {
    /// Cells that ran nothing where they were asked to: a provider that finds no device, or no backend, leaves every operator to the
    /// processor without a word, and what was measured is that.
    ///
    /// Silent where a verdict tells it.
    public static func warnings(in run: RunRecord) -> [String] {
        let judged = Set(run.verdicts.filter { $0.metric == .fallbackOperators }.compactMap(\.cell))
        return run.cells.compactMap { cell in
            // On the processor, what leaves an accelerated library runs in the runtime's own kernels: nobody is misled.
            guard cell.runtime.provider.lowercased() != "cpu", !judged.contains(cell.id),
                let placement = OperatorPlacement(cell), placement.fallbacks.count == placement.operatorCount
            else { return nil }
            var places: [String] = []
            for group in placement.groups where !places.contains(group.provider) { places.append(group.provider) }
            let count = placement.operatorCount
            let operators = count == 1 ? "its operator did not run" : "none of its \(count) operators ran"
            return "\(cell.name): \(operators) in '\(cell.runtime.provider)', which was asked for, but in "
                + "\(VerdictText.names(places)): that is what was measured; 'metric: fallback_operators, max: 0' makes a gate of it"
        }
    }
}
