import Diagnostics

/// Why a text is no YAML that Pawl reads.
public enum YAMLError: DiagnosableError, Equatable {
    case tooLarge(file: String, bytes: Int, limit: Int)
    case empty(file: String)
    /// libyaml's words.
    case syntax(reason: String, at: SourceLocation)
    case tab(at: SourceLocation)
    /// Invalid UTF-8 or a control character; libyaml's words.
    case encoding(reason: String, at: SourceLocation)
    case anchor(name: String, at: SourceLocation)
    case alias(name: String, at: SourceLocation)
    case tag(name: String, at: SourceLocation)
    case keyIsNotText(at: SourceLocation)
    case tooDeep(limit: Int, at: SourceLocation)
    case tooManyNodes(limit: Int, at: SourceLocation)
    case secondDocument(at: SourceLocation)
    case outOfMemory(file: String)

    public var blame: Blame {
        switch self {
        case .tooLarge, .empty, .syntax, .tab, .encoding, .anchor, .alias, .tag, .keyIsNotText, .tooDeep, .tooManyNodes,
            .secondDocument:
            .input
        case .outOfMemory: .machine
        }
    }

    public var diagnostics: [Diagnostic] { [diagnostic] }

    private var diagnostic: Diagnostic {
        switch self {
        case .tooLarge(let file, let bytes, let limit):
            Diagnostic(code: "yaml.too-large", "\(file) has \(bytes) bytes, at most \(limit) are read")
        case .empty(let file):
            Diagnostic(
                code: "yaml.empty", "the file is empty", at: SourceLocation(file: file, line: 1, column: 1))
        case .syntax(let reason, let location):
            Diagnostic(
                code: "yaml.syntax", "this is not YAML: \(reason)", at: location,
                hint: "look for a missing colon, quote, comma or bracket, or an uneven indentation, here or just above")
        case .tab(let location):
            Diagnostic(
                code: "yaml.tab", "a tab where YAML wants spaces", at: location,
                hint: "indent with spaces; most editors convert with 'expand tabs'")
        case .encoding(let reason, let location):
            Diagnostic(
                code: "yaml.encoding", "the file is not plain UTF-8 text", at: location,
                hint: "save the file as UTF-8", cause: reason)
        case .anchor(let name, let location):
            Diagnostic(
                code: "yaml.anchor", "anchors are not supported: '&\(name)'", at: location,
                hint: "write the value out where it is needed")
        case .alias(let name, let location):
            Diagnostic(
                code: "yaml.alias", "aliases are not supported: '*\(name)'", at: location,
                hint: "write the value out where it is needed; a text that begins with '*' wants quotes: \"*\(name)\"")
        case .tag(let name, let location):
            Diagnostic(
                code: "yaml.tag", "tags are not supported: '\(name)'", at: location,
                hint: "leave the tag out; a text that begins with '!' wants quotes")
        case .keyIsNotText(let location):
            Diagnostic(
                code: "yaml.key", "a key must be a text", at: location,
                hint: "write 'name: value'; a list or a mapping cannot be a name")
        case .tooDeep(let limit, let location):
            Diagnostic(code: "yaml.too-deep", "nested more than \(limit) levels deep", at: location)
        case .tooManyNodes(let limit, let location):
            Diagnostic(code: "yaml.too-many-nodes", "more than \(limit) values in one file", at: location)
        case .secondDocument(let location):
            Diagnostic(
                code: "yaml.second-document", "a second document begins here; a file holds one", at: location,
                hint: "put it in a file of its own, or remove the line '---'")
        case .outOfMemory(let file):
            Diagnostic(code: "yaml.memory", "no memory left while reading \(file)")
        }
    }
}
