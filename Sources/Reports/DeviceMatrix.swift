import Gating
import Records

/// Models by runtimes and devices: each cell's latest figures, the fastest of a model on a device marked.
struct DeviceMatrix {
    let cells: [SiteCell]

    private struct Column: Hashable {
        var runtime: String
        var machine: String
    }

    /// - Parameter link: a page of the site for a cell, if there is one.
    func table(link: (CellAddress) -> String?) -> Document.Table {
        var columns: [Column] = [], names: [String] = []
        for cell in cells {
            let column = column(of: cell)
            if !columns.contains(column) { columns.append(column) }
            if !names.contains(cell.name) { names.append(cell.name) }
        }
        columns.sort { ($0.machine, $0.runtime) < ($1.machine, $1.runtime) }
        let byPlace = Dictionary(grouping: cells) { Place(name: $0.name, column: column(of: $0)) }
        let fastest = fastestCells
        return Document.Table(
            .matrix,
            caption:
                "The latest median latency, quality and size on each runtime and device; ★ the fastest of its model there",
            columns: [.init("model/variant")] + columns.map { .init("\($0.runtime) · \($0.machine)", .right) },
            rows: names.map { name in
                ["\(name: name)"]
                    + columns.map { column in
                        (byPlace[Place(name: name, column: column)] ?? []).map { cell in
                            entry(cell, isFastest: fastest.contains(cell.address), link: link(cell.address))
                        }.joined(" ")
                    }
            }, noun: "models")
    }

    private struct Place: Hashable {
        var name: String
        var column: Column
    }

    private func column(of cell: SiteCell) -> Column { Column(runtime: cell.runtime, machine: cell.machine) }

    /// Of each model on each device; alone, a variant is not the fastest of anything.
    private var fastestCells: Set<CellAddress> {
        struct Group: Hashable { var model, machine: String }
        let groups = Dictionary(grouping: cells.filter { $0.values[.latencyP50] != nil && $0.failure == nil }) {
            Group(model: $0.address.model, machine: $0.machine)
        }
        return Set(
            groups.values.filter { $0.count > 1 }
                .compactMap { $0.min { ($0.values[.latencyP50] ?? 0) < ($1.values[.latencyP50] ?? 0) }?.address })
    }

    private func entry(_ cell: SiteCell, isFastest: Bool, link: String?) -> Prose {
        if let failure = cell.failure { return "\(Verdict.State.error.badge) \(quiet: Prose(failure))" }
        let quality = Metric.quality(among: cell.values.keys).map { "\(text($0, of: cell)) \($0.title)" }
        let facts = [quality, text(.modelSize, of: cell)].compactMap { $0 }.joined(separator: ", ")
        let mark: Prose = isFastest ? "\(strong: "★ fastest") " : ""
        return
            "\(mark)\(Prose(text(.latencyP50, of: cell)), to: link)\(badge(cell)) \(quiet: Prose(facts))"
    }

    private func badge(_ cell: SiteCell) -> Prose {
        switch cell.standing {
        case .failed: " \(Verdict.State.failed.badge)"
        case .undecided: " \(Verdict.State.inconclusive.badge)"
        case .unmeasured: " \(Verdict.State.error.badge)"
        default: ""
        }
    }

    private func text(_ metric: Metric, of cell: SiteCell) -> String {
        cell.values[metric].map { Quantity.text($0, metric.dimension) } ?? "–"
    }
}
