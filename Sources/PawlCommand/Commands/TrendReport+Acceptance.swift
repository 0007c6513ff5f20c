import Records
import Trends

extension TrendReport {
    /// The same with every standing regression marked that a promoted run had already: whoever promoted it took it as it was.
    ///
    /// Of a cell, only the latest promotion of this suite counts, whatever the baseline's name. So a rollback to an earlier run
    /// takes back what the promotions since had accepted.
    func withAcceptance(by promotions: [BaselinePromotion]) -> TrendReport {
        var report = self
        for index in report.series.indices {
            let series = report.series[index]
            let ofCell = promotions.filter { $0.run.suite.name == suite && $0.contains(series.cell) }
            guard let latest = ofCell.max(by: { ($0.promotedAt, $0.version) < ($1.promotedAt, $1.version) }) else {
                continue
            }
            for place in series.changes.indices where series.changes[place].isStandingRegression {
                let first = series.points[series.changes[place].position].facts
                if first.run == latest.run.id || first.startedAt <= latest.run.startedAt {
                    report.series[index].changes[place].acceptedBy = latest.label
                }
            }
        }
        return report
    }
}

extension BaselinePromotion {
    fileprivate func contains(_ cell: CellAddress) -> Bool {
        variants.contains {
            $0.model == cell.model && $0.variant == cell.variant && $0.runtimeLabel == cell.runtimeLabel
        }
    }
}
