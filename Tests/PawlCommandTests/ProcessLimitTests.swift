import Foundation
import Support
import TestSupport
import Testing

/// What a shell's `ulimit`, a service or a container may have set: words and a documented code, never a signal or a hang.
@Suite("Commands under limits of the process", .needsRuntime, .serialized, .hangLimit)
struct ProcessLimitTests {
    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace()
        suite = try workspace.writeSuite(
            ["a": .rightClassifier], gates: ["{ metric: accuracy, min: 50% }"],
            measurement:
                "{ launches: 2, quads: 1, block_inferences: 2, block_time: 100 us, warm_up_cap: 1 ms, phase_timeout: 60 s }"
        )
        try workspace.bringOwnModel(samples: 8)
        // As someone who may neither raise limits nor exceed them.
        if geteuid() == 0 {
            for name in [""] + (try FileManager.default.subpathsOfDirectory(atPath: workspace.path)) {
                chown(workspace.file(name), 65534, 65534)
            }
        }
    }

    struct Limit: Sendable, CustomTestStringConvertible {
        var options: String
        /// What every command says; nil where some have no need of what is limited.
        var words: String?
        var testDescription: String { "ulimit \(options)" }
    }

    static let limits = [
        Limit(options: "-n 8", words: "may open 8 files"), Limit(options: "-n 16", words: "may open 16 files"),
        Limit(options: "-n 63", words: "may open 63 files"), Limit(options: "-u 1", words: "no more threads"),
        Limit(options: "-v 600000", words: "MiB of memory"), Limit(options: "-d 100000", words: "MiB of memory"),
        Limit(options: "-f 0"), Limit(options: "-f 1"), Limit(options: "-f 100"),
    ]

    /// A family each. SUITE, BUNDLE and RUN stand for what is there.
    static let commands: [[String]] = [
        ["doctor"], ["run", "SUITE"], ["gate", "SUITE", "--out", "out"], ["report"], ["report", "--out", "again"],
        ["history"], ["trend", "tested"], ["import", "BUNDLE", "--db", "other.db"],
        ["export", "--to", "csv", "--out", "x.csv"], ["export", "--to", "bundle", "--out", "x.pawlrun"],
        [
            "golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--model",
            "gestures-fp32.onnx",
        ],
        ["init", "a.onnx", "--output", "new.yaml"], ["worker", "check", "--", "PAWL", "worker"],
        ["verify-db"], ["backup", "copy.db"], ["prune", "--keep-raw", "1ns"],
    ]

    /// - Returns: nil when it did not end within the limit.
    private func run(_ command: [String], under limit: String) throws -> Workspace.Outcome {
        let words = command.map { $0 == "SUITE" ? suite : $0 == "PAWL" ? Repository.product("pawl") : $0 }
        // The shell tells the code: 128 and more for a signal.
        let script = "cd '\(workspace.path)' && (ulimit \(limit) && exec \"$@\"); echo \"code $?\" >&2"
        let outcome = try BoundedCommand(
            FileSystemTests.unprivileged.wrapper + ["/bin/bash", "-c", script, "bash", Repository.product("pawl")]
                + words,
            environment: workspace.environment, timeoutSeconds: 300
        ).run()
        let lines = outcome.standardError.split(separator: "\n")
        let code = lines.last.flatMap { Int32($0.dropFirst("code ".count)) } ?? -1
        return Workspace.Outcome(
            code: code, result: outcome.standardOutput, diagnostic: lines.dropLast().joined(separator: "\n"))
    }

    private func prepare() throws {
        let commands = [["run", "SUITE"], ["run", "SUITE"], ["export", "--to", "bundle", "--out", "BUNDLE"]]
        for command in commands {
            let outcome = try run(command, under: "-c 0")
            #expect(outcome.code == 0, "\(command): \(outcome.diagnostic)")
        }
    }

    @Test(
        "end in words and a documented code",
        .enabled(
            if: FileSystemTests.unprivileged.reasonToSkip == nil,
            Comment(rawValue: FileSystemTests.unprivileged.reasonToSkip ?? "")), arguments: limits)
    func matrix(_ limit: Limit) throws {
        try prepare()
        for command in Self.commands {
            let outcome = try run(command, under: limit.options)
            let said =
                "\(command[0...min(1, command.count - 1)]) under \(limit.options): code \(outcome.code), \(outcome.diagnostic)"
            #expect([0, 1, 3].contains(outcome.code), "\(said)")
            #expect(
                !outcome.diagnostic.contains("Fatal error") && !outcome.diagnostic.contains("internal error"), "\(said)"
            )
            if outcome.code != 0 { #expect(!(outcome.diagnostic + outcome.result).isEmpty, "\(said)") }
            guard let words = limit.words else { continue }
            #expect(outcome.code == 3 && outcome.diagnostic.contains(words), "\(said)")
            #expect(outcome.diagnostic.contains("ulimit"), "\(said)")
        }
        // Whatever happened, the database is sound and what was in it is there.
        let verified = try run(["verify-db"], under: "-c 0")
        #expect(verified.code == 0, "\(verified.result)\(verified.diagnostic)")
    }

    @Test("Files that may not grow cost what they would have held, with code 3 and the reason")
    func fileSize() throws {
        try prepare()
        for (command, words) in [
            // Reading a database with a write-ahead log makes a file beside it.
            (["export", "--to", "csv", "--out", "x.csv"], "pawl.db"), (["backup", "copy.db"], "pawl.db"),
            (["import", "BUNDLE", "--db", "other.db"], "other.db"), (["run", "SUITE"], "pawl.db"),
        ] {
            let outcome = try run(command, under: "-f 0")
            #expect(outcome.code == 3 && outcome.diagnostic.contains(words), "\(command): \(outcome.diagnostic)")
            #expect(outcome.diagnostic.contains("File too large"), "\(command): \(outcome.diagnostic)")
            #expect(outcome.diagnostic.contains("ulimit -f"), "\(command): \(outcome.diagnostic)")
        }
        for name in ["x.csv", "copy.db"] { #expect(!workspace.exists(name)) }
    }

    @Test("A soft limit of files is raised as far as the hard one lets it") func softLimit() throws {
        try prepare()
        let outcome = try run(["report"], under: "-S -n 8")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
    }

    @Test("Help and the version need nothing") func help() throws {
        for command in [["--version"], ["--help"], ["gate", "--help"]] {
            let outcome = try run(command, under: "-n 8")
            #expect(outcome.code == 0 && !outcome.result.isEmpty, "\(outcome.diagnostic)")
        }
    }
}
