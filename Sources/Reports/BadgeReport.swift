import Diagnostics
import Foundation
import Records

/// A badge as an SVG image, and as the JSON that badge services read from an address.
public enum BadgeReport {
    private static let height = 20
    private static let margin = 6.0
    private static let labelColour = "#3a4048"

    /// The same badge is the same bytes. The image asks for no font from anywhere: each text is told its width, so that whatever font
    /// the reader has fits the boxes.
    public static func svg(_ badge: Badge) -> String {
        let (left, right) = (textWidth(badge.label), textWidth(badge.message))
        let (split, width) = (left + 2 * margin, left + right + 4 * margin)
        let title = XMLText.escaped(badge.title)
        return """
            <svg\(XMLText.attributes([
                "xmlns": "http://www.w3.org/2000/svg", "width": number(width), "height": "\(height)", "role": "img",
                "aria-label": badge.title,
            ]))>
              <title>\(title)</title>
              <clipPath id="r"><rect width="\(number(width))" height="\(height)" rx="4"/></clipPath>
              <g clip-path="url(#r)">
                <rect width="\(number(split))" height="\(height)" fill="\(labelColour)"/>
                <rect x="\(number(split))" width="\(number(width - split))" height="\(height)" fill="\(badge.tone.colour)"/>
              </g>
              <g fill="#ffffff" font-family="DejaVu Sans,Verdana,Geneva,sans-serif" font-size="11">
                \(text(badge.label, x: margin, width: left))
                \(text(badge.message, x: split + margin, width: right))
              </g>
            </svg>

            """
    }

    /// The schema of a shields.io endpoint, version 1.
    public static func endpoint(_ badge: Badge) -> String {
        let value: JSONValue = [
            "schemaVersion": 1, "label": .string(badge.label), "message": .string(badge.message),
            "color": .string(String(badge.tone.colour.dropFirst())),
            "labelColor": .string(String(labelColour.dropFirst())),
            "isError": .bool(badge.tone == .failed || badge.tone == .error),
        ]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(value)) ?? Data()
        return TerminalText.escapedJSON(String(decoding: data, as: UTF8.self)) + "\n"
    }

    private static func text(_ text: String, x: Double, width: Double) -> String {
        "<text\(XMLText.attributes(["x": number(x), "y": "14", "textLength": number(width), "lengthAdjust": "spacingAndGlyphs"]))>"
            + "\(XMLText.escaped(text))</text>"
    }

    /// About what a sans serif of 11 px takes; `textLength` makes it exact.
    private static func textWidth(_ text: String) -> Double {
        text.reduce(0) { width, character in
            switch character {
            case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!": width + 3.6
            case "f", "r", "t", "-", "/", "(", ")", " ", "\"": width + 4.4
            case "m", "w", "M", "W", "@", "%", "…": width + 10.2
            case _ where character.isASCII && !character.isUppercase: width + 6.8
            case _ where character.isASCII: width + 7.6
            default: width + 11
            }
        }
    }

    /// Tenths, without a locale.
    private static func number(_ value: Double) -> String {
        let tenths = Int(saturating: (value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
