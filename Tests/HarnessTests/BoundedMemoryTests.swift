import Foundation
import GoldenSets
import Harness
import InferenceCore
import Suites
import Support
import TestSupport
import Testing
import Worker

@Suite("A golden set larger than memory", .hangLimit) struct BoundedMemoryTests {
    private static let samples = 40
    /// 64 MiB a sample: 2.5 GiB in all.
    private static let valuesPerSample = 16 << 20
    private static let peakLimitBytes: UInt64 = 300_000_000

    /// Where holes in files cost no memory of their own, as they would in /tmp on some machines.
    private static var diskFolder: String { (Repository.product("x") as NSString).deletingLastPathComponent }

    @Test("A worker answers 2.5 GiB of samples, reads every page of them, and stays below 300 MB")
    func sparseSet() throws {
        let folder = Self.diskFolder + "/bounded-memory-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try GoldenSetFixture(in: folder, count: Self.samples)
        // Digests are not verified here; so the input may become another, larger one.
        let shape = [Self.samples, Self.valuesPerSample]
        let header = NumpyFile.data(of: [Float](), shape: shape, type: "<f4")
        try header.write(to: URL(fileURLWithPath: folder + "/x.npy"))
        let bytes = header.count + 4 * Self.samples * Self.valuesPerSample
        #expect(truncate(folder + "/x.npy", bytes) == 0, "no sparse file of \(bytes) bytes")
        try AtomicFile.write("classes 4\nwidth \(Self.valuesPerSample)\n", to: folder + "/wide.model")

        let set = try GoldenSet.open(folder: folder, verifyingDigests: false)
        let worker = try WorkerProcess(
            WorkerCommand(arguments: [Repository.product("scripted-worker")]), interruption: Interruption(),
            timeoutSeconds: 60)
        defer { worker.shutDown() }
        _ = try worker.call(
            LoadCall(
                runtime: RuntimeAddress(name: "scripted", version: "1"), modelPath: folder + "/wide.model",
                options: SessionOptions(), samples: set.feed.files, rotationLimit: 0, pinToCore: nil),
            timeoutSeconds: 60)
        let reply = try worker.call(
            EvaluateToFilesCall(
                first: 0, count: Self.samples,
                outputs: [EvaluateToFilesCall.Output(.init(name: "scores"), path: folder + "/scores")]),
            timeoutSeconds: 600)
        #expect(reply.rows == Self.samples)
        let peak = try worker.call(MemoryCall(), timeoutSeconds: 60).peakMemoryBytes
        // At least one sample was in memory whole, so pages were read.
        #expect(peak > UInt64(4 * Self.valuesPerSample) && peak < Self.peakLimitBytes, "\(peak) bytes at most")
    }
}
