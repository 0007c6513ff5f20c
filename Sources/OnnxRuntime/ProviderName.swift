import InferenceCore

/// Matches what a suite calls a provider with what the library calls it.
///
/// The library lists `XnnpackExecutionProvider` but takes `XNNPACK`; people write `xnnpack`.
enum ProviderName {
    /// The built-in provider, which needs no registration.
    static let cpu = "cpu"

    /// The name that registers `provider`, given what the library lists.
    ///
    /// - Throws: `InferenceError.unsupportedOption` that lists what there is.
    static func registration(of provider: String, among available: [String]) throws(InferenceError) -> String {
        let shortNames = available.map(shortName)
        guard let name = shortNames.first(where: { $0.lowercased() == provider.lowercased() }) else {
            throw .unsupportedOption(
                name: "provider", value: provider, reason: "this library was built without it",
                hint: "available: \(shortNames.map { $0.lowercased() }.sorted().joined(separator: ", "))")
        }
        return registeredSpelling[name.lowercased()] ?? name
    }

    private static func shortName(_ listed: String) -> String {
        let suffix = "ExecutionProvider"
        return listed.hasSuffix(suffix) ? String(listed.dropLast(suffix.count)) : listed
    }

    /// Where listing and registration differ in more than the suffix.
    private static let registeredSpelling = ["azure": "AZURE", "xnnpack": "XNNPACK", "snpe": "SNPE", "js": "JS"]
}
