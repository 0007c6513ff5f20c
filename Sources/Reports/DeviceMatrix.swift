import Gating
import Records

/// Models by runtimes and devices: what each cell came to last, the fastest of a model on a device marked.
struct DeviceMatrix {
    let cells: [SiteCell]

    private struct Column: Hashable {
        var runtime: String
        var machine: String
    }

    /// - Parameter link: a page of the site for a cell, if there is one.
    func html(link: (CellAddress) -> String?) -> String {
        var columns: [Column] = [], names: [String] = []
        for cell in cells {
            let column = column(of: cell)
            if !columns.contains(column) { columns.append(column) }
            if !names.contains(cell.name) { names.append(cell.name) }
        }
        columns.sort { ($0.machine, $0.runtime) < ($1.machine, $1.runtime) }
        let byPlace = Dictionary(grouping: cells) { Place(name: $0.name, column: column(of: $0)) }
        let fastest = fastestCells
        let table = HTMLTable(
            caption:
                "The latest median latency, quality and size on each runtime and device; ★ the fastest of its model there",
            columns: ["model/variant"] + columns.map { "\($0.runtime) · \($0.machine)" }, className: "cells matrix",
            groups: [
                HTMLTable.Group(
                    title: nil,
                    rows: names.map { name in
                        HTMLTable.Row(
                            heading: HTMLText.name(name),
                            cells: columns.map { column in
                                (byPlace[Place(name: name, column: column)] ?? []).map { cell in
                                    entry(cell, isFastest: fastest.contains(cell.address), link: link(cell.address))
                                }.joined()
                            })
                    })
            ])
        return HTMLPage.scrolling(table.html, label: "Table of models, runtimes and devices")
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

    private func entry(_ cell: SiteCell, isFastest: Bool, link: String?) -> String {
        if let failure = cell.failure {
            return "<span class=\"badge error\">ERROR</span> <small>\(HTMLText.escaped(failure))</small>"
        }
        let latency = text(.latencyP50, of: cell)
        let linked = link.map { HTMLPage.link(latency, to: $0) } ?? latency
        let quality = Metric.quality(among: cell.values.keys).map {
            "\(text($0, of: cell)) \(HTMLText.escaped($0.title))"
        }
        let facts = [quality, text(.modelSize, of: cell)].compactMap { $0 }.joined(separator: ", ")
        let mark = isFastest ? "<span class=\"best\">★ fastest</span> " : ""
        return "<span>\(mark)\(linked)\(badge(cell))<small>\(facts)</small></span>"
    }

    private func badge(_ cell: SiteCell) -> String {
        switch cell.standing {
        case .failed: " " + HTMLReport.badge(.failed)
        case .undecided: " " + HTMLReport.badge(.inconclusive)
        case .unmeasured: " " + HTMLReport.badge(.error)
        default: ""
        }
    }

    private func text(_ metric: Metric, of cell: SiteCell) -> String {
        cell.values[metric].map { Quantity.text($0, metric.dimension) } ?? "–"
    }
}
