@testable import Reports

extension Document {
    func terminal(_ width: Int = 100, isTerminal: Bool = false, usesColour: Bool = false) -> String {
        TerminalPrinter(width: width, isTerminal: isTerminal, usesColour: usesColour).print(self)
    }

    var markdown: String { MarkdownPrinter.print(self) }
    var html: String { HTMLPrinter.print(self) }
}
