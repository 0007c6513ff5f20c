/// How much of a bounded text one of its parts may take.
struct MarkdownBudget {
    /// Nil is all that it takes.
    private(set) var bytes: Int?
    /// Where the rest is, in words that follow "are left out here".
    let elsewhere: String

    init(bytes: Int?, _ document: Document?) {
        self.bytes = bytes
        elsewhere = document?.elsewhere.map { ": \($0)" } ?? ""
    }

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

    var isUsedUp: Bool { bytes.map { $0 <= 0 } ?? false }

    mutating func use(_ text: String) { bytes = bytes.map { $0 - text.utf8.count - 2 } }

    func leftOut(_ count: Int, _ noun: String) -> String { "\(count) more \(noun) are left out here\(elsewhere)" }

    /// The first items: whole as long as half of the room lasts, short while there is any.
    func fit(_ items: [Item]) -> Fitted {
        var fitted = Fitted()
        var used = 0
        guard let bytes else {
            // A whole text beyond this is not used, so what follows needs no words.
            for item in items where used <= MarkdownPrinter.maximumBytes {
                fitted.texts.append(item.whole())
                used += fitted.texts[fitted.texts.count - 1].utf8.count
            }
            return fitted
        }
        // For the lines that say what is missing.
        let bound = bytes - 200
        var shortens = false
        for (index, item) in items.enumerated() {
            let room = item.short == nil ? bound : bound / 2
            let whole = shortens ? nil : item.whole()
            shortens = shortens || used + (whole?.utf8.count ?? 0) > room
            guard let text = shortens ? item.short?() : whole, used + text.utf8.count <= bound else {
                fitted.leftOut = items.count - index
                break
            }
            if shortens { fitted.shortened += 1 }
            fitted.texts.append(text)
            used += text.utf8.count + 1
        }
        return fitted
    }

    /// Each part all that it takes, nil, as long as that is no more than its share by weight of what the others leave.
    static func shares(of total: Int, among parts: [(weight: Double, size: Int)]) -> [Int?] {
        var shares: [Int?] = parts.map { _ in nil }
        var open = Set(parts.indices), left = total
        while !open.isEmpty {
            let weight = open.reduce(0) { $0 + parts[$1].weight }
            func share(_ index: Int) -> Int { Int(Double(max(left, 0)) * parts[index].weight / weight) }
            let small = open.filter { parts[$0].size <= share($0) }
            if small.isEmpty {
                for index in open { shares[index] = share(index) }
                break
            }
            left -= small.reduce(0) { $0 + parts[$1].size }
            open.subtract(small)
        }
        return shares
    }
}
