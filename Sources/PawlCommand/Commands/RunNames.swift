import Diagnostics
import Foundation
import Records
import ResultsStore

/// Turns what people call a run into the run: the one place that does so for commands that take any run.
struct RunNames {
    /// A run and what it is called.
    struct Found {
        var name: String
        var run: RunRecord
        /// By cell id, in base units.
        var summaries: [Int: [Metric: Double]]
        /// Whether it comes from a file, not from the database.
        var isFile: Bool
    }

    /// For help, in lines that fit.
    static let explanation = """
        A run is named by its id or the first digits of it, as 'latest' (the last one that ended), 'latest~1' (the
        one before), or as a bundle's file.
        """

    private let arguments: ParsedArguments
    private let context: CommandContext
    /// `--db`.
    let databasePath: String

    init(_ arguments: ParsedArguments, in context: CommandContext) {
        self.arguments = arguments
        self.context = context
        databasePath = context.databasePath(arguments)
    }

    /// - Throws: `UsageError` when there is no database.
    func store() throws -> ResultsStore { try context.existingStore(arguments) }

    /// - Throws: `UsageError` when no run, or more than one, is called so; `StoreError`, `BundleError`, `FileError`.
    func run(named name: String, _ extent: ResultsStore.Extent = .whole) throws -> Found {
        if name.hasSuffix("." + RunBundle.fileExtension) {
            let bundle = try BundleFile.read(context.absolute(name), name: name)
            return Found(name: name, run: bundle.run, summaries: bundle.summaries, isFile: true)
        }
        let store = try store()
        guard let stored = try store.storedRun(id: try RunFinder(store: store).id(named: name), extent) else {
            throw UsageError(message: "run '\(name)' is gone from \(databasePath)", hint: "it was removed just now")
        }
        return Found(name: name, run: stored.run, summaries: stored.summaries, isFile: false)
    }
}
