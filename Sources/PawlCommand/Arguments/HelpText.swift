/// What `--help` prints, built from the specifications.
enum HelpText {
    static func overview(of groups: [(heading: String, commands: [CommandSpecification])]) -> String {
        let width = groups.flatMap(\.commands).map(\.name.count).max() ?? 0
        let commands = groups.map { group in
            "\(group.heading):\n" + table(group.commands.map { ($0.name, $0.abstract) }, width: width)
        }
        return """
            pawl \(pawlVersion): measures variants of on-device models and stops regressions.

            Usage: pawl COMMAND [OPTIONS]; 'pawl COMMAND --help' has options and examples

            \(commands.joined(separator: "\n\n"))

            Options:
            \(table([("-V, --version", "print the version"), ("-h, --help", "print help; also after a command")]))

            Exit codes: 0 passed, 1 a gate failed, 2 usage or suite error, 3 incomplete or inconclusive, 70 a bug.

            First steps:
              pawl doctor                          is this machine fit to measure on?
              pawl gate Suites/demo.yaml           measure and judge every variant
              pawl report                          the last run once more
            """
    }

    /// What the commands of a group are for; each of them documents its options and examples.
    static func overview(ofGroup name: String, _ commands: [CommandSpecification]) -> String {
        let lines = commands.map { command in
            (
                (["pawl", command.name] + command.positionals.map(CommandSpecification.usage)).joined(separator: " "),
                command.abstract
            )
        }
        let first = commands.first { !$0.examples.isEmpty }?.examples.first
        // A group's name can be a command as well; no other help tells that one's options.
        let bare = commands.first { $0.path.count == 1 }.map { "\n\n" + text(for: $0) } ?? ""
        return """
            Usage: pawl \(name) COMMAND [OPTIONS]

            Commands:
            \(table(lines))

            'pawl \(name) COMMAND --help' has options and examples\(first.map { ", such as:\n  # \($0.explanation)\n  \($0.command)" } ?? "")\(bare)
            """
    }

    static func text(for command: CommandSpecification) -> String {
        var sections = ["\(capitalised(command.abstract)).", wrapped("Usage:", command.usageParts)]
        if !command.discussion.isEmpty { sections.append(command.discussion) }
        if !command.positionals.isEmpty {
            sections.append("Arguments:\n" + table(command.positionals.map { ($0.name, $0.abstract) }))
        }
        let options = command.options.map { option in
            let choices = option.choices.isEmpty ? "" : " (\(option.choices.joined(separator: ", ")))"
            return ([option.name, option.value].compactMap { $0 }.joined(separator: " "), option.abstract + choices)
        }
        sections.append("Options:\n" + table(options + [("-h, --help", "print this help")]))
        if !command.examples.isEmpty {
            sections.append(
                "Examples:\n"
                    + command.examples.map { "  # \($0.explanation)\n  \($0.command)" }.joined(separator: "\n"))
        }
        return sections.joined(separator: "\n\n")
    }

    /// Words in lines of at most `columns`, the lines after the first indented below the second word.
    private static func wrapped(_ start: String, _ words: [String], columns: Int = 100) -> String {
        var lines = [start]
        for word in words {
            if lines[lines.count - 1].count + 1 + word.count > columns {
                lines.append(String(repeating: " ", count: start.count))
            }
            lines[lines.count - 1] += " " + word
        }
        return lines.joined(separator: "\n")
    }

    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// - Parameter width: columns of the names; nil for those of the longest one.
    private static func table(_ rows: [(String, String)], width: Int? = nil) -> String {
        let width = width ?? rows.map(\.0.count).max() ?? 0
        return rows.map { name, abstract in
            let start = "  " + name + String(repeating: " ", count: width - name.count + 1)
            return wrapped(start, abstract.split(separator: " ").map(String.init), columns: 110)
        }.joined(separator: "\n")
    }
}
