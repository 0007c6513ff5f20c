import Diagnostics
import Records
import Support

extension YAMLReader {
    /// A number with its unit, in base units.
    func quantity(_ node: YAMLNode, _ what: String, as scale: Quantity.Scale) -> Double? {
        guard let text = text(node, what) else { return nil }
        do throws(QuantityError) {
            return try Quantity.parse(text, as: scale)
        } catch {
            var hint = error.hint
            if case .unknownUnit(let symbol, let known, _) = error,
                let closest = Suggestion.closest(to: symbol, among: known)
            {
                hint = "did you mean '\(closest)'? " + (hint ?? "")
            }
            report(error.suiteCode, "\(what): \(error.message)", at: node.location, hint: hint)
            return nil
        }
    }
}

extension QuantityError {
    var suiteCode: String {
        switch self {
        case .unknownUnit: "unknown-unit"
        case .missingUnit: "missing-unit"
        case .notANumber, .negative, .tooLarge: "invalid-quantity"
        }
    }
}
