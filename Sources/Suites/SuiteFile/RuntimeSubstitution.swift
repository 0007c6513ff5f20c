/// Another runtime, or another version of it, in the place of one that a suite declares: `ort=onnxruntime==1.31.1`.
public struct RuntimeSubstitution: Sendable, Equatable {
    /// The suite's own label.
    public var label: String
    public var name: String
    public var version: String

    public init(label: String, name: String, version: String) {
        self.label = label
        self.name = name
        self.version = version
    }

    /// Reads `LABEL=NAME==VERSION`, or several with commas between.
    ///
    /// - Returns: nil for anything else, and for a label that stands twice.
    public static func parse(_ text: String) -> [RuntimeSubstitution]? {
        var substitutions: [RuntimeSubstitution] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let sign = part.firstIndex(of: "=") else { return nil }
            let label = String(part[..<sign])
            let rest = part[part.index(after: sign)...]
            guard let separator = rest.firstRange(of: "==") else { return nil }
            let name = String(rest[..<separator.lowerBound]), version = String(rest[separator.upperBound...])
            guard !label.isEmpty, !name.isEmpty, !version.isEmpty, !version.contains("="),
                !substitutions.contains(where: { $0.label == label })
            else { return nil }
            substitutions.append(RuntimeSubstitution(label: label, name: name, version: version))
        }
        return substitutions
    }
}

extension Suite {
    /// The suite with other runtimes under the same labels; their options stay, also their `worker`.
    ///
    /// - Returns: nil when a label is none of the suite's.
    public func substituting(_ substitutions: [RuntimeSubstitution]) -> Suite? {
        var suite = self
        for substitution in substitutions {
            guard var runtime = suite.runtimes[substitution.label] else { return nil }
            runtime.name = substitution.name
            runtime.version = substitution.version
            suite.runtimes[substitution.label] = runtime
        }
        return suite
    }
}
