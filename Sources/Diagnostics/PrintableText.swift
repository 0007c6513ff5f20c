/// Makes text from suites, models and workers safe to print anywhere.
package enum PrintableText {
    /// Replaces what no report may carry: control characters (C0, C1, DEL), noncharacters, and the invisible marks that
    /// turn the direction of the text around them. Line feeds stay when `keepsLines`; otherwise they and tabs become
    /// spaces. Ordinary letters of right-to-left scripts stay as they are.
    package static func clean(_ text: String, keepsLines: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: { replacement(for: $0) != nil }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n", keepsLines {
                result.append(scalar)
            } else {
                result.append(replacement(for: scalar) ?? scalar)
            }
        }
        return String(result)
    }

    /// Replaces characters that a plain Linux machine has no font for (all but Latin, Greek, Cyrillic, the letters of Hebrew
    /// and Arabic, and common signs) by a white square. Cairo would draw its stand-in for them over the whole picture.
    package static func coveredByCommonFonts(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x00...0x17F, 0x1CD...0x1DC, 0x1E00...0x1EF9, 0x384...0x3CE, 0x400...0x45F, 0x5D0...0x5EA,
                0x621...0x63A, 0x641...0x64A, 0x2010...0x2015, 0x2018...0x2022, 0x2026, 0x20AC, 0x2190...0x2195,
                0x2248, 0x2260, 0x2264, 0x2265, 0x25A1, 0xFFFD:
                let isAssigned = scalar.properties.generalCategory != .unassigned
                result.append(isAssigned ? scalar : "\u{25A1}")
            default: result.append("\u{25A1}")
            }
        }
        return String(result)
    }

    /// The beginning of a text from outside, and how much was left out; as it is when it is no longer than that.
    ///
    /// - Parameter bytes: of UTF-8, about.
    package static func capped(_ text: String, bytes: Int = 2000) -> String {
        guard text.utf8.count > bytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: bytes)
        while String.Index(end, within: text) == nil { end = text.utf8.index(before: end) }
        return "\(text[..<end]) ... (\(text[end...].utf8.count) more bytes were left out)"
    }

    /// Shortens from the middle, since both ends of a variant's name tell it apart.
    package static func shortened(_ text: String, to limit: Int) -> String {
        guard text.count > limit, limit > 1 else { return text }
        let kept = limit - 1
        return text.prefix((kept + 1) / 2) + "…" + text.suffix(kept / 2)
    }

    static func replacement(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: " "
        case 0x00...0x1F, 0x7F...0x9F: "\u{FFFD}"
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
        case 0x2028, 0x2029: " "
        case 0xFEFF, 0xFDD0...0xFDEF: "\u{FFFD}"
        case let value where value & 0xFFFE == 0xFFFE: "\u{FFFD}"
        default: nil
        }
    }
}
