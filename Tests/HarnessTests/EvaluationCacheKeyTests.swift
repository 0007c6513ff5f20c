import InferenceCore
import ModelFormats
import Records
import Suites
import TestSupport
import Testing

@testable import Harness

@Suite("The key under which evaluations are reused", .hangLimit)
struct EvaluationCacheKeyTests {
    private let key: EvaluationCacheKey

    init() throws {
        let plan = try HarnessFixture().plan(["fp32": "classes 4"])
        var machine = HarnessFixture.environment
        machine.facts += [
            .init(group: "cpu", key: "architecture", value: .text("x86_64")),
            .init(group: "kernel", key: "distribution", value: .text("Debian 12")),
            .init(group: "kernel", key: "c_library", value: .text("glibc 2.36")),
        ]
        key = EvaluationCacheKey(
            cell: plan.cells[0], goldenSetDigest: "g", shards: 1, machine: machine, pawlVersion: "1",
            variables: ["PATH": "/bin"])
    }

    private func changed(_ change: (inout EvaluationCacheKey) -> Void) -> String? {
        var other = key
        change(&other)
        return other.digest
    }

    private static func set(
        _ group: String, _ name: String, _ value: EnvironmentRecord.Value, in key: inout EvaluationCacheKey
    ) {
        for index in key.machine.facts.indices
        where key.machine.facts[index].group == group && key.machine.facts[index].key == name {
            key.machine.facts[index].value = value
        }
    }

    @Test("Each ingredient makes another key")
    func ingredients() throws {
        let original = try #require(key.digest)
        #expect(original.count == 64)
        let changes: [String: (inout EvaluationCacheKey) -> Void] = [
            "model": { $0.cell.modelContent.files[0].digest = "other" },
            "runtime": { $0.cell.runtime.name = "other" },
            "version": { $0.cell.runtime.version = "2" },
            "library": { $0.cell.runtime.libraryDigest = "other" },
            "threads": { $0.cell.options.threads = 2 },
            "graph optimisation": { $0.cell.options.graphOptimization = .basic },
            "arena": { $0.cell.options.usesArena = false },
            "memory pattern": { $0.cell.options.usesMemoryPattern = false },
            "provider option": { $0.cell.options.providerOptions["a"] = "b" },
            "entry": { $0.cell.options.configuration["a"] = "b" },
            "other entry": { $0.cell.options.configuration["a"] = "c" },
            "conversion": { $0.cell.conversions["output.y"] = "dequantised from int8 by scale 0.5, zero point 0" },
            "other scale": { $0.cell.conversions["output.y"] = "dequantised from int8 by scale 0.25, zero point 0" },
            "golden set": { $0.goldenSetDigest = "other" },
            "shards": { $0.shards = 2 },
            "processor": { Self.set("cpu", "model", .text("Other CPU"), in: &$0) },
            "flags": { Self.set("cpu", "flags_digest", .text("f2"), in: &$0) },
            "architecture": { Self.set("cpu", "architecture", .text("aarch64"), in: &$0) },
            "distribution": { Self.set("kernel", "distribution", .text("Debian 13"), in: &$0) },
            "C library": { Self.set("kernel", "c_library", .text("glibc 2.41"), in: &$0) },
            "Pawl": { $0.pawlVersion = "2" },
            "preloaded library": { $0.variables["LD_PRELOAD"] = "x.so" },
            "OpenMP": { $0.variables["OMP_NUM_THREADS"] = "2" },
        ]
        var digests: Set<String> = [original]
        for (name, change) in changes {
            let digest = try #require(changed(change), "\(name)")
            #expect(digests.insert(digest).inserted, "\(name) makes no key of its own")
        }
    }

    @Test("What cannot change an answer keeps the key")
    func indifferent() {
        #expect(changed { $0.variables["GITHUB_RUN_ID"] = "7" } == key.digest)
        #expect(changed { $0.cell.variant = "other" } == key.digest)
        #expect(changed { $0.cell.modelContent.path = "/elsewhere" } == key.digest)
        #expect(changed { $0.cell.runtime.libraryPath = "/elsewhere" } == key.digest)
        #expect(changed { $0.cell.id = 7 } == key.digest)
        #expect(changed { $0.cell.options.profilesOperators = true } == key.digest)
        #expect(changed { $0.machine.hostName = "other" } == key.digest)
    }

    @Test("Parts cannot run into each other")
    func boundaries() {
        let one = changed { $0.cell.options.configuration = ["a": "b\n", "c": "d"] }
        let other = changed { $0.cell.options.configuration = ["a": "b", "\nc": "d"] }
        #expect(one != other)
    }

    @Test("There is none where Pawl cannot see all that matters")
    func noKey() {
        #expect(changed { $0.cell.modelContent.isComplete = false } == nil)
        #expect(changed { $0.cell.options.provider = "cuda" } == nil)
        #expect(changed { $0.cell.options.configuration["folder"] = "/weights" } == nil)
        #expect(changed { Self.set("cpu", "model", .unavailable(reason: "no"), in: &$0) } == nil)
        #expect(changed { Self.set("cpu", "flags_digest", .unavailable(reason: "no"), in: &$0) } == nil)
        #expect(changed { $0.cell.options.provider = "CPU" } != nil)
    }
}
