import RuntimeLibraries
import Suites

/// The installable runtimes that suites name, each with the suites that name it.
struct NamedRuntimes {
    struct Named {
        var requirement: RuntimeRequirement
        /// In the order in which they were read.
        var suites: [String]
    }

    /// In the order in which they are named.
    private(set) var all: [Named] = []
    /// Declarations that name nothing to install, a line each.
    private(set) var others: [String] = []

    /// - Parameter files: as the user gave them.
    /// - Throws: `SuiteError`; `RuntimeLibraryError.malformedRequirement`.
    init(of files: [String], in context: CommandContext) throws {
        for file in files {
            let suite = try context.readSuite(file)
            for (label, runtime) in suite.runtimes.sorted(by: { $0.key < $1.key }) {
                let cause =
                    runtime.library != nil
                    ? "is a library of your own"
                    : runtime.worker != nil ? "runs in a program that the suite names" : nil
                if let cause {
                    others.append("\(file): '\(label)' (\(runtime.name)) \(cause): there is nothing to lock")
                    continue
                }
                let requirement = try RuntimeRequirement(name: runtime.name, version: runtime.version)
                if let index = all.firstIndex(where: { $0.requirement == requirement }) {
                    if !all[index].suites.contains(file) { all[index].suites.append(file) }
                } else {
                    all.append(Named(requirement: requirement, suites: [file]))
                }
            }
        }
    }
}
