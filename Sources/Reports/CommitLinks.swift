/// Where the commits of a checkout can be looked at, from the address of its remote.
///
/// Only forms of well-known shape become links: `https://host/owner/name.git`, `ssh://git@host/owner/name.git` and
/// `git@host:owner/name.git`. Of a remote nothing but host and path is used; a user, a password or a token never is.
package struct CommitLinks: Sendable, Equatable {
    /// Without a slash at its end.
    private let repository: String
    private let folder: String
    /// Of pages that show what lies between two commits; nil where they are named otherwise.
    private let comparisons: String?

    /// Nil for any other text: local folders, other protocols, hosts or paths with other than plain characters.
    package init?(remote: String) {
        guard remote.utf8.count <= WebAddress.longest, let (authority, path) = Self.split(remote) else { return nil }
        let host = authority.host.lowercased()
        // A name without a dot is a host of one's own configuration, not of the web.
        guard host.contains("."), WebAddress.isHost(host) else { return nil }
        var names = path.split(separator: "/", omittingEmptySubsequences: false)
        if names.last?.isEmpty == true { names.removeLast() }
        if let last = names.last, last.hasSuffix(".git") { names[names.count - 1] = last.dropLast(4) }
        guard (2...8).contains(names.count), names.allSatisfy(Self.isName) else { return nil }
        let port = authority.port.map { ":\($0)" } ?? ""
        guard let address = WebAddress("https://\(host)\(port)/\(names.joined(separator: "/"))") else { return nil }
        repository = address.text
        let isGitLab = host.split(separator: ".").contains("gitlab")
        let isBitbucket = host == "bitbucket.org"
        folder = isBitbucket ? "commits" : isGitLab ? "-/commit" : "commit"
        comparisons = isBitbucket ? nil : isGitLab ? "-/compare" : "compare"
    }

    /// Nil for what is no commit's digits.
    package func address(of commit: String) -> String? {
        Self.isCommit(commit) ? WebAddress("\(repository)/\(folder)/\(commit)")?.text : nil
    }

    /// What came between two commits, the second included; nil where either is no commit's digits, or the host has no such page.
    package func address(from first: String, to last: String) -> String? {
        guard let comparisons, Self.isCommit(first), Self.isCommit(last) else { return nil }
        return WebAddress("\(repository)/\(comparisons)/\(first)...\(last)")?.text
    }

    private static func isCommit(_ text: String) -> Bool {
        (40...64).contains(text.utf8.count) && text.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit)
    }

    private static func split(_ remote: String) -> (authority: (host: String, port: String?), path: Substring)? {
        for scheme in ["https://", "ssh://"] where remote.hasPrefix(scheme) {
            let rest = remote.dropFirst(scheme.count)
            guard let slash = rest.firstIndex(of: "/") else { return nil }
            // Some readers take a backslash for a slash, and would see another host.
            guard rest[..<slash].unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0 != "\\" }) else {
                return nil
            }
            // Whatever stands before the last @ is whoever connects.
            let authority = rest[..<slash].split(separator: "@", omittingEmptySubsequences: false).last ?? ""
            let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count) else { return nil }
            // The port of ssh is not the one of the pages.
            let port = scheme == "https://" && parts.count == 2 ? String(parts[1]) : nil
            return ((String(parts[0]), port), rest[rest.index(after: slash)...])
        }
        guard !remote.contains("://"), let colon = remote.firstIndex(of: ":") else { return nil }
        let login = remote[..<colon].split(separator: "@", omittingEmptySubsequences: false)
        guard login.count == 2, !login[0].isEmpty else { return nil }
        return ((String(login[1]), nil), remote[remote.index(after: colon)...])
    }

    private static func isName(_ name: Substring) -> Bool {
        !name.isEmpty && !name.allSatisfy { $0 == "." }
            && name.unicodeScalars.allSatisfy { WebAddress.isAlphanumeric($0) || "-._~".unicodeScalars.contains($0) }
    }
}
