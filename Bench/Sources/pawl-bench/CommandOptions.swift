/// Takes options out of a command line; what is left are files.
struct CommandOptions {
    private var arguments: [String]

    init(_ arguments: [String]) {
        self.arguments = arguments
    }

    mutating func flag(_ name: String) -> Bool {
        guard let index = arguments.firstIndex(of: name) else { return false }
        arguments.remove(at: index)
        return true
    }

    mutating func text(_ name: String) throws(TraceError) -> String? {
        guard let index = arguments.firstIndex(of: name) else { return nil }
        guard index + 1 < arguments.count, !arguments[index + 1].hasPrefix("--") else {
            throw .wrongArgument("\(name) needs a value", hint: "pawl-bench --help")
        }
        let value = arguments[index + 1]
        arguments.removeSubrange(index...(index + 1))
        return value
    }

    mutating func number(_ name: String, in range: ClosedRange<Double>) throws(TraceError) -> Double? {
        guard let text = try text(name) else { return nil }
        guard let number = Double(text), range.contains(number) else {
            throw .wrongArgument(
                "\(name) cannot be '\(text)'", hint: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func numbers(_ name: String) throws(TraceError) -> [Double]? {
        guard let text = try text(name) else { return nil }
        let numbers = text.split(separator: ",").map { Double(String($0)) }
        let known = numbers.compactMap { $0 }
        guard known.count == numbers.count, !known.isEmpty else {
            throw .wrongArgument("\(name) cannot be '\(text)'", hint: "numbers with commas between them, such as 2,3,5")
        }
        return known
    }

    /// - Throws: when an option is left that nobody took.
    func rest() throws(TraceError) -> [String] {
        if let unknown = arguments.first(where: { $0.hasPrefix("-") }) {
            throw .wrongArgument("unknown option '\(unknown)'", hint: "pawl-bench --help")
        }
        return arguments
    }
}
