/// One subcommand, described once: parsing, help, shell completion and the README's check all read this.
public struct CommandSpecification: Sendable {
    public struct Positional: Sendable {
        var name: String
        var abstract: String
        var isOptional = false
        /// Whether more of the kind may follow; only of the last.
        var isRepeated = false
        /// Whether it is a command of its own, which stands behind `--`, after all options.
        var isCommand = false
        /// Words that completion offers besides what `completion` says; others are allowed.
        var suggestions: [String] = []
        var completion = Completion.files
    }

    public struct Option: Sendable {
        /// With the dashes.
        var name: String
        /// Name of its value in help; nil for a flag.
        var value: String?
        var abstract: String
        /// Allowed values; empty means any.
        var choices: [String] = []
        /// Values that completion offers beside files; others are allowed.
        var suggestions: [String] = []
        /// Whether it may be given several times.
        var isRepeatable = false
        var completion = Completion.files
    }

    public enum Completion: Sendable {
        case files, folders, none
        /// Names that are looked up, or also files.
        case recorded(Recorded, orFiles: Bool = false)
    }

    /// What completion can look up: in the results database (runs are called by their baselines, too), or in the suite of the line.
    public enum Recorded: Sendable { case baselines, runs, suites, variants }

    public struct Example: Sendable {
        var command: String
        var explanation: String
    }

    /// Words after `pawl`, such as `["golden", "verify"]`.
    public var path: [String]
    public var abstract: String
    var discussion = ""
    var positionals: [Positional] = []
    var options: [Option] = []
    var examples: [Example] = []
    /// Whether it serves programs only: help and completion do not list it.
    var isHidden = false

    public var name: String { path.joined(separator: " ") }

    /// `pawl gate SUITE [--against SUITE2] ...`
    public var usage: String { usageParts.joined(separator: " ") }

    /// `pawl gate SUITE [OPTIONS]; 'pawl gate --help' has them`, where there are many; the whole usage where it is short.
    public var shortUsage: String {
        guard usage.count > 80 else { return usage }
        let words =
            ["pawl", name] + positionals.filter { !$0.isCommand }.map(Self.usage) + ["[OPTIONS]"]
            + positionals.filter(\.isCommand).map(Self.usage)
        return words.joined(separator: " ") + "; 'pawl \(name) --help' has options and examples"
    }

    /// The words of `usage`, an option and its value being one.
    var usageParts: [String] {
        let options = self.options.map { option in
            "[\(option.name)\(option.value.map { " " + $0 } ?? "")]\(option.isRepeatable ? "..." : "")"
        }
        return ["pawl", name] + positionals.filter { !$0.isCommand }.map(Self.usage) + options
            + positionals.filter(\.isCommand).map(Self.usage)
    }

    static func usage(of positional: Positional) -> String {
        (positional.isCommand ? "-- " : "") + (positional.isOptional ? "[\(positional.name)]" : positional.name)
            + (positional.isRepeated ? "..." : "")
    }
}
