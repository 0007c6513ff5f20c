/// An address of the web that a report may link to: absolute, of a host, without credentials, and of plain characters.
///
/// What comes from an environment or a checkout is somebody else's text; whatever is not plainly an address is none.
package struct WebAddress: Sendable, Equatable {
    package let text: String

    static let longest = 500

    /// Nil unless it is `https://host[:port]/path` or, where `allowsHTTP`, the same with `http`.
    package init?(_ text: String, allowsHTTP: Bool = false) {
        let schemes = allowsHTTP ? ["https://", "http://"] : ["https://"]
        guard text.utf8.count <= Self.longest, let scheme = schemes.first(where: text.hasPrefix) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), Self.isHost(parts[0]) else { return nil }
        if parts.count == 2 {
            guard (1...5).contains(parts[1].count), parts[1].allSatisfy({ ("0"..."9").contains($0) }) else {
                return nil
            }
        }
        let path = rest.dropFirst(authority.count)
        // Nothing that ends a link in Markdown or an attribute in HTML, and no query, which could carry a token.
        guard path.unicodeScalars.allSatisfy(Self.isPlain), !path.contains("//"),
            !path.split(separator: "/").contains(where: { $0.allSatisfy { $0 == "." } })
        else { return nil }
        self.text = text
    }

    /// Labels of letters, digits and hyphens between dots.
    static func isHost(_ text: some StringProtocol) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.unicodeScalars.allSatisfy { isAlphanumeric($0) || $0 == "-" }
        }
    }

    static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        isAlphanumeric(scalar) || "-._~/%+@".unicodeScalars.contains(scalar)
    }
}
