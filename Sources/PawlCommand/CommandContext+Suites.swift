import Diagnostics
import Foundation
import Suites

extension CommandContext {
    /// Reads a suite and tells what deserves a look.
    ///
    /// - Throws: `SuiteError`; for what is no suite at all, with what may have been meant.
    func readSuite(_ path: String) throws(SuiteError) -> Suite {
        if let mistake = InvalidSuiteName(path, in: self) { throw .invalid(mistake.diagnostics) }
        let suite = try SuiteReader.read(file: path)
        for warning in suite.warnings { warn(warning) }
        return suite
    }

    /// The name under which a suite is recorded, by which a command names it: that name, or the suite's file.
    ///
    /// A recorded name outranks what lies in the working folder under it: a folder, a pipe or a device is no suite anyway.
    func suiteName(of argument: String, recorded: [String]) throws(SuiteError) -> String {
        guard !recorded.contains(argument) else { return argument }
        let path = absolute(argument)
        var status = stat()
        let isFile = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        let looksLikeOne = argument.contains("/") || argument.hasSuffix(".yaml") || argument.hasSuffix(".yml")
        return isFile || looksLikeOne ? try readSuite(path).name : argument
    }

    /// A planner that finds the runtimes installed in the suites' own checkouts, or for the working folder.
    ///
    /// - Parameter suiteFolders: the candidate's first; not empty.
    func planner(suiteFolders: [String]) -> Planner {
        Planner(
            locateRuntime: RuntimeRegistry.locator(
                suiteFolders: suiteFolders, workingFolder: workingFolder, environment: environment))
    }
}
