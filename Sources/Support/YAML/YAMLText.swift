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

/// Which names from files may become names of files, cells, XML classes and database rows.
public enum SafeName {
    public static let maximumLength = 64

    public static let rule =
        "names have 1 to \(maximumLength) of the characters A-Z a-z 0-9 . _ - and do not begin with '.' or '-'"

    public static func accepts(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let first = bytes.first, bytes.count <= maximumLength, first != UInt8(ascii: "."),
            first != UInt8(ascii: "-")
        else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
