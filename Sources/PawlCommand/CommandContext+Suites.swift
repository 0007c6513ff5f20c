import Suites

extension CommandContext {
    /// Reads a suite and tells what deserves a look.
    func readSuite(_ path: String) throws(SuiteError) -> Suite {
        let suite = try SuiteReader.read(file: path)
        for warning in suite.warnings { warn(warning) }
        return suite
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
