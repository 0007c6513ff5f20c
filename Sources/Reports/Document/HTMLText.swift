import Diagnostics

/// Text and mark-up as HTML.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        PrintableText.clean(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    /// A name from a suite or a machine: its direction of writing must not reorder what stands around it.
    static func name(_ text: String) -> String { "<bdi>\(escaped(text))</bdi>" }
}
