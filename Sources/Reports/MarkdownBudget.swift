/// How much of a bounded text one of its parts may take.
struct MarkdownBudget {
    let bytes: Int

    var isBound: Bool { bytes < .max }

    /// A line or a few, and what stands for them where they are too long.
    struct Item {
        var whole: String
        /// Nil leaves the item out.
        var short: String?
    }

    struct Fitted {
        var texts: [String] = []
        /// How many of `texts` are short.
        var shortened = 0
        /// How many items are not among them.
        var leftOut = 0
    }

    func share(_ part: Double) -> MarkdownBudget {
        isBound ? MarkdownBudget(bytes: Int(Double(bytes) * part)) : self
    }

    /// The first items: whole as long as half of the room lasts, short while there is any.
    func fit(_ items: [Item]) -> Fitted {
        guard isBound else { return Fitted(texts: items.map(\.whole)) }
        var fitted = Fitted()
        var used = 0
        var shortens = false
        for (index, item) in items.enumerated() {
            let room = item.short == nil ? bytes : bytes / 2
            shortens = shortens || used + item.whole.utf8.count > room
            guard let text = shortens ? item.short : item.whole, used + text.utf8.count <= bytes else {
                fitted.leftOut = items.count - index
                break
            }
            if shortens { fitted.shortened += 1 }
            fitted.texts.append(text)
            used += text.utf8.count + 1
        }
        return fitted
    }

    /// The beginning of a text that may be of any length.
    static func cut(_ text: String) -> String {
        text.unicodeScalars.count <= 400
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(400))) + " …"
    }
}
