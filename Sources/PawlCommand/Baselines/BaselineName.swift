import Support

/// `main`, or `main@3` for one version of it.
struct BaselineName {
    var name: String
    /// Nil is the current one.
    var version: Int?

    init(_ text: String) throws(UsageError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        name = parts[0]
        version = parts.count == 2 ? Int(parts[1]) : nil
        guard SafeName.accepts(name), parts.count == 1 || (version ?? 0) >= 1 else {
            throw UsageError(
                message: "'\(text)' is no name of a baseline",
                hint: "write NAME or NAME@VERSION, such as main or main@3; \(SafeName.rule)")
        }
    }

    /// A name that is to get a version of its own.
    static func new(_ text: String) throws(UsageError) -> String {
        let name = try BaselineName(text)
        guard name.version == nil else {
            throw UsageError(
                message: "'\(text)' names a version, which Pawl gives", hint: "write just '\(name.name)'")
        }
        return name.name
    }
}
