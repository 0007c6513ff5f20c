import Diagnostics
import Foundation
import Harness
import Suites
import Support
import TestSupport
import Testing

@testable import RuntimeProbes

@Suite(
    "What a library does to its process is a finding",
    .enabled(if: StubLibrary.compiler != nil, "there is no C compiler to make one with"), .hangLimit)
struct RuntimeProbeTests {
    /// A library that says its version, and does `body` when it is asked for its functions.
    private static func onnxRuntime(version: String = "1.31.1", _ body: String) -> String {
        """
        #include <stdlib.h>
        #include <unistd.h>
        #include <stdio.h>
        typedef struct { const void *(*get_api)(unsigned); const char *(*get_version)(void); } Base;
        static const void *get_api(unsigned version) { \(body) }
        static const char *get_version(void) { return "\(version)"; }
        static const Base base = { get_api, get_version };
        const Base *OrtGetApiBase(void) { return &base; }
        """
    }

    private func report(_ source: String, timeoutSeconds: Double = 10) throws -> ProbeReport {
        let library = try StubLibrary(source)
        let build = try LocalBuild(path: library.path)
        let subject = RuntimeProbe.Subject(
            name: build.runtime, version: build.saysVersion ? "" : "2.3.0", path: build.path, digest: build.digest)
        return try withExtendedLifetime(library) {
            try RuntimeProbe(subject, timeoutSeconds: timeoutSeconds) { () throws(WorkerFailure) in
                try WorkerProcess(
                    WorkerCommand(arguments: [Repository.product("pawl"), "worker"]), interruption: Interruption(),
                    timeoutSeconds: 10)
            }.run()
        }
    }

    @Test("a crash, with the library's last words")
    func crash() throws {
        let report = try report(Self.onnxRuntime("fputs(\"out of luck\\n\", stderr); abort();"))
        let finding = try #require(report.refusal)
        #expect(finding.feature == .load && finding.outcome == .crashed)
        #expect(finding.reason?.contains("SIGABRT") == true && finding.reason?.contains("out of luck") == true)
        #expect(report.findings.count == 1, "nothing more is tried with it")
    }

    @Test("a hang, after the time that an answer may take")
    func hang() throws {
        let report = try report(Self.onnxRuntime("for (;;) sleep(1);"), timeoutSeconds: 1)
        #expect(report.refusal?.outcome == .hung)
    }

    @Test("an end without a word")
    func exit() throws {
        #expect(try report(Self.onnxRuntime("exit(7);")).refusal?.outcome == .crashed)
    }

    @Test("and a refusal of the adapter is one, in its words")
    func refusal() throws {
        let old = try report(Self.onnxRuntime(version: "1.12.1", "abort();"))
        #expect(old.refusal?.outcome == .failed)
        #expect(old.refusal?.reason?.contains("the oldest that has it is 1.15") == true)
        let lacking = try report("int LiteRtCreateEnvironment(void) { return 0; }")
        #expect(lacking.refusal?.reason?.contains("undefined symbol: LiteRt") == true)
    }
}

@Suite("What probes found is kept by digest", .hangLimit)
struct ProbeStoreTests {
    private let folder: TemporaryFolder
    private let store: ProbeStore

    init() throws {
        folder = try TemporaryFolder()
        store = ProbeStore(folder: folder.file("probes"))
    }

    private static let digest = String(repeating: "ab", count: 32)

    private func report(_ outcome: ProbeFinding.Outcome = .passed) -> ProbeReport {
        ProbeReport(
            name: "onnxruntime", version: "1.33.0", digest: Self.digest, companions: ["a.so": "b"],
            buildInformation: "", providers: [], findings: [ProbeFinding(.load, outcome)], seconds: 1)
    }

    private func subject(
        name: String = "onnxruntime", version: String = "", digest: String = digest,
        companions: [String: String] = ["a.so": "b"]
    ) -> RuntimeProbe.Subject {
        RuntimeProbe.Subject(name: name, version: version, path: "/lib.so", digest: digest, companions: companions)
    }

    @Test("and found again for the same library with the same ones beside it, and no other")
    func found() throws {
        try store.keep(report())
        #expect(store.report(of: subject()) == report())
        #expect(store.report(of: subject(version: "1.33.0")) == report())
        for other in [
            subject(version: "1.32.0"), subject(companions: [:]), subject(companions: ["a.so": "c"]),
            subject(digest: String(repeating: "ac", count: 32)), subject(name: "openvino"), subject(digest: "../x"),
        ] {
            #expect(store.report(of: other) == nil, "\(other)")
        }
    }

    @Test("but not a hang, which may have been the machine's")
    func hang() throws {
        try store.keep(report(.hung))
        #expect(store.report(of: subject()) == nil)
    }

    @Test("and a damaged, an outgrown and a former file are none")
    func damaged() throws {
        try store.keep(report())
        let path = folder.file("probes/\(Self.digest).json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for broken in [
            "", String(text.dropLast(20)), text + String(repeating: " ", count: 300_000),
            text.replacingOccurrences(of: "\"revision\" : \(RuntimeProbe.revision)", with: "\"revision\" : 0"),
        ] {
            try AtomicFile.write(broken, to: path)
            #expect(store.report(of: subject()) == nil)
        }
        try AtomicFile.write(text, to: path)
        #expect(store.report(of: subject()) != nil)
    }

    @Test("no more of them than there is room for") func bounded() throws {
        for number in 0..<ProbeStore.fileLimit + 3 {
            let name = String(repeating: "0", count: 64 - "\(number)".count) + "\(number)"
            try AtomicFile.write("{}", to: folder.file("probes/\(name).json"))
        }
        try store.keep(report())
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("probes"))
        #expect(names.filter { $0.hasSuffix(".json") }.count == ProbeStore.fileLimit)
        #expect(store.report(of: subject()) != nil)
    }
}
