/// A pattern over names: `*` stands for any run of characters, `?` for any one.
struct Glob {
    let pattern: [Character]

    init(_ pattern: String) {
        self.pattern = Array(pattern)
    }

    /// Linear memory and no recursion: a hostile pattern costs at most pattern times name steps.
    func matches(_ name: String) -> Bool {
        let name = Array(name)
        var p = 0
        var n = 0
        // Where to resume when a later character does not fit: the last `*`, which then swallows one more character.
        var star: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                p += 1
                n += 1
            } else if let last = star {
                p = last.pattern + 1
                n = last.name + 1
                star = (last.pattern, n)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
