/// Why a text is no quantity of the wanted scale; the reader of the text knows the place and adds it.
public enum QuantityError: Error, Equatable {
    case notANumber(text: String, example: String)
    case negative(text: String)
    case tooLarge(text: String)
    case missingUnit(text: String, known: [String], example: String)
    case unknownUnit(symbol: String, known: [String], example: String)

    /// One sentence without a full stop.
    public var message: String {
        switch self {
        case .notANumber(let text, _): "'\(text.shortened)' is not a number with a unit"
        case .negative(let text): "'\(text.shortened)' is negative"
        case .tooLarge(let text): "'\(text.shortened)' is too large"
        case .missingUnit(let text, _, _): "'\(text.shortened)' needs a unit"
        case .unknownUnit(let symbol, _, _): "unknown unit '\(symbol.shortened)'"
        }
    }

    public var hint: String? {
        switch self {
        case .notANumber(_, let example): "write it like '\(example)', with a decimal point and no separators"
        case .negative: "limits are at least 0; the kind of limit says which direction counts"
        case .tooLarge: nil
        case .missingUnit(_, let known, let example), .unknownUnit(_, let known, let example):
            "write it like '\(example)'; known: \(known.joined(separator: ", "))"
        }
    }
}

extension String {
    /// Text from files may be of any length; a message is not.
    fileprivate var shortened: String { count <= 60 ? self : prefix(60) + "..." }
}
