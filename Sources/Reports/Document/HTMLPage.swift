import Foundation
import Support

/// A page that needs nothing else: no network, its own style sheet, pictures inside, and a small script that it is whole without.
struct HTMLPage {
    var title: String
    /// What it was made from, so that a page that has not changed is not made again; a digest.
    var source: String?
    /// Already mark-up: the way back, above the page's content.
    var navigation = ""
    /// Already mark-up.
    var main: String
    /// Already mark-up.
    var footer: String

    /// Stands in every page with a `source`; nobody's page but ours is replaced or removed.
    static let generator = "pawl history"

    private static let style =
        "\n" + HTMLStyleSheet.text + HTMLStyleSheet.history + HTMLStyleSheet.tools + RenderedChart.pageStyleSheet

    var html: String {
        // A way past the links is of use only where there are some.
        let skip = navigation.isEmpty ? "" : "<a class=\"skip\" href=\"#content\">Skip to the content</a>\n"
        let source = source.map {
            "\n<meta name=\"generator\" content=\"\(Self.generator)\">\n<meta name=\"pawl-source\" content=\"\($0)\">"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">\(source ?? "")
            <title>\(HTMLText.escaped(title))</title>
            <style>\(Self.style)</style>
            <script>\(HTMLScript.text)</script>
            </head>
            <body>
            \(skip)\(navigation)<main id="content">
            \(main)
            </main>
            <footer>\(footer)</footer>
            </body>
            </html>

            """
    }

    /// Nothing may load; this very style sheet and this very script, known by their digests, may style and run.
    private static let policy =
        "default-src 'none'; style-src '\(digest(style))'; script-src '\(digest(HTMLScript.text))'; base-uri 'none'; "
        + "form-action 'none'"

    private static func digest(_ text: String) -> String {
        let digits = SHA256.hexadecimal(of: text)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { offset in
            UInt8(digits.dropFirst(offset).prefix(2), radix: 16)
        }
        return "sha256-\(Data(bytes).base64EncodedString())"
    }

    /// The pages above this one, the first being the highest; the last is this one.
    static func navigation(_ links: [(title: String, path: String)], current: String) -> String {
        let items =
            links.map { "<li><a href=\"\(HTMLText.escaped($0.path))\">\(HTMLText.name($0.title))</a></li>" }
            + ["<li><span aria-current=\"page\">\(HTMLText.name(current))</span></li>"]
        return "<nav aria-label=\"Where you are\">\n<ol>\n\(items.joined(separator: "\n"))\n</ol>\n</nav>\n"
    }
}
