import Foundation
import TestSupport
import Testing

@Suite("An installation that is stopped", .hangLimit)
struct InterruptedInstallationTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("SIGINT and SIGTERM end pip as well: nothing runs on, code 3", arguments: [SIGINT, SIGTERM])
    func endsPip(signal: Int32) throws {
        // Stands for a pip that waits for its index.
        try workspace.write("#!/bin/sh\nsleep 600 & sleep 600\n", to: "bin/python3")
        try #require(chmod(workspace.file("bin/python3"), 0o755) == 0)
        let process = try PawlProcess(
            ["runtime", "install", "onnxruntime==1.31.1"], in: workspace,
            environment: [
                "PATH": "\(workspace.file("bin")):/usr/bin:/bin", "XDG_CACHE_HOME": workspace.file("cache"),
                "PAWL_HOME": workspace.file(".pawl"),
            ])
        try process.wait("pip") { process.descendants.count >= 3 }
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.code == 3, "\(outcome.diagnostic)")
        #expect(outcome.diagnostic.contains("interrupted; nothing was installed"))
        try process.wait("the end of pip") { process.descendants.isEmpty }
    }
}
