import Foundation
import RuntimeLibraries
import TestSupport
import Testing

@Suite("pawl doctor and pawl runtime", .hangLimit)
struct MachineCommandTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("doctor describes the machine as text and as JSON", arguments: ["text", "json"])
    func doctor(format: String) throws {
        let outcome = workspace.pawl("doctor", "--format", format)
        #expect(outcome.code == 0)
        #expect(outcome.diagnostic.contains("measuring for about two seconds"))
        if format == "json" {
            let json = try Workspace.json(outcome.result)
            let environment = try #require(json["environment"] as? [String: Any])
            #expect((environment["facts"] as? [Any])?.isEmpty == false)
            #expect((json["advices"] as? [Any])?.isEmpty == false)
        } else {
            #expect(outcome.result.contains("fingerprint"))
            #expect(outcome.result.contains(#/fit to measure on|would make measurements here steadier/#))
        }
    }

    @Test("list names what is installed, and for the rest the command that installs it", .needsRuntime)
    func list() {
        let here = workspace.pawl("runtime", "list")
        #expect(here.code == 0)
        #expect(here.result.contains(#/onnxruntime==1\.31\.1 +installed/#))
        let empty = workspace.pawl("runtime", "list", environment: ["PAWL_HOME": workspace.file("empty")])
        #expect(empty.code == 0)
        #expect(empty.result.contains(#/onnxruntime==1\.31\.1 +pawl runtime install onnxruntime==1\.31\.1/#))
        #expect(!workspace.exists("empty"))
    }

    @Test("list and verify answer scripts with one object a runtime", .needsRuntime)
    func json() throws {
        for (command, key) in [("list", "is_installed"), ("verify", "is_whole")] {
            let outcome = workspace.pawl("runtime", command, "--format", "json")
            #expect(outcome.code == 0)
            let objects = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.result.utf8)) as? [[String: Any]])
            let latest = try #require(objects.first { $0["version"] as? String == "1.31.1" })
            #expect(latest["name"] as? String == "onnxruntime")
            #expect(latest[key] as? Bool == true)
        }
    }

    @Test("verify calls a whole runtime whole", .needsRuntime)
    func whole() {
        let outcome = workspace.pawl("runtime", "verify")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("onnxruntime==1.31.1  whole"))
        let empty = workspace.pawl("runtime", "verify", environment: ["PAWL_HOME": workspace.file("empty")])
        #expect(empty.code == 0)
        #expect(empty.result.contains("no runtime is installed"))
    }

    @Test("verify finds a single changed byte, says what to do, and returns 3", .needsRuntime)
    func damaged() throws {
        let installed = try InstalledRuntimes(root: Installation.pawlFolder.runtimes)
            .library(name: "onnxruntime", version: Installation.runtimeVersion)
        let home = workspace.file("home")
        let source = Installation.pawlFolder.runtimes
        try FileManager.default.createDirectory(
            atPath: home + "/runtimes/onnxruntime", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: "\(source)/onnxruntime/\(Installation.runtimeVersion)",
            toPath: "\(home)/runtimes/onnxruntime/\(Installation.runtimeVersion)")
        let library = home + "/runtimes" + installed.path.dropFirst(source.count)
        chmod(library, 0o644)
        let descriptor = open(library, O_RDWR)
        var byte: UInt8 = 0
        #expect(pread(descriptor, &byte, 1, 4096) == 1)
        byte = ~byte
        #expect(pwrite(descriptor, &byte, 1, 4096) == 1)
        close(descriptor)

        let outcome = workspace.pawl("runtime", "verify", environment: ["PAWL_HOME": home])
        #expect(outcome.code == 3)
        #expect(outcome.result.contains("onnxruntime==1.31.1  DAMAGED"))
        #expect(outcome.diagnostic.contains("hint: "))
    }
}
