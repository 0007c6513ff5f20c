import Gating
import Records

/// A model's variants held against each other in quality, latency and size: which are worth choosing, and which are beaten.
struct TradeOffTable {
    let model: String
    let metric: Metric
    /// Those that have all three values, measured on one machine.
    let cells: [SiteCell]

    /// One table per model, from the machine that ran it last; none for models with fewer than two variants to choose from.
    static func tables(of cells: [SiteCell]) -> [TradeOffTable] {
        var models: [String] = []
        for cell in cells where !models.contains(cell.address.model) { models.append(cell.address.model) }
        return models.compactMap { model in
            let own = cells.filter { $0.address.model == model && $0.failure == nil }
            guard let latest = own.max(by: { $0.startedAt < $1.startedAt }),
                let metric = Metric.quality(among: own.flatMap { $0.values.keys })
            else { return nil }
            let comparable = own.filter { cell in
                cell.machine == latest.machine
                    && [.latencyP50, metric, .modelSize].allSatisfy { cell.values[$0]?.isFinite == true }
            }
            return comparable.count > 1 ? TradeOffTable(model: model, metric: metric, cells: comparable) : nil
        }
    }

    var chart: TradeOffChart? {
        TradeOffChart(
            model: model, metric: metric,
            points: cells.map { cell in
                TradeOffChart.Point(
                    name: name(of: cell), standing: cell.standing, medianNanoseconds: cell.values[.latencyP50] ?? .nan,
                    quality: cell.values[metric] ?? .nan, modelBytes: cell.values[.modelSize] ?? .nan)
            })
    }

    var table: Document.Table {
        let metrics = [Metric.latencyP50, metric, .modelSize]
        return Document.Table(
            .choice,
            caption: "Which variants of \(name: model) no other one beats in latency, quality and size together",
            columns: [.init("variant")] + metrics.map { .init($0.title, .right) } + [.init("choice", .right)],
            rows: cells.map { cell in
                let winner = cells.first { beats($0, cell) }
                return ["\(name: name(of: cell))"]
                    + metrics.map { metric in
                        Prose(cell.values[metric].map { Quantity.text($0, metric.dimension) } ?? "–")
                    } + [winner.map { "beaten by \(name: name(of: $0))" } ?? "\(strong: "on the front")"]
            }, noun: "variants")
    }

    /// Whether the one is nowhere worse than the other and somewhere better.
    func beats(_ one: SiteCell, _ other: SiteCell) -> Bool {
        let comparisons = [Metric.latencyP50, metric, .modelSize].map { metric -> Double in
            let difference = (one.values[metric] ?? .nan) - (other.values[metric] ?? .nan)
            return metric.direction == .lowerIsBetter ? -difference : difference
        }
        return comparisons.allSatisfy { $0 >= 0 } && comparisons.contains { $0 > 0 }
    }

    /// The runtime as well where the model runs on several.
    private func name(of cell: SiteCell) -> String {
        Set(cells.map(\.address.runtimeLabel)).count > 1
            ? "\(cell.address.variant) on \(cell.address.runtimeLabel)" : cell.address.variant
    }
}
