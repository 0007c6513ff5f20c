/// What may stand at the end of a command line, found from the specifications: one list for all shells.
struct CommandLineCompletion {
    /// A word, and what it means for shells that show it.
    struct Candidate: Equatable {
        var word: String
        var meaning = ""
    }

    /// What the shell offers besides, by itself.
    enum Paths: String { case none, files, folders }

    private(set) var candidates: [Candidate] = []
    private(set) var paths = Paths.none

    /// - Parameters:
    ///   - words: what follows `pawl`; the last one is being completed, and may be empty.
    ///   - recorded: what the database or the suite of a command line holds; asked only where it is needed.
    init(
        _ words: [String], commands: [CommandSpecification],
        recorded: (CommandSpecification.Recorded, _ words: [String]) -> [Candidate]
    ) {
        let (words, taken) = Self.joined(words)
        guard let last = words.last else { return }
        let before = Array(words.dropLast())
        let named = commands.filter { Array(before.prefix($0.path.count)) == $0.path }
        let command = named.max { $0.path.count < $1.path.count }
        if before.isEmpty || before == ["help"] {
            candidates =
                Self.firstWords(commands)
                + (before.isEmpty ? [Self.help, Candidate(word: "--version", meaning: "print the version")] : [])
        } else if before.count == 1, let group = Self.group(before[0], commands) {
            candidates = group + (command.map { Self.options(of: $0, given: []) } ?? [Self.help])
        } else if let command {
            let state = CommandLineState(before.dropFirst(command.path.count), of: command)
            complete(last, state, command) { recorded($0, words) }
        }
        candidates = candidates.filter { $0.word.hasPrefix(last) }.map {
            Candidate(word: String($0.word.dropFirst(taken)), meaning: $0.meaning)
        }
    }

    private mutating func complete(
        _ last: String, _ state: CommandLineState, _ command: CommandSpecification,
        recorded: (CommandSpecification.Recorded) -> [Candidate]
    ) {
        if let option = state.pending {
            offer(option.choices + option.suggestions, option.choices.isEmpty ? option.completion : .none, recorded)
        } else if !state.isBehindDashes, let sign = last.firstIndex(of: "="), last.hasPrefix("--") {
            let name = String(last[..<sign])
            guard let option = command.options.first(where: { $0.name == name && $0.value != nil }) else { return }
            offer(option.choices + option.suggestions, option.choices.isEmpty ? option.completion : .none, recorded)
            candidates = candidates.map { Candidate(word: "\(name)=\($0.word)", meaning: $0.meaning) }
        } else if !state.isBehindDashes, last.hasPrefix("-") {
            candidates = Self.options(of: command, given: state.given)
        } else if let positional = state.positional {
            offer(positional.suggestions, positional.completion, recorded)
        } else if !state.isBehindDashes {
            candidates = Self.options(of: command, given: state.given)
        }
    }

    private mutating func offer(
        _ words: [String], _ completion: CommandSpecification.Completion,
        _ recorded: (CommandSpecification.Recorded) -> [Candidate]
    ) {
        candidates = words.map { Candidate(word: $0) }
        switch completion {
        case .files: paths = .files
        case .folders: paths = .folders
        case .none: break
        case .recorded(let kind, let orFiles):
            candidates += recorded(kind)
            if orFiles { paths = .files }
        }
    }

    private static let help = Candidate(word: "--help", meaning: "print help")

    private static func options(of command: CommandSpecification, given: Set<String>) -> [Candidate] {
        command.options.filter { $0.isRepeatable || !given.contains($0.name) }
            .map { Candidate(word: $0.name, meaning: $0.abstract) } + [help]
    }

    private static func firstWords(_ commands: [CommandSpecification]) -> [Candidate] {
        var seen: Set<String> = []
        return commands.filter { seen.insert($0.path[0]).inserted }.map { first in
            let own = commands.first { $0.path == [first.path[0]] }
            let others = commands.filter { $0.path[0] == first.path[0] && $0.path.count > 1 }.map { $0.path[1] }
            return Candidate(word: first.path[0], meaning: own?.abstract ?? others.joined(separator: ", "))
        }
    }

    /// The second words of a group; nil when the word is none.
    private static func group(_ word: String, _ commands: [CommandSpecification]) -> [Candidate]? {
        let members = commands.filter { $0.path.count > 1 && $0.path[0] == word }
        return members.isEmpty ? nil : members.map { Candidate(word: $0.path[1], meaning: $0.abstract) }
    }

    /// bash splits `--format=json` and `litert==2.3.0` in three, and hands over the signs alone where nothing follows them yet.
    ///
    /// - Returns: the words as they were typed, and how many letters of the last one stand before what bash completes.
    private static func joined(_ words: [String]) -> (words: [String], taken: Int) {
        var joined: [String] = []
        var taken = 0
        var isBehindSign = false
        for (index, word) in words.enumerated() {
            if isBehindSign {
                joined[joined.count - 1] += word
                isBehindSign = false
            } else if word == "=", joined.last?.hasPrefix("--") == true {
                if index == words.count - 1 { joined.append("") }
            } else if word == "==", let name = joined.popLast() {
                joined.append(name + word)
                if index >= words.count - 2 { taken = name.count + word.count }
                isBehindSign = true
            } else {
                joined.append(word)
            }
        }
        return (joined, taken)
    }
}

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
