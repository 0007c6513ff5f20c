import Diagnostics
import Foundation
import Harness
import Records
import Reports
import RuntimeLibraries
import Suites
import Support

/// What a command may use of the outside world; tests give their own.
public struct CommandContext: Sendable {
    public var environment: [String: String]
    public var workingFolder: String
    public var output: any CommandOutput
    public var interruption: Interruption
    public var worker: WorkerCommand
    /// Decides how old an unfinished run is.
    public var clock: @Sendable () -> ClockReading

    public init(
        environment: [String: String], workingFolder: String, output: any CommandOutput,
        interruption: Interruption = Interruption(), worker: WorkerCommand,
        clock: @escaping @Sendable () -> ClockReading = ClockReading.now
    ) {
        self.environment = environment
        self.workingFolder = workingFolder
        self.output = output
        self.interruption = interruption
        self.worker = worker
        self.clock = clock
    }

    /// The process's own environment, streams and executable.
    public static func ofThisProcess() -> CommandContext {
        let executable =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return CommandContext(
            environment: ProcessInfo.processInfo.environment,
            workingFolder: FileManager.default.currentDirectoryPath, output: StandardStreams(),
            worker: WorkerCommand(arguments: [executable, WorkerSubcommand.name]))
    }

    /// A path from the command line, absolute.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: workingFolder)).path
    }

    /// The folder that a file lies in, absolute.
    func folder(of file: String) -> String { URL(fileURLWithPath: absolute(file)).deletingLastPathComponent().path }

    func captureEnvironment(gitFolder: String) -> EnvironmentRecord {
        HostEnvironment.capture(gitFolder: gitFolder, pawlVersion: pawlVersion, swiftVersion: swiftVersion)
    }

    /// A path for people: relative to the working folder where it lies below it.
    func relative(_ path: String) -> String {
        path.hasPrefix(workingFolder + "/") ? String(path.dropFirst(workingFolder.count + 1)) : path
    }

    /// `--db`, or the default.
    func databasePath(_ arguments: ParsedArguments) -> String { absolute(arguments["--db"] ?? "Results/pawl.db") }

    /// `.pawl` of the checkout that the working folder belongs to.
    var pawlFolder: PawlFolder { PawlFolder.find(startingAt: workingFolder, environment: environment) }

    func wantsJSON(_ arguments: ParsedArguments) -> Bool { arguments["--format"] == "json" }

    /// Writes a value as the result, indented, keys sorted and in snake case.
    func writeJSON(_ value: some Encodable) throws { output.writeResult(try json(value)) }

    func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let text = String(decoding: try encoder.encode(value), as: UTF8.self)
        return TerminalText.escapedJSON(text) + "\n"
    }

    /// A document as the stream of results takes it.
    ///
    /// - Parameter files: what was written, a label and a path each.
    func text(of document: Document, files: [(label: String, path: String)] = []) -> String {
        var document = document
        if !files.isEmpty {
            document.blocks.append(.facts(.init(files.map { ($0.label, "\(name: relative($0.path))") })))
        }
        return TerminalPrinter(
            width: output.width, isTerminal: output.resultIsTerminal, usesColour: resultUsesColour
        ).print(document)
    }

    func write(_ document: Document) { output.writeResult(text(of: document)) }

    /// Words any error on the diagnostic stream.
    func tell(_ error: any Error) {
        let renderer = DiagnosticRenderer(usesColour: diagnosticUsesColour)
        let text = (error as? any DiagnosableError).map { renderer.render($0.diagnostics) }
        writeDiagnostic(text ?? "pawl: internal error: \(error)")
    }

    func warn(_ text: String) { writeDiagnostic("pawl: warning: \(text)") }

    func warn(_ diagnostic: Diagnostic) {
        writeDiagnostic(DiagnosticRenderer(usesColour: diagnosticUsesColour).render(diagnostic))
    }

    /// On a terminal lines are broken at spaces; in a file each stays one line, to be searched.
    private func writeDiagnostic(_ text: String) {
        guard output.diagnosticIsTerminal else { return output.writeDiagnostic(text + "\n") }
        let width = output.diagnosticWidth
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard TextColumns.shownWidth(of: String(line)) > width else { return String(line) }
            let start = String(line.prefix { $0 == " " })
            return TextColumns.wrapped(
                String(line.dropFirst(start.count)), to: width, indent: start + "  ", firstIndent: start)
        }
        output.writeDiagnostic(lines.joined(separator: "\n") + "\n")
    }

    /// NO_COLOR (no-color.org): any value that is not empty switches colours off.
    private var allowsColour: Bool { (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb" }
    var resultUsesColour: Bool { allowsColour && output.resultIsTerminal }
    var diagnosticUsesColour: Bool { allowsColour && output.diagnosticIsTerminal }

    /// A bar needs a terminal that a person watches.
    var usesProgressBar: Bool {
        output.diagnosticIsTerminal && (environment["CI"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
}

extension CommandContext {
    /// Reads a suite and prints its warnings.
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
            locateRuntime: RuntimeRegistry.locator(suiteFolders: suiteFolders, in: self),
            openLibrary: LibraryAcceptance(context: self).open)
    }
}

extension CommandContext {
    /// `--artifacts`, or the default.
    func artifacts(_ arguments: ParsedArguments) -> ArtifactStore {
        ArtifactStore(folder: arguments["--artifacts"].map(absolute) ?? pawlFolder.path + "/artifacts")
    }
}
