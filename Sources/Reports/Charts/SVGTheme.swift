import Diagnostics
import Foundation

/// Makes gnuplot's SVG follow the reader's colour scheme, alone or inside a page, and fit for a page: identifiers of its
/// own, a name and a description for screen readers, no tooltips of gnuplot's commands.
struct SVGTheme {
    /// Put before every identifier, so that several pictures can share a page.
    var identifier: String

    /// gnuplot's picture with a new root element; nil when it does not look like gnuplot's.
    func apply(
        to svg: String, size: ChartSize, title: String, description: String, overlay: String = ""
    ) -> String? {
        guard let start = svg.range(of: "<g id=\"gnuplot_canvas\">"), svg[start.upperBound...].contains("</svg>") else {
            return nil
        }
        let root = """
            <svg class="pawl-chart" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
            viewBox="0 0 \(size.width) \(size.height)" width="\(size.width)" height="\(size.height)" role="img" \
            aria-labelledby="\(identifier)-title \(identifier)-description">
            <title id="\(identifier)-title">\(HTMLText.escaped(title))</title>
            <desc id="\(identifier)-description">\(HTMLText.escaped(description))</desc>

            """
        var picture = rewritten(svg[start.lowerBound...])
        if !overlay.isEmpty, let end = picture.range(of: "</svg>", options: .backwards) {
            picture.insert(contentsOf: overlay, at: end.lowerBound)
        }
        return Self.prologue + root + Self.styleElement + picture
    }

    static let prologue = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    static let styleElement = "<style>\n\(styleSheet)</style>\n"

    /// Swaps the inks in dark mode. Attribute selectors leave the picture right for readers without style sheets.
    static let styleSheet: String = {
        let rules = ChartColour.allCases.flatMap { ink in
            ["fill", "stroke", "color"].map { property in
                let selectors = spellings(of: ink).map { ".pawl-chart [\(property)=\"\($0)\"]" }
                return "\(selectors.joined(separator: ",\n")) { \(property): #\(ink.dark); }\n"
            }
        }
        return
            ".pawl-chart text { font-family: system-ui, -apple-system, \"Segoe UI\", \"DejaVu Sans\", sans-serif; }\n"
            + "@media screen and (prefers-color-scheme: dark) {\n\(rules.joined())}\n"
    }()

    /// The ways in which gnuplot's SVG writes a colour.
    private static func spellings(of ink: ChartColour) -> [String] {
        let value = Int(ink.rawValue, radix: 16) ?? 0
        let red = value >> 16, green = value >> 8 & 255, blue = value & 255
        return [
            String(format: "rgb(%3d, %3d, %3d)", red, green, blue), "rgb(\(red),\(green),\(blue))",
            "#\(ink.rawValue.lowercased())", "#\(ink.rawValue)",
        ].reduce(into: []) { unique, spelling in if !unique.contains(spelling) { unique.append(spelling) } }
    }

    /// Changes tags only: what stands between them may be a user's text.
    private func rewritten(_ svg: Substring) -> String {
        var result = ""
        result.reserveCapacity(svg.utf8.count + 4096)
        var rest = svg
        while let open = rest.firstIndex(of: "<") {
            // gnuplot leaves this sign as it is, and "]]>" is not allowed in text.
            result += rest[..<open].replacing(">", with: "&gt;")
            guard let close = rest[open...].firstIndex(of: ">") else { break }
            let tag = rest[open...close]
            rest = rest[rest.index(after: close)...]
            if tag == "<title>", let end = rest.range(of: "</title>") {
                rest = rest[end.upperBound...]
            } else if tag.contains("id=") || tag.contains("href=") {
                result += tag.replacing("id=\"", with: "id=\"\(identifier)-").replacing(
                    "id='", with: "id='\(identifier)-"
                )
                .replacing("href='#", with: "href='#\(identifier)-")
            } else if tag.contains(":Bold\"") {
                // gnuplot leaves the weight in the family's name.
                result += tag.replacing("\"sans-serif:Bold\"", with: "\"sans-serif\" font-weight=\"bold\"")
            } else {
                result += tag
            }
        }
        return result + rest
    }
}
