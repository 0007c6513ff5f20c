/// A runtime and its exact version, written `NAME==VERSION`.
public struct RuntimeRequirement: Sendable, Hashable, CustomStringConvertible {
    public let name: String
    public let version: String

    /// - Throws: `RuntimeLibraryError.malformedRequirement`: both become folder names and arguments, so they consist of
    ///   letters, digits, `.`, `_`, `-` and, in versions, `+`, and begin with a letter or digit.
    public init(name: String, version: String) throws(RuntimeLibraryError) {
        for (part, text) in [("name", name), ("version", version)] {
            if let reason = Self.defect(of: text, others: part == "name" ? "._-" : "._-+") {
                throw .malformedRequirement("\(name)==\(version)", reason: "the \(part) \(reason)")
            }
        }
        self.init(unchecked: name, version)
    }

    /// Parses `NAME==VERSION`.
    public init(parsing text: String) throws(RuntimeLibraryError) {
        guard let separator = text.firstRange(of: "==") else {
            throw .malformedRequirement(text, reason: "it has no '=='")
        }
        try self.init(
            name: String(text[..<separator.lowerBound]), version: String(text[separator.upperBound...]))
    }

    /// For parts that were checked where they were read.
    init(unchecked name: String, _ version: String) {
        self.name = name
        self.version = version
    }

    public var description: String { "\(name)==\(version)" }

    /// What a person types to get it.
    public var installCommand: String { "pawl runtime install \(self)" }

    private static func defect(of text: String, others: String) -> String? {
        guard let first = text.unicodeScalars.first else { return "is missing" }
        guard text.unicodeScalars.count <= 64 else { return "is longer than 64 characters" }
        guard isLetterOrDigit(first) else { return "does not begin with a letter or digit" }
        let isClean = text.unicodeScalars.allSatisfy { isLetterOrDigit($0) || others.unicodeScalars.contains($0) }
        let allowed = others.map { "'\($0)'" }.joined(separator: ", ")
        return isClean ? nil : "has characters other than letters, digits and \(allowed)"
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
