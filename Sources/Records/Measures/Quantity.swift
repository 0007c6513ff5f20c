/// Numbers with units, as people write and read them.
///
/// Inside Pawl every number travels in base units: nanoseconds, bytes, shares of 1, inferences per second, nats, decibels.
/// This is the one place that turns text into base units (`parse`) and base units into text (`Quantity+Text`).
public enum Quantity {
    /// How a number is meant; the same text means different things on different scales.
    public enum Scale: Sendable, Hashable {
        /// A value of a metric: `50 ms`, `200 MB`, `97%`, `100 /s`, `0.01 nats`, `30 dB`, `0.95`.
        case absolute(Dimension)
        /// A difference of two shares: `1 point` is 0.01.
        case points
        /// A difference of two bare numbers: `0.01`.
        case difference
        /// Candidate over baseline minus 1: `3%` is 0.03.
        case relativeChange
        /// Candidate over baseline: `0.5` or `50%`.
        case ratio
    }

    /// Reads a suite's number and converts it to base units.
    ///
    /// A number is plain decimal (`1.5`, `2e3`), at least 0, with its unit after it; blanks between are optional. A bare
    /// number is accepted only where nothing else could be meant: ratios, counts, coefficients, the output's own units, nats and decibels.
    ///
    /// - Returns: nanoseconds, bytes, a share of 1, inferences per second, nats or a ratio, finite and at least 0.
    /// - Throws: `QuantityError`, which names what was wrong and the units that are known.
    public static func parse(_ text: String, as scale: Scale) throws(QuantityError) -> Double {
        let trimmed = text.trimmingBlanks()
        let (digits, rest) = splitNumber(trimmed)
        guard let number = Double(String(digits)) else { throw .notANumber(text: text, example: scale.example) }
        guard digits.first != "-" || number == 0 else { throw .negative(text: text) }
        let symbol = String(rest).trimmingBlanks()
        guard !(rest.first.map(isPartOfANumber) ?? false) else {
            throw .notANumber(text: text, example: scale.example)
        }
        let value: Double
        if symbol.isEmpty {
            guard scale.acceptsBareNumbers else {
                throw .missingUnit(text: text, known: scale.unitNames, example: scale.example)
            }
            value = abs(number)
        } else if let unit = scale.units.first(where: { $0.symbols.contains(symbol) }) {
            value = unit.inBaseUnits(abs(number))
        } else {
            throw .unknownUnit(symbol: symbol, known: scale.unitNames, example: scale.example)
        }
        guard value <= scale.largest else { throw .tooLarge(text: text) }
        return value
    }

    /// The longest prefix of the form `[+-]digits[.digits][e[+-]digits]`, and what follows it.
    private static func splitNumber(_ text: String) -> (digits: Substring, rest: Substring) {
        let characters = text.utf8
        var end = characters.startIndex
        func skip(_ accepted: (UInt8) -> Bool) -> Bool {
            let start = end
            while end < characters.endIndex, accepted(characters[end]) { characters.formIndex(after: &end) }
            return end > start
        }
        func skipOne(of accepted: String) -> Bool {
            guard end < characters.endIndex, accepted.utf8.contains(characters[end]) else { return false }
            characters.formIndex(after: &end)
            return true
        }
        let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        _ = skipOne(of: "+-")
        guard skip(isDigit) else { return ("", text[...]) }
        let integerEnd = end
        if skipOne(of: "."), !skip(isDigit) { end = integerEnd }
        let mantissaEnd = end
        if skipOne(of: "eE") {
            _ = skipOne(of: "+-")
            if !skip(isDigit) { end = mantissaEnd }
        }
        return (text[..<end], text[end...])
    }

    /// What cannot begin a unit: `1,000 ms` and `1.2.3` are no numbers, rather than numbers of an odd unit.
    private static func isPartOfANumber(_ character: Character) -> Bool {
        character.isASCII && (character.isNumber || ".,_'+-".contains(character))
    }
}

extension String {
    func trimmingBlanks() -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" || character == "\u{A0}" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}

extension Quantity {
    /// A well-formed duration, for hints.
    public static let durationExample = "5m"

    /// Reads how long something may take: `30s`, `5m`, `1.5 h`, `7 days`.
    ///
    /// Minutes may be short here, unlike in a metric's limit, where `5 m` is more likely a slip for `5 ms`.
    ///
    /// - Returns: seconds, finite and at least 0.
    /// - Throws: `QuantityError` as `parse` does; a unit is required.
    public static func parseDuration(_ text: String) throws(QuantityError) -> Double {
        for (symbol, minutes) in [("m", 1.0), ("h", 60), ("d", 1440), ("day", 1440), ("days", 1440)] {
            let trimmed = text.trimmingBlanks()
            guard trimmed.hasSuffix(symbol) else { continue }
            let number = String(trimmed.dropLast(symbol.count))
            guard let last = number.trimmingBlanks().last, last.isASCII, last.isNumber || last == "." else { continue }
            return try parse(number + " min", as: .absolute(.time)) * minutes / 1e9
        }
        return try parse(text, as: .absolute(.time)) / 1e9
    }
}

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
