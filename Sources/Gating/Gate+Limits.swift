import Records
import Suites

extension Gate {
    var limitValue: Double {
        switch limit {
        case .maximum(let value), .minimum(let value), .maximumDrop(let value), .maximumRise(let value),
            .maximumIncrease(let value), .maximumRatio(let value):
            value
        }
    }

    var limitsRatio: Bool {
        if case .maximumRatio = limit { return true }
        return false
    }

    var purpose: PairRecord.Purpose? {
        switch against {
        case .nothing: nil
        case .reference: .reference
        case .baseline: .baseline
        }
    }
}
