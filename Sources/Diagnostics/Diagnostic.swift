/// What went wrong (or deserves a look), where, and what to do about it.
public struct Diagnostic: Sendable, Hashable, Codable {
    public enum Severity: String, Sendable, Hashable, Codable {
        case error, warning, note
    }

    public var severity: Severity
    /// A stable identifier such as `suite.unknown-key`, for scripts and for searching the documentation.
    public var code: String
    /// One sentence without a full stop that names the thing concerned.
    public var message: String
    public var location: SourceLocation?
    /// What the user can do next; a command where one exists.
    public var hint: String?
    /// What the layer below reported, verbatim.
    public var cause: String?
    /// Some of the places that the message is about, a line each, where it stands for many.
    public var examples: [String]?
    /// For errors that collect the findings of others; never stored.
    public var blame = Blame.input

    private enum CodingKeys: CodingKey { case severity, code, message, location, hint, cause, examples }

    public init(
        _ severity: Severity = .error, code: String, _ message: String, at location: SourceLocation? = nil,
        hint: String? = nil, cause: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.location = location
        self.hint = hint
        self.cause = cause
    }
}

/// An error that can word itself as a diagnostic. Every module's error type conforms.
public protocol DiagnosableError: Error, Sendable, CustomStringConvertible {
    /// Everything there is to say, in the order found; never empty.
    var diagnostics: [Diagnostic] { get }
    /// What the exit code follows from. There is no default, and a switch over the cases has none either: whoever adds an error decides.
    var blame: Blame { get }
}

extension DiagnosableError {
    public var description: String { DiagnosticRenderer().render(diagnostics) }
}

/// A place in a text file, as editors and CI annotations count: line and column start at 1.
public struct SourceLocation: Sendable, Hashable, Codable, CustomStringConvertible {
    public var file: String
    public var line: Int
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    public var description: String { "\(file):\(line):\(column)" }
}

/// What has to change before the same command can succeed; the exit code follows from it.
///
/// Every error states it itself, case by case: a list somewhere else would miss the next error type.
public enum Blame: String, Sendable, CaseIterable {
    /// What the command was given: its arguments, a suite, a model, a golden set, a file that it names.
    case input
    /// The machine, or what else runs on it: a full disk, a lock, a limit, a network, a program that is missing. What was asked for
    /// may be right.
    case machine
    /// Nothing: somebody stopped it.
    case interruption
    /// Nothing: a gate was applied, and failed.
    case gate
    /// Pawl: no input should be able to cause this.
    case fault
}

extension Blame {
    /// Of an error that collects what others found: the machine only where nothing else is wrong.
    public static func of(_ diagnostics: [Diagnostic]) -> Blame {
        let errors = diagnostics.filter { $0.severity == .error }
        guard let first = errors.first, errors.allSatisfy({ $0.blame == first.blame }) else { return .input }
        return first.blame
    }
}
