/// Completion scripts for the shells, built from the specifications.
enum ShellCompletion: String, CaseIterable {
    case bash, zsh, fish

    func script(for commands: [CommandSpecification]) -> String {
        switch self {
        case .bash: bash(commands)
        case .zsh: zsh(commands)
        case .fish: fish(commands)
        }
    }

    private func bash(_ commands: [CommandSpecification]) -> String {
        let firstWords = unique(commands.map { $0.path[0] }) + ["--help", "--version"]
        var cases = ""
        for group in unique(commands.filter { $0.path.count > 1 }.map { $0.path[0] }) {
            // A group's first word may be a command too, with options of its own.
            let own = commands.first { $0.path == [group] }.map { $0.options.map(\.name) + ["--help"] } ?? []
            let second = commands.filter { $0.path[0] == group && $0.path.count > 1 }.map { $0.path[1] } + own
            cases +=
                "        \(group)) COMPREPLY=($(compgen -W \"\(second.joined(separator: " "))\" -- \"$word\")); return ;;\n"
        }
        var options = ""
        for command in commands {
            let names = (command.options.map(\.name) + ["--help"]).joined(separator: " ")
            options += "        \"\(command.name)\") options=\"\(names)\" ;;\n"
        }
        var choices = ""
        for option in uniqueOptions(commands) where !option.choices.isEmpty {
            let words = option.choices.joined(separator: " ")
            choices += "        \(option.name)) COMPREPLY=($(compgen -W \"\(words)\" -- \"$word\")); return ;;\n"
        }
        for option in uniqueOptions(commands) where !option.suggestions.isEmpty {
            let words = option.suggestions.joined(separator: " ")
            choices += "        \(option.name)) COMPREPLY=($(compgen -W \"\(words)\" -f -- \"$word\")); return ;;\n"
        }
        return """
            # bash completion of pawl; load it with: source <(pawl completion bash)
            _pawl() {
                local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command options
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "\(firstWords.joined(separator: " "))" -- "$word")); return
                fi
                if [ "$COMP_CWORD" -eq 2 ]; then
                    case "${COMP_WORDS[1]}" in
            \(cases)        esac
                fi
                case "$previous" in
            \(choices)        esac
                command="${COMP_WORDS[1]}"
                case "$command" in \(unique(commands.filter { $0.path.count > 1 }.map { $0.path[0] }).joined(separator: "|"))) command="$command ${COMP_WORDS[2]}" ;; esac
                case "$command" in
            \(options)        esac
                case "$word" in
                    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
                    *) COMPREPLY=($(compgen -f -- "$word")) ;;
                esac
            }
            complete -o filenames -F _pawl pawl
            """
    }

    private func zsh(_ commands: [CommandSpecification]) -> String {
        """
        #compdef pawl
        # zsh completion of pawl; load it with: source <(pawl completion zsh)
        autoload -U +X bashcompinit && bashcompinit
        \(bash(commands))
        """
    }

    private func fish(_ commands: [CommandSpecification]) -> String {
        var lines = ["# fish completion of pawl; load it with: pawl completion fish | source"]
        for word in unique(commands.map { $0.path[0] }) {
            let abstract =
                commands.first { $0.path == [word] }?.abstract ?? commands.first { $0.path[0] == word }!.abstract
            lines.append("complete -c pawl -n __fish_use_subcommand -f -a \(word) -d '\(escaped(abstract))'")
        }
        for command in commands {
            if command.path.count > 1 {
                lines.append(
                    "complete -c pawl -n '__fish_seen_subcommand_from \(command.path[0])' -f -a \(command.path[1]) "
                        + "-d '\(escaped(command.abstract))'")
            }
            for option in command.options {
                let takesValue =
                    if option.value == nil {
                        ""
                    } else if !option.choices.isEmpty {
                        " -x -a '\(option.choices.joined(separator: " "))'"
                    } else if !option.suggestions.isEmpty {
                        " -r -a '\(option.suggestions.joined(separator: " "))'"
                    } else {
                        " -r"
                    }
                lines.append(
                    "complete -c pawl -n '__fish_seen_subcommand_from \(command.path[0])' "
                        + "-l \(option.name.dropFirst(2))\(takesValue) -d '\(escaped(option.abstract))'")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func escaped(_ text: String) -> String { text.replacing("'", with: "\\'") }

    private func unique(_ words: [String]) -> [String] {
        words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func uniqueOptions(_ commands: [CommandSpecification]) -> [CommandSpecification.Option] {
        commands.flatMap(\.options).reduce(into: []) { options, option in
            if !options.contains(where: { $0.name == option.name }) { options.append(option) }
        }
    }
}
