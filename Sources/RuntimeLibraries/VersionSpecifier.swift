import Foundation

/// Which versions are wanted: `>=1.30,<1.32`, `==1.32.*`, `~=1.30`, `!=1.31.0`. Nothing at all wants any.
///
/// Source: PEP 440, "Version specifiers". `===` is left out: it compares texts, for versions that PEP 440 does not read.
public struct VersionSpecifier: Sendable, Hashable, CustomStringConvertible {
    enum Comparison: String, Sendable, CaseIterable {
        // Two characters before one: each begins the text of a clause.
        case compatible = "~="
        case equal = "=="
        case unequal = "!="
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
    }

    struct Clause: Sendable, Hashable {
        var comparison: Comparison
        var version: RuntimeVersion
        /// `==1.32.*`
        var isPrefix: Bool
    }

    public static let any = VersionSpecifier(clauses: [])

    let clauses: [Clause]

    private init(clauses: [Clause]) { self.clauses = clauses }

    /// Exactly one version, whatever its local part unless `version` has one.
    public init(exactly version: RuntimeVersion) {
        self.init(clauses: [Clause(comparison: .equal, version: version, isPrefix: false)])
    }

    /// - Returns: nil for what is no list of clauses that PEP 440 has; an empty text wants any version.
    public init?(_ text: String) {
        var clauses: [Clause] = []
        if text.contains(where: { !$0.isWhitespace }) {
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let clause = Clause(part.trimmingCharacters(in: .whitespaces)) else { return nil }
                clauses.append(clause)
            }
        }
        self.init(clauses: clauses)
    }

    /// Whether every clause holds. Pre-releases are compared as any other; whether they are wanted at all is `namesPreRelease`'s to say.
    public func contains(_ version: RuntimeVersion) -> Bool { clauses.allSatisfy { $0.holds(for: version) } }

    /// Whether a clause names a pre-release itself, by which PEP 440 lets others in.
    public var namesPreRelease: Bool { clauses.contains { $0.comparison != .unequal && $0.version.isPreRelease } }

    /// The one version that it wants; nil where there could be more than one.
    public var exactVersion: RuntimeVersion? {
        guard clauses.count == 1, clauses[0].comparison == .equal, !clauses[0].isPrefix else { return nil }
        return clauses[0].version
    }

    public var description: String { clauses.map(\.description).joined(separator: ",") }
}

extension VersionSpecifier.Clause: CustomStringConvertible {
    fileprivate init?(_ text: String) {
        guard let comparison = VersionSpecifier.Comparison.allCases.first(where: { text.hasPrefix($0.rawValue) }) else {
            return nil
        }
        var rest = text.dropFirst(comparison.rawValue.count).trimmingCharacters(in: .whitespaces)
        let isPrefix = rest.hasSuffix(".*")
        if isPrefix { rest.removeLast(2) }
        guard let version = RuntimeVersion(rest) else { return nil }
        switch comparison {
        case .equal, .unequal:
            // A prefix ends with the numbers of a release.
            guard !isPrefix || (!version.isPreRelease && version.postRelease == nil && version.local.isEmpty) else {
                return nil
            }
        case .compatible: guard !isPrefix, version.local.isEmpty, version.release.count > 1 else { return nil }
        case .atMost, .atLeast, .below, .above: guard !isPrefix, version.local.isEmpty else { return nil }
        }
        self.init(comparison: comparison, version: version, isPrefix: isPrefix)
    }

    fileprivate func holds(for candidate: RuntimeVersion) -> Bool {
        switch comparison {
        case .equal: isEqual(candidate)
        case .unequal: !isEqual(candidate)
        case .atMost: candidate.hasSamePublicPart(as: version) || candidate.precedesPublicly(version)
        case .atLeast: !candidate.precedesPublicly(version)
        case .below:
            // Below 1.32 are not its own candidates.
            candidate < version
                && (version.isPreRelease || !candidate.isPreRelease || !candidate.hasSameBase(as: version))
        case .above:
            // Nor is above 1.32 what only was published again, or built by someone.
            version.precedesPublicly(candidate)
                && (version.postRelease != nil || candidate.postRelease == nil || !candidate.hasSameBase(as: version))
        case .compatible:
            !candidate.precedesPublicly(version) && begins(candidate, with: Array(version.release.dropLast()))
        }
    }

    private func isEqual(_ candidate: RuntimeVersion) -> Bool {
        if isPrefix { return begins(candidate, with: version.release) }
        return version.local.isEmpty ? candidate.hasSamePublicPart(as: version) : candidate == version
    }

    private func begins(_ candidate: RuntimeVersion, with numbers: [Int]) -> Bool {
        let missing = max(0, numbers.count - candidate.release.count)
        return candidate.epoch == version.epoch
            && (candidate.release + Array(repeating: 0, count: missing)).starts(with: numbers)
    }

    var description: String { "\(comparison.rawValue)\(version)\(isPrefix ? ".*" : "")" }
}
