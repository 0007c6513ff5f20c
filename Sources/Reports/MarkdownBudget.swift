/// How much of a bounded text one of its parts may take.
struct MarkdownBudget {
    let bytes: Int

    var isBound: Bool { bytes < .max }

    /// A line or a few, and what stands for them where they are too long; worded only when there is room left.
    struct Item {
        let whole: () -> String
        /// Nil leaves the item out.
        let short: (() -> String)?

        init(whole: @escaping () -> String, short: (() -> String)? = nil) {
            self.whole = whole
            self.short = short
        }
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
        var fitted = Fitted()
        var used = 0
        guard isBound else {
            // A whole text beyond this is not used, so what follows needs no words.
            for item in items where used <= MarkdownReport.maximumBytes {
                fitted.texts.append(item.whole())
                used += fitted.texts[fitted.texts.count - 1].utf8.count
            }
            return fitted
        }
        var shortens = false
        for (index, item) in items.enumerated() {
            let room = item.short == nil ? bytes : bytes / 2
            let whole = shortens ? nil : item.whole()
            shortens = shortens || used + (whole?.utf8.count ?? 0) > room
            guard let text = shortens ? item.short?() : whole, used + text.utf8.count <= bytes else {
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
