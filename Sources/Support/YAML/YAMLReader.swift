import Diagnostics

/// Reads values out of a document and collects what is wrong with them, all of it, each with its place.
///
/// Every method returns nil after it reported, so that the caller can go on with what is left.
public final class YAMLReader {
    private let codePrefix: String
    private var collected: [Diagnostic]

    /// - Parameter codePrefix: begins each code, such as `suite` in `suite.unknown-key`.
    public init(codePrefix: String, document: YAMLDocument) {
        self.codePrefix = codePrefix
        collected = document.duplicateKeys
    }

    /// Everything found, in the order of the file.
    public var findings: [Diagnostic] {
        let keyed = collected.enumerated().map { index, finding in
            (finding, (finding.location?.line ?? 0, finding.location?.column ?? 0, index))
        }
        return keyed.sorted { $0.1 < $1.1 }.map(\.0)
    }

    public var hasErrors: Bool { collected.contains { $0.severity == .error } }

    /// - Parameter code: without the prefix, such as `unknown-key`.
    public func report(
        _ code: String, _ message: String, at location: SourceLocation, hint: String? = nil,
        severity: Diagnostic.Severity = .error
    ) {
        collected.append(Diagnostic(severity, code: "\(codePrefix).\(code)", message, at: location, hint: hint))
    }

    /// A mapping with these keys and no others.
    ///
    /// - Parameter what: names the mapping in messages, such as "a gate".
    public func mapping(
        _ node: YAMLNode, _ what: String, required: [String] = [], optional: [String] = []
    ) -> YAMLMapping? {
        guard let mapping = anyMapping(node, what) else { return nil }
        let known = required + optional
        for entry in mapping.entries where !known.contains(entry.key) {
            report(
                "unknown-key", "unknown key \(quoted(entry.key)) in \(what)", at: entry.keyLocation,
                hint: Suggestion.hint(for: entry.key, among: known))
        }
        for key in required where mapping[key] == nil {
            report(
                "missing-key", "\(what) has no '\(key)'", at: mapping.location,
                hint: "keys of \(what): \(known.joined(separator: ", "))")
        }
        return mapping
    }

    /// A mapping whose keys its author chose.
    public func anyMapping(_ node: YAMLNode, _ what: String) -> YAMLMapping? {
        guard case .mapping(let mapping) = node.content else {
            wrongType(node, what, wanted: "a mapping, 'key: value' lines")
            return nil
        }
        return mapping
    }

    public func list(_ node: YAMLNode, _ what: String) -> [YAMLNode]? {
        guard case .sequence(let items) = node.content else {
            wrongType(node, what, wanted: "a list, '- item' lines or [item, item]")
            return nil
        }
        return items
    }

    /// A text that is not empty and has no control characters but tabs and line ends: it may reach a terminal or the
    /// file system.
    public func text(_ node: YAMLNode, _ what: String) -> String? {
        guard case .scalar(let scalar) = node.content, !scalar.isNull else {
            wrongType(node, what, wanted: "a text")
            return nil
        }
        return text(scalar.text, what, at: node.location)
    }

    /// The same for a key that its author chose.
    public func text(_ text: String, _ what: String, at location: SourceLocation) -> String? {
        guard text.contains(where: { !$0.isWhitespace }) else {
            report("wrong-type", "\(what) must not be empty", at: location)
            return nil
        }
        let isForbidden = { (scalar: Unicode.Scalar) in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
        guard !text.unicodeScalars.contains(where: isForbidden) else {
            report("invalid-value", "\(what) has a control character in it", at: location)
            return nil
        }
        return text
    }

    public func texts(_ node: YAMLNode, _ what: String) -> [String]? {
        list(node, what)?.compactMap { text($0, "an item of \(what)") }
    }

    /// Texts by keys that their author chose.
    public func textsByKey(_ node: YAMLNode, _ what: String) -> [String: String]? {
        guard let mapping = anyMapping(node, what) else { return nil }
        var texts: [String: String] = [:]
        for entry in mapping.entries {
            guard let key = text(entry.key, "a key of \(what)", at: entry.keyLocation) else { continue }
            texts[key] = text(entry.value, quoted(key))
        }
        return texts
    }

    public func integer(_ node: YAMLNode, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(node, what) else { return nil }
        let isDecimal = text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard isDecimal, let number = Int(text), range.contains(number) else {
            let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            report("invalid-value", "\(what) must be \(wanted), not \(quoted(text))", at: node.location)
            return nil
        }
        return number
    }

    /// A whole number, which may be below 0.
    public func signedInteger(_ node: YAMLNode, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(node, what) else { return nil }
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }), let number = Int(text),
            range.contains(number)
        else {
            let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            report("invalid-value", "\(what) must be \(wanted), not \(quoted(text))", at: node.location)
            return nil
        }
        return number
    }

    /// A number above 0 that a 32-bit float holds.
    public func positiveNumber(_ node: YAMLNode, _ what: String) -> Float? {
        guard let text = text(node, what) else { return nil }
        guard let number = Float(text), number.isFinite, number > 0 else {
            report("invalid-value", "\(what) must be a number above 0, not \(quoted(text))", at: node.location)
            return nil
        }
        return number
    }

    /// `{ scale: 0.0078125, zero_point: -3 }`: what the integers of a quantised tensor stand for.
    public func scaleAndZeroPoint(_ node: YAMLNode, _ what: String) -> (scale: Float, zeroPoint: Int)? {
        guard let mapping = mapping(node, what, required: ["scale"], optional: ["zero_point"]) else { return nil }
        let scale = mapping["scale"].flatMap { positiveNumber($0, "'scale'") }
        let limits = Int(Int32.min)...Int(Int32.max)
        let zeroPoint = mapping["zero_point"].map { signedInteger($0, "'zero_point'", in: limits) } ?? 0
        guard let scale, let zeroPoint else { return nil }
        return (scale, zeroPoint)
    }

    public func flag(_ node: YAMLNode, _ what: String) -> Bool? {
        guard let text = text(node, what) else { return nil }
        guard text == "true" || text == "false" else {
            report("invalid-value", "\(what) must be true or false, not \(quoted(text))", at: node.location)
            return nil
        }
        return text == "true"
    }

    public func choice(_ node: YAMLNode, _ what: String, among known: [String]) -> String? {
        guard let text = text(node, what) else { return nil }
        guard known.contains(text) else {
            report(
                "invalid-value", "unknown \(what) \(quoted(text))", at: node.location,
                hint: Suggestion.hint(for: text, among: known))
            return nil
        }
        return text
    }

    /// A text that may become part of a file name; see `SafeName`.
    public func name(_ node: YAMLNode, _ what: String) -> String? {
        guard let text = text(node, what) else { return nil }
        return name(text, what, at: node.location)
    }

    public func name(_ text: String, _ what: String, at location: SourceLocation) -> String? {
        guard SafeName.accepts(text) else {
            report("invalid-name", "\(quoted(text)) cannot be \(what)", at: location, hint: SafeName.rule)
            return nil
        }
        return text
    }

    private func wrongType(_ node: YAMLNode, _ what: String, wanted: String) {
        report("wrong-type", "\(what) must be \(wanted); this is \(node.kindDescription)", at: node.location)
    }

    /// Text from files may be of any length; a message is not.
    private func quoted(_ text: String) -> String { text.quotedForMessage }
}

extension String {
    /// In single quotes, shortened to 60 characters.
    public var quotedForMessage: String { count <= 60 ? "'\(self)'" : "'\(prefix(60))...'" }
}
