import Foundation

/// Why a runtime refused a model, told from its own words: a hint about a damaged file misleads where an operator is missing.
public enum ModelRefusal {
    /// - Parameters:
    ///   - reason: the runtime's words.
    ///   - runtime: for people, with its version: `ONNX Runtime 1.20.1`.
    ///   - requirement: as it is installed: `onnxruntime==1.20.1`.
    /// - Returns: `InferenceError.unsupportedModel` where the words say that the file was understood, else `.invalidModel`.
    public static func error(path: String, reason: String, runtime: String, requirement: String) -> InferenceError {
        if let missing = missingOperator(in: reason) {
            return .unsupportedModel(
                path: path, reason: reason,
                hint: "\(runtime) lacks \(missing) in the form that this model uses; "
                    + "`pawl runtime coverage \(path) --runtime \(requirement)` lists all that it lacks; take another "
                    + "version of the runtime, or convert the model for this one")
        }
        if let refused = refusedType(in: reason) {
            return .unsupportedModel(
                path: path, reason: reason,
                hint:
                    "the file is whole, and ONNX has no operator \(refused.name) for \(refused.type) in its opset: cast before "
                    + "it, or export the model with another opset")
        }
        if reason.contains("This is an invalid model") {
            return .unsupportedModel(
                path: path, reason: reason,
                hint:
                    "the file is whole, and its graph breaks ONNX's rules: ask `onnx.checker.check_model` of Python's "
                    + "onnx, and export it again")
        }
        if let newer = newerFormat(in: reason) {
            return .unsupportedModel(
                path: path, reason: reason,
                hint:
                    "the model's \(newer) is newer than \(runtime) reads; take a newer version of the runtime, or export "
                    + "the model with an older one")
        }
        if let locale = text(behind: "Failed to construct locale with name:", in: reason)?.prefix(while: { $0 != ":" })
        {
            return .unsupportedModel(
                path: path, reason: reason,
                hint:
                    "the file is whole, and its text operators need the locale \(locale), which this machine lacks: install it "
                    + "(Debian: the package locales-all), or export the model without lower-casing")
        }
        // The file was read; an operator could not be set up.
        if reason.contains("Exception during initialization") {
            return .unsupportedModel(
                path: path, reason: reason,
                hint:
                    "the file was read, and \(runtime) could not set it up, for the reason above: another version of the "
                    + "runtime may, or export the model again")
        }
        return .invalidModel(path: path, reason: reason)
    }

    /// For what Git LFS leaves in place of a model that was not fetched.
    public static func lfsPointer(path: String) -> InferenceError {
        .unsupportedModel(
            path: path, reason: "it is a Git LFS pointer: the model itself was not fetched", hint: "run `git lfs pull`")
    }

    /// What to do about a library that ended the worker's process instead of saying what is wrong.
    ///
    /// - Parameter runtime: such as `litert`.
    public static func hint(afterCrashOf runtime: String) -> String {
        switch runtime {
        case "litert":
            "the library itself ended the process; LiteRT's interpreter takes some of what its compiled models do not: "
                + "`pawl runtime install litert-interpreter==2.3.0`, and in the suite "
                + "`{ name: litert-interpreter, version: 2.3.0 }`"
        default:
            "the library itself ended the process: another version of \(runtime) may say what it cannot do, or "
                + "export the model again"
        }
    }

    /// What stands behind these words of a runtime is an operator, up to a blank or what closes it.
    private static let operatorWords = [
        // ONNX Runtime: no kernel, no schema, no function.
        "Could not find an implementation for ", "No Op registered for ", "Fatal error: ",
        // OpenVINO's reader of ONNX.
        "OpenVINO does not support the following ONNX operations: ", "No conversion rule found for operations: ",
        // LiteRT.
        "unresolved custom op: ", "Didn't find op for builtin opcode ",
    ]

    /// The operator that the words name, with its domain and version where they do.
    private static func missingOperator(in reason: String) -> String? {
        for words in operatorWords {
            guard let tail = text(behind: words, in: reason) else { continue }
            if words == "Fatal error: ", !tail.contains("is not a registered function/op") { continue }
            var name = tail.prefix { !$0.isWhitespace && $0 != "," && $0 != "'" }
            while name.last == "." || name.last == ":" { name = name.dropLast() }
            guard !name.isEmpty else { continue }
            return described(String(name), opset: text(behind: "domain_version of ", in: reason))
        }
        return nil
    }

    /// `ConvInteger(10)` and `com.acme:Scale(-1)` as people say it.
    private static func described(_ name: String, opset: Substring?) -> String {
        var name = Substring(name.split(separator: "/").last ?? "")
        var version = opset.map { $0.prefix(while: \.isNumber) }
        if let open = name.firstIndex(of: "(") {
            let inside = name[name.index(after: open)...].prefix { $0 != ")" }
            if version == nil, inside.allSatisfy(\.isNumber) { version = inside }
            name = name[..<open]
        }
        var domain: Substring?
        if version == nil, let hyphen = name.lastIndex(of: "-"), name[hyphen...].dropFirst().allSatisfy(\.isNumber) {
            // OpenVINO's `Gelu-20`, and `com.acme.Scale`.
            version = name[name.index(after: hyphen)...]
            name = name[..<hyphen]
        }
        if let colon = name.lastIndex(of: ":") {
            domain = name[..<colon].filter { $0 != ":" }[...]
            name = name[name.index(after: colon)...]
        }
        let details = [domain.map { "domain \($0)" }, version.flatMap { $0.isEmpty ? nil : "opset \($0)" }].compactMap(
            \.self)
        return "operator \(name)" + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
    }

    /// ONNX Runtime's words for an input of a type that the operator's schema has not.
    private static func refusedType(in reason: String) -> (name: Substring, type: Substring)? {
        guard let type = text(behind: "Type Error: Type '", in: reason)?.prefix(while: { $0 != "'" }),
            let name = text(behind: "of operator (", in: reason)?.prefix(while: { $0 != ")" }), !name.isEmpty
        else { return nil }
        return (name, type)
    }

    /// Whether a runtime's words say that the model's format or operator set is newer than it reads, whatever the operators.
    public static func saysNewerFormat(_ reason: String) -> Bool { newerFormat(in: reason) != nil }

    private static func newerFormat(in reason: String) -> String? {
        if reason.contains("Unsupported model IR version") { return "IR version" }
        if reason.contains("till opset") || reason.contains("is under development and support for this is limited") {
            return "opset"
        }
        return nil
    }

    private static func text(behind words: String, in reason: String) -> Substring? {
        reason.range(of: words).map { reason[$0.upperBound...] }
    }
}
