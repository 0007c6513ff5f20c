import Foundation
import Records
import ResultsStore
import Support
import TestSupport
import Testing

@Suite("Runs from elsewhere in a database", .hangLimit)
struct ImportTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(prefix: "pawl-import-test") }

    private struct Sample {
        var run: RunRecord
        var summaries: [Int: [Metric: Double]]
        var bundle: RunBundle
    }

    private static func samples(_ seeds: Range<UInt64>) throws -> [Sample] {
        try seeds.map { seed in
            var random = RandomRun(seed: seed)
            let run = random.run()
            let summaries = random.summaries(of: run)
            return Sample(run: run, summaries: summaries, bundle: try RunBundle(run, summaries: summaries))
        }
    }

    private func store(_ name: String) throws -> ResultsStore { try ResultsStore(path: folder.file(name)) }

    private static func add(
        _ bundle: RunBundle, to store: ResultsStore, trustsEvaluations: Bool = false
    ) throws -> ImportOutcome {
        try store.add(
            bundle.run, summaries: bundle.summaries,
            from: ImportRecord(
                bundleDigest: bundle.digest, importedAt: Date(timeIntervalSinceReferenceDate: 801_000_000),
                trustsEvaluations: trustsEvaluations))
    }

    /// Everything that a database says of its runs, as text.
    private static func content(_ store: ResultsStore) throws -> [String: String] {
        try store.runs(limit: .max).reduce(into: [:]) { content, summary in
            guard let stored = try store.storedRun(id: summary.id) else { return }
            content[summary.id] =
                String(decoding: try RecordJSON.encode(stored.run), as: UTF8.self)
                + String(decoding: try RecordJSON.encode(stored.summaries), as: UTF8.self)
                + "\(String(describing: try store.origin(ofRun: summary.id)))"
        }
    }

    @Test("What is exported, imported and exported again is the same file", arguments: 0..<20 as Range<UInt64>)
    func thereAndBack(seed: UInt64) throws {
        let sample = try Self.samples(seed..<seed + 1)[0]
        let measured = try store("measured.db")
        try measured.save(sample.run, summaries: sample.summaries)
        let stored = try #require(try measured.storedRun(id: sample.run.id))
        let exported = try RunBundle(stored.run, summaries: stored.summaries)
        let other = try store("other.db")
        #expect(try Self.add(RunBundle(reading: exported.data, name: "x"), to: other) == .added)
        let again = try #require(try other.storedRun(id: sample.run.id))
        #expect(try RunBundle(again.run, summaries: again.summaries).data == exported.data)
        // Back where it was measured it changes nothing.
        #expect(try Self.add(exported, to: measured) == .unchanged)
        #expect(try measured.origin(ofRun: sample.run.id) == nil)
        try other.verifyIntegrity()
    }

    @Test("Importing again changes nothing, and the order does not matter")
    func idempotentAndOrderFree() throws {
        let bundles = try Self.samples(100..<112).map(\.bundle)
        let forwards = try store("forwards.db"), backwards = try store("backwards.db")
        for bundle in bundles { #expect(try Self.add(bundle, to: forwards) == .added) }
        for bundle in bundles.reversed() { #expect(try Self.add(bundle, to: backwards) == .added) }
        let content = try Self.content(forwards)
        #expect(content.count == bundles.count)
        #expect(try Self.content(backwards) == content)
        for bundle in bundles.shuffled() { #expect(try Self.add(bundle, to: forwards) == .unchanged) }
        #expect(try Self.content(forwards) == content)
    }

    @Test("Another run under the same id is refused, and the one that is there stays")
    func conflict() throws {
        let sample = try Self.samples(7..<8)[0]
        let store = try store("a.db")
        #expect(try Self.add(sample.bundle, to: store) == .added)
        let content = try Self.content(store)
        var other = sample.run
        other.warnings.append("one more")
        #expect(try Self.add(RunBundle(other, summaries: sample.summaries), to: store) == .conflict)
        var summaries = sample.summaries
        summaries[0] = [.latencyP50: 123]
        #expect(try Self.add(RunBundle(sample.run, summaries: summaries), to: store) == .conflict)
        #expect(try Self.content(store) == content)
    }

    @Test("Where a run came from goes with it")
    func origin() throws {
        let bundle = try Self.samples(9..<10)[0].bundle
        let store = try store("a.db")
        _ = try Self.add(bundle, to: store, trustsEvaluations: true)
        let origin = try #require(try store.origin(ofRun: bundle.run.id))
        #expect(origin.bundleDigest == bundle.digest)
        #expect(origin.trustsEvaluations)
        #expect(try store.origin(ofRun: "no such run") == nil)
    }

    @Test("A stranger's evaluations are reused only when they are trusted")
    func answers() throws {
        var run = try Self.samples(11..<12)[0].run
        run.status = .complete
        run.goldenSets = []
        run.verdicts = []
        run.pairs = []
        run.cells = [run.cells[0]]
        run.cells[0].launches = []
        run.cells[0].failure = nil
        run.cells[0].accuracy = AccuracyRecord(
            predictions: [1, 2], metrics: [.accuracy: 1], seconds: 1,
            origin: EvaluationProvenance(
                key: "k", scoresDigest: "s", sampleDigests: [1, 2],
                evaluatedAt: Date(timeIntervalSinceReferenceDate: 800_000_000)))
        let bundle = try RunBundle(run, summaries: [:])
        let suspicious = try store("suspicious.db"), trusting = try store("trusting.db")
        _ = try Self.add(bundle, to: suspicious)
        _ = try Self.add(bundle, to: trusting, trustsEvaluations: true)
        #expect(try suspicious.cachedEvaluations(key: "k").latest == nil)
        #expect(try trusting.cachedEvaluations(key: "k").latest?.run == run.id)
    }

    @Test("Two importers and a reader at once: every run is there whole, or not at all")
    func concurrency() async throws {
        let samples = try Self.samples(200..<230)
        let path = folder.file("shared.db")
        _ = try ResultsStore(path: path)
        let wanted = Dictionary(uniqueKeysWithValues: try samples.map { ($0.run.id, try RecordJSON.encode($0.run)) })
        let bundles = samples.map(\.bundle)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for order in [bundles, bundles.reversed()] {
                group.addTask {
                    let store = try ResultsStore(path: path, busyTimeoutSeconds: 60)
                    return try order.count { try Self.add($0, to: store) == .added }
                }
            }
            group.addTask {
                let store = try ResultsStore(path: path, busyTimeoutSeconds: 60)
                var seen = 0
                repeat {
                    seen = 0
                    for summary in try store.runs(limit: .max) {
                        let run = try #require(try store.run(id: summary.id))
                        #expect(try RecordJSON.encode(run) == wanted[summary.id])
                        seen += 1
                    }
                } while seen < bundles.count
                return 0
            }
            // Each was added by exactly one of the two.
            var added = 0
            for try await count in group { added += count }
            #expect(added == bundles.count)
        }
        try ResultsStore(path: path).verifyIntegrity()
    }

    @Test("kill -9 in the middle of an import leaves whole runs, and the rest can be imported")
    func killed() throws {
        let samples = try Self.samples(300..<420)
        for (index, sample) in samples.enumerated() {
            let place = index < 40 ? "first/" : "second/"
            try AtomicFile.write(sample.bundle.data, to: folder.file(place + BundleFile.name(ofRun: sample.run.id)))
        }
        let database = folder.file("killed.db")
        let importer = Process()
        importer.executableURL = URL(fileURLWithPath: Repository.product("pawl"))
        importer.arguments = ["import", folder.file("first"), "-", folder.file("second"), "--db", database]
        // Never written to nor closed: the importer waits for it with the first folder in and the second to come.
        let input = Pipe()
        importer.standardInput = input
        importer.standardOutput = FileHandle.nullDevice
        importer.standardError = FileHandle.nullDevice
        try importer.run()
        var count = 0
        while importer.isRunning, count < 40 {
            usleep(20_000)
            count = (try? ResultsStore(path: database, ifMissing: .refuse).runs(limit: .max).count) ?? 0
        }
        kill(importer.processIdentifier, SIGKILL)
        importer.waitUntilExit()
        withExtendedLifetime(input) {}
        #expect(count == 40)
        let store = try ResultsStore(path: database, ifMissing: .refuse)
        try store.verifyIntegrity()
        let wanted = Dictionary(uniqueKeysWithValues: try samples.map { ($0.run.id, try RecordJSON.encode($0.run)) })
        for summary in try store.runs(limit: .max) {
            let run = try #require(try store.run(id: summary.id))
            #expect(try RecordJSON.encode(run) == wanted[summary.id])
        }
        for sample in samples { #expect(try Self.add(sample.bundle, to: store) != .conflict) }
        #expect(try store.runs(limit: .max).count == samples.count)
    }
}
