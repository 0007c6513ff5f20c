import GoldenSets
import Harness
import InferenceCore
import Suites
import Support
import TestSupport
import Testing
import Worker

@Suite("A runtime that comes in packages of several names", .hangLimit) struct PackageNameTests {
    @Test("A worker answers with the name that it was asked for: the library knows its own only")
    func answersWithTheNameAskedFor() throws {
        let folder = try TemporaryFolder(prefix: "pawl-package-name-test")
        _ = try GoldenSetFixture(in: folder.file("golden"), count: 4)
        let set = try GoldenSet.open(folder: folder.file("golden"), verifyingDigests: true)
        try AtomicFile.write("classes 4\n", to: folder.file("a.model"))
        let worker = try WorkerProcess(
            WorkerCommand(arguments: [Repository.product("scripted-worker"), "package"]), interruption: Interruption(),
            timeoutSeconds: 60)
        defer { worker.shutDown() }
        let reply = try worker.call(
            LoadCall(
                runtime: RuntimeAddress(name: "scripted-gpu", version: "1"), modelPath: folder.file("a.model"),
                options: SessionOptions(), samples: set.feed.files, rotationLimit: 1, pinToCore: nil),
            timeoutSeconds: 60)
        #expect(reply.runtime.name == "scripted-gpu" && reply.runtime.version == "1")
    }
}
