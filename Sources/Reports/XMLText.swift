import Diagnostics

/// Text as XML 1.0 can carry it.
enum XMLText {
    /// For element content and attribute values in double quotes. Line feeds are kept: in an attribute as a reference,
    /// where parsers would otherwise make them spaces.
    static func escaped(_ text: String, isAttribute: Bool = false) -> String {
        var result = ""
        for scalar in PrintableText.clean(text, keepsLines: true).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n" where isAttribute: result += "&#10;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// ` name="value"` for each pair.
    static func attributes(_ pairs: KeyValuePairs<String, String>) -> String {
        pairs.map { " \($0.key)=\"\(escaped($0.value, isAttribute: true))\"" }.joined()
    }
}
