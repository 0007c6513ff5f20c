import RuntimeLibraries
import Suites

/// The releases of a runtime, or the builds of one's own, that the command line asks a sweep to take in.
struct SweptSelection {
    let runtime: String
    /// Of the suite, whose checkout may have runtimes installed.
    let folder: String
    let arguments: ParsedArguments
    let context: CommandContext
    /// The runtime with a library in place of a release.
    ///
    /// - Parameter: an absolute path.
    let declaration: (String) -> RuntimeDeclaration
    /// Takes the first and the last alone.
    var takesEndsOnly = false

    /// At least two, in their order.
    ///
    /// - Throws: `UsageError` for what cannot be meant; when it was interrupted.
    func located() throws -> [SweptRuntime] {
        guard let builds = arguments["--builds"] else { return try releases() }
        for option in ["--installed", "--locked"] where arguments.has(option) {
            throw UsageError(message: "\(option) says nothing of --builds", hint: "leave one of them out")
        }
        let acceptance = LibraryAcceptance(context: context)
        let swept = SweptBuilds(folder: context.absolute(builds), runtime: runtime) { path in
            try acceptance.open(declaration(path))
        }
        return try swept.located(taken(try swept.names(from: arguments["--from"], to: arguments["--to"])))
    }

    private func releases() throws -> [SweptRuntime] {
        let swept = SweptRuntimes(
            name: runtime, onlyInstalled: arguments.has("--installed"),
            looksUp: context.lockPolicy(arguments) == .resolve,
            locate: RuntimeRegistry.locator(suiteFolders: [folder], in: context),
            installer: context.runtimeInstaller(arguments), context: context)
        return try swept.located(taken(try swept.versions(from: arguments["--from"], to: arguments["--to"])))
    }

    private func taken<Item>(_ items: [Item]) -> [Item] {
        guard takesEndsOnly, let first = items.first, let last = items.last, items.count > 1 else { return items }
        return [first, last]
    }
}
