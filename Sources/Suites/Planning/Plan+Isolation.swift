extension Plan {
    /// A plan of one pair and nothing else, its baseline being cell 0 and its candidate cell 1.
    ///
    /// - Parameter pair: one of the plan's.
    public func isolating(_ pair: PlannedPair) -> Plan {
        var plan = self
        plan.cells = [cells[pair.baselineCell], cells[pair.candidateCell]]
        for index in plan.cells.indices { plan.cells[index].id = index }
        var only = pair
        (only.id, only.baselineCell, only.candidateCell) = (0, 0, 1)
        plan.pairs = [only]
        return plan
    }
}
