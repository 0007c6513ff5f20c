/// Where in a command line its end is.
struct CommandLineState {
    /// The option whose value comes next.
    private(set) var pending: CommandSpecification.Option?
    private(set) var given: Set<String> = []
    private(set) var isBehindDashes = false
    /// What comes next if it is no option; nil when the command takes no more.
    var positional: CommandSpecification.Positional? {
        if count < positionals.count { return positionals[count] }
        return positionals.last.flatMap { $0.isRepeated ? $0 : nil }
    }

    private var count = 0
    private let positionals: [CommandSpecification.Positional]

    /// - Parameter words: what stands between the command and the word that is completed.
    init(_ words: some Sequence<String>, of command: CommandSpecification) {
        positionals = command.positionals
        for word in words {
            if pending != nil {
                pending = nil
            } else if isBehindDashes || !word.hasPrefix("-") || word == "-" {
                count += 1
            } else if word == "--" {
                isBehindDashes = true
            } else {
                let name = String(word.prefix { $0 != "=" })
                given.insert(name)
                guard !word.contains("=") else { continue }
                pending = command.options.first { $0.name == name && $0.value != nil }
            }
        }
    }
}
