import Foundation

/// A chart as drawn, in both formats.
public struct RenderedChart: Sendable, Equatable {
    /// Safe as a file name and as an identifier, unique within a run: `latency-filetype`.
    public var name: String
    /// Of the model that it shows.
    public var model: String
    public var title: String
    /// In words, for those who do not see it.
    public var description: String
    /// A whole file.
    public var svg: String
    /// Empty where only a page's picture was asked for.
    public var png: Data

    public init(name: String, model: String, title: String, description: String, svg: String, png: Data) {
        self.name = name
        self.model = model
        self.title = title
        self.description = description
        self.svg = svg
        self.png = png
    }

    /// The SVG element alone, without the style sheet that a page of several charts brings once (`pageStyleSheet`).
    public var inlineSVG: String {
        var text = svg
        if text.hasPrefix(SVGTheme.prologue) { text.removeFirst(SVGTheme.prologue.count) }
        if let style = text.range(of: SVGTheme.styleElement) { text.removeSubrange(style) }
        return text
    }

    public static var pageStyleSheet: String { SVGTheme.styleSheet }
}
