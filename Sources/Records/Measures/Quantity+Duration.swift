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
