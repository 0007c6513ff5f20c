import Records
import Reports
import ResultsStore

extension TrendMark {
    /// The runs of a suite that were promoted, each with its baseline's name.
    static func baselines(of suite: String, in store: ResultsStore) throws(StoreError) -> [TrendMark] {
        try store.baselines().filter { $0.run.suite.name == suite }.map { promotion in
            TrendMark(date: promotion.run.startedAt, text: "baseline \(promotion.name)@\(promotion.version)")
        }
    }
}
