import Records

extension Judgement {
    /// Times and memory are those of a machine; answers, and the size of a file, are not.
    var followsMachine: Bool { metric.origin == .measurement && metric != .modelSize }

    /// No verdict is better than one that takes the difference of two machines for one of two models.
    func betweenMachines(_ counterpart: CellRecord) -> Finding {
        .error(
            "no value: it was measured on \(place(cell)), the \(role) on \(place(counterpart)): "
                + "the \(metric.title) of two machines cannot be compared",
            details: [
                "hint: give the \(role) a runtime on the same machine, or limit the gate with 'variants: [...]'; "
                    + "gates on answers do compare across machines"
            ])
    }

    private func place(_ cell: CellRecord) -> String { cell.device ?? run.environment.hostName }
}
