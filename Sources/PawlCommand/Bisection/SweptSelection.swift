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
        let swept = releases(of: runtime)
        return try swept.located(taken(try swept.versions(from: arguments["--from"], to: arguments["--to"])))
    }

    private func releases(of name: String) -> SweptRuntimes {
        SweptRuntimes(
            name: name, onlyInstalled: arguments.has("--installed"),
            looksUp: context.lockPolicy(arguments) == .resolve,
            locate: RuntimeRegistry.locator(suiteFolders: [folder], in: context),
            installer: context.runtimeInstaller(arguments), context: context)
    }

    /// One release of this runtime and one of another.
    ///
    /// - Parameters:
    ///   - other: the other runtime's name.
    ///   - version: of the other; nil is the newest that is known.
    /// - Throws: `UsageError` for options that speak of one runtime alone, and for what is no version that is known; when it was interrupted.
    func located(against other: String, _ version: String?) throws -> (first: SweptRuntime, second: SweptRuntime) {
        for option in ["--to", "--builds"] where arguments.has(option) {
            throw UsageError(
                message: "\(option) says nothing of a comparison with another runtime",
                hint: "--from VERSION is that of \(runtime), --against \(other)==VERSION that of the other")
        }
        let (mine, others) = (releases(of: runtime), releases(of: other))
        let first = try mine.version(arguments["--from"], option: "--from")
        let second = try others.version(version, option: "--against")
        return (try mine.located([first])[0], try others.located([second])[0])
    }

    private func taken<Item>(_ items: [Item]) -> [Item] {
        guard takesEndsOnly, let first = items.first, let last = items.last, items.count > 1 else { return items }
        return [first, last]
    }
}
