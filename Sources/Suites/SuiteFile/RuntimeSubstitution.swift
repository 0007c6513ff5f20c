/// Another runtime, another version of it or a library of one's own, in place of one that a suite declares:
/// `ort=onnxruntime==1.31.1`, `ort=../build/libonnxruntime.so`.
public struct RuntimeSubstitution: Sendable, Equatable {
    public enum Replacement: Sendable, Equatable {
        case release(name: String, version: String)
        /// As it was written.
        case library(String)
    }

    /// The suite's own label.
    public var label: String
    public var replacement: Replacement

    public init(label: String, _ replacement: Replacement) {
        self.label = label
        self.replacement = replacement
    }

    public init(label: String, name: String, version: String) {
        self.init(label: label, .release(name: name, version: version))
    }

    /// Reads `LABEL=NAME==VERSION` or `LABEL=PATH`, or several with commas between.
    ///
    /// - Returns: nil for anything else, and for a label that stands twice. A path has a slash in it, or ends as libraries do.
    public static func parse(_ text: String) -> [RuntimeSubstitution]? {
        var substitutions: [RuntimeSubstitution] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let sign = part.firstIndex(of: "=") else { return nil }
            let label = String(part[..<sign])
            guard let replacement = replacement(part[part.index(after: sign)...]), !label.isEmpty,
                !substitutions.contains(where: { $0.label == label })
            else { return nil }
            substitutions.append(RuntimeSubstitution(label: label, replacement))
        }
        return substitutions
    }

    private static func replacement(_ text: Substring) -> Replacement? {
        if text.contains("/") || text.hasSuffix(".so") || text.contains(".so.") { return .library(String(text)) }
        guard let separator = text.firstRange(of: "==") else { return nil }
        let name = String(text[..<separator.lowerBound]), version = String(text[separator.upperBound...])
        guard !name.isEmpty, !version.isEmpty, !version.contains("=") else { return nil }
        return .release(name: name, version: version)
    }
}

extension Suite {
    /// The suite with other runtimes under the same labels; their options stay, also their `worker`.
    ///
    /// A library of one's own is of the runtime that stood there, and is asked for its version. One of LiteRT says none: it is taken
    /// for the version that stood there.
    ///
    /// - Returns: nil when a label is none of the suite's.
    public func substituting(_ substitutions: [RuntimeSubstitution]) -> Suite? {
        var suite = self
        for substitution in substitutions {
            guard var runtime = suite.runtimes[substitution.label] else { return nil }
            switch substitution.replacement {
            case .release(let name, let version):
                (runtime.name, runtime.version, runtime.library) = (name, version, nil)
            case .library(let path):
                if runtime.name != "litert" { runtime.version = "" }
                runtime.library = path
            }
            suite.runtimes[substitution.label] = runtime
        }
        return suite
    }
}
