import Diagnostics

/// A text in which `‹code›` marks the place where a diagnostic of that code is expected.
public struct MarkedText {
    public struct Mark: Hashable, CustomStringConvertible {
        public var line: Int
        public var column: Int
        public var code: String

        public var description: String { "\(line):\(column) \(code)" }
    }

    /// Without the marks.
    public let text: String
    public let marks: [Mark]

    public init(_ marked: String) {
        var text = "", marks: [Mark] = []
        var line = 1, column = 1
        var code: String?
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "‹": code = ""
            case "›":
                marks.append(Mark(line: line, column: column, code: code ?? ""))
                code = nil
            case _ where code != nil: code?.unicodeScalars.append(scalar)
            default:
                text.unicodeScalars.append(scalar)
                column = scalar == "\n" ? 1 : column + 1
                line += scalar == "\n" ? 1 : 0
            }
        }
        self.text = text
        self.marks = marks
    }

    public static func marks(of diagnostics: [Diagnostic]) -> [Mark] {
        diagnostics.map { Mark(line: $0.location?.line ?? 0, column: $0.location?.column ?? 0, code: $0.code) }
    }
}
