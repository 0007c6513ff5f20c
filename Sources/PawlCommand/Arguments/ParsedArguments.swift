import Diagnostics
import Records

/// A command line, checked against its specification.
struct ParsedArguments {
    private(set) var positionals: [String] = []
    private var values: [String: [String]] = [:]

    subscript(option: String) -> String? { values[option]?.first }

    /// Every value of an option that may be given several times.
    func all(_ option: String) -> [String] { values[option] ?? [] }

    /// Stands in for an option that was not given.
    mutating func setDefault(_ value: String, for option: String) {
        if values[option] == nil { values[option] = [value] }
    }

    func has(_ flag: String) -> Bool { values[flag] != nil }

    /// - Parameter arguments: what follows the subcommand's words; `--name value`, `--name=value` and `--` are understood.
    init(_ arguments: some Sequence<String>, for specification: CommandSpecification) throws(UsageError) {
        var onlyPositionals = false
        var remaining = Array(arguments)[...]
        while let argument = remaining.popFirst() {
            if onlyPositionals || !argument.hasPrefix("-") || argument == "-" {
                positionals.append(argument)
            } else if argument == "--" {
                onlyPositionals = true
            } else {
                try parseOption(argument, &remaining, specification)
            }
        }
        try checkPositionals(specification)
    }

    private mutating func parseOption(
        _ argument: String, _ remaining: inout ArraySlice<String>, _ specification: CommandSpecification
    ) throws(UsageError) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = specification.options.first(where: { $0.name == name }) else {
            throw UsageError(
                message: "unknown option '\(name)' of 'pawl \(specification.name)'",
                hint: Suggestion.hint(for: name, among: specification.options.map(\.name) + ["--help"]))
        }
        guard option.isRepeatable || values[name] == nil else {
            throw UsageError(message: "\(name) is given twice", hint: "give it once")
        }
        guard let valueName = option.value else {
            guard parts.count == 1 else {
                throw UsageError(message: "\(name) takes no value", hint: "write just \(name)")
            }
            values[name] = [""]
            return
        }
        guard let value = parts.count == 2 ? String(parts[1]) : remaining.popFirst(), !value.isEmpty else {
            throw UsageError(message: "\(name) needs a value", hint: "write \(name) \(valueName)")
        }
        guard option.choices.isEmpty || option.choices.contains(value) else {
            throw UsageError(
                message: "\(name) cannot be '\(value)'", hint: Suggestion.hint(for: value, among: option.choices))
        }
        values[name, default: []].append(value)
    }

    private func checkPositionals(_ specification: CommandSpecification) throws(UsageError) {
        let needed = specification.positionals.filter { !$0.isOptional }
        guard positionals.count >= needed.count else {
            throw UsageError(
                message: "'pawl \(specification.name)' needs \(needed[positionals.count].name)",
                hint: "usage: \(specification.shortUsage)")
        }
        let takesMore = specification.positionals.last?.isRepeated ?? false
        guard takesMore || positionals.count <= specification.positionals.count else {
            throw UsageError(
                message: "unexpected argument '\(positionals[specification.positionals.count])'",
                hint: "usage: \(specification.shortUsage)")
        }
    }
}

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
        let hint = "write it like 90s, \(Quantity.durationExample), 1.5h or 30d"
        let seconds = try quantity(option, hint: hint) { () throws(QuantityError) in try Quantity.parseDuration(text) }
        guard seconds > 0 else {
            throw UsageError(message: "\(option) cannot be '\(text)': it must be more than 0", hint: hint)
        }
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

/// A command line that cannot be understood.
struct UsageError: DiagnosableError {
    var message: String
    var hint: String

    var blame: Blame { .input }

    var diagnostics: [Diagnostic] { [Diagnostic(code: "usage", message, hint: hint)] }
}
