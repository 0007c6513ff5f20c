import Records

extension ParsedArguments {
    /// `--seed`, or a random number.
    func seed() throws(UsageError) -> UInt64 {
        guard let text = self["--seed"] else { return UInt64.random(in: 0...UInt64(UInt32.max)) }
        guard let seed = UInt64(text) else {
            throw UsageError(message: "--seed cannot be '\(text)'", hint: "a whole number from 0 up")
        }
        return seed
    }

    /// A length of time above 0, in seconds; nil when the option is not given.
    func duration(_ option: String) throws(UsageError) -> Double? {
        guard let text = self[option] else { return nil }
        let hint = "write it like \(Quantity.durationExample), 90s or 1.5h"
        let seconds = try quantity(option, hint: hint) { () throws(QuantityError) in try Quantity.parseDuration(text) }
        guard seconds > 0 else { throw UsageError(message: "\(option) cannot be '\(text)': it is no time", hint: hint) }
        return seconds
    }

    /// A relative change above 0 and at most 1, such as 0.03 for `3%`; nil when the option is not given.
    func relativeChange(_ option: String, example: String) throws(UsageError) -> Double? {
        guard let text = self[option] else { return nil }
        let hint = "more than 0 %, at most 100 %, such as \(example)"
        let change = try quantity(option, hint: hint) { () throws(QuantityError) in
            try Quantity.parse(text, as: .relativeChange)
        }
        guard change > 0, change <= 1 else {
            throw UsageError(message: "\(option) cannot be '\(text)'", hint: hint)
        }
        return change
    }

    private func quantity(
        _ option: String, hint: String, _ parse: () throws(QuantityError) -> Double
    ) throws(UsageError) -> Double {
        do throws(QuantityError) {
            return try parse()
        } catch {
            throw UsageError(message: "\(option): \(error.message)", hint: hint)
        }
    }
}
