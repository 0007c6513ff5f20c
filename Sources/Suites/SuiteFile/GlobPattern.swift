/// A pattern in which `*` stands for any characters, also none, and `?` for exactly one; all others for themselves.
///
/// The whole name must match. Upper and lower case differ.
public struct GlobPattern: Sendable, Hashable {
    private let pattern: [Unicode.Scalar]

    public init(_ pattern: String) {
        self.pattern = Array(pattern.unicodeScalars)
    }

    /// Whether the whole of `name` fits.
    ///
    /// Without recursion: after a mismatch only the last `*` takes one more character, because whatever an earlier one
    /// could take, the last can take as well.
    ///
    /// - Complexity: O(pattern * name), linear in either; never exponential, however many stars there are.
    public func matches(_ name: String) -> Bool {
        let name = Array(name.unicodeScalars)
        var position = 0, inPattern = 0
        var lastStar: (inPattern: Int, position: Int)?
        while position < name.count {
            if inPattern < pattern.count, pattern[inPattern] == "*" {
                lastStar = (inPattern, position)
                inPattern += 1
            } else if inPattern < pattern.count, pattern[inPattern] == "?" || pattern[inPattern] == name[position] {
                inPattern += 1
                position += 1
            } else if let star = lastStar {
                lastStar = (star.inPattern, star.position + 1)
                inPattern = star.inPattern + 1
                position = star.position + 1
            } else {
                return false
            }
        }
        return pattern[inPattern...].allSatisfy { $0 == "*" }
    }
}
