/// Writes text so that a YAML reader gets it back as it is.
public enum YAMLText {
    /// A double-quoted scalar on one line: safe for any text, also one that looks like a number, a key or a comment.
    ///
    /// Source: YAML 1.2.2, section 7.3.1, "Double-Quoted Style".
    public static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where needsEscape(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The text itself where it is a name that no reader could take for anything else, else quoted.
    public static func scalar(_ text: String) -> String {
        let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        guard SafeName.accepts(text), text.first?.isLetter == true, !words.contains(text.lowercased()) else {
            return quoted(text)
        }
        return text
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: false
        }
    }
}
