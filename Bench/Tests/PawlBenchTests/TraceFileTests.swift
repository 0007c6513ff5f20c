import Foundation
import Support
import Testing

@testable import pawl_bench

@Suite("Trace files", .timeLimit(.minutes(30)))
struct TraceFileTests {
    static let session = RecordingSession(source: "synthetic", facts: ["seed": "1"])

    static func trace(_ seed: UInt64 = 1) -> Trace {
        SyntheticTrace.make(.bursts, changeMillionths: -20_000, launches: 3, runSeconds: 0.2, seed: seed)
    }

    static func written(_ traces: [Trace], in folder: TemporaryFolder) throws -> String {
        let path = folder.file("traces")
        try TraceFile.write(traces, session: session, to: path)
        return path
    }

    @Test("a trace that is written is read back to the microsecond")
    func roundTrip() throws {
        let folder = try TemporaryFolder(prefix: "pawl-test")
        let traces = [Self.trace(1), Self.trace(2)]
        let content = try TraceFile.read(Self.written(traces, in: folder))
        #expect(content.sessions == [Self.session])
        #expect(content.traces == traces.map(Self.inMicroseconds))
    }

    @Test("latencies of single inferences survive, and blocks without them stay without")
    func latencies() throws {
        var trace = Self.trace()
        let median = UInt32(trace.launches[0].blocks[0].medianNanoseconds)
        trace.launches[0].blocks[0].latenciesNanoseconds = [median, median + 1, 1, .max]
        let data = TraceCoding.encode(trace)
        let decoded = try data.withUnsafeBytes { try TraceCoding.decode($0) }
        #expect(
            decoded.launches[0].blocks.map(\.latenciesNanoseconds)
                == trace.launches[0].blocks.map(\.latenciesNanoseconds))
    }

    @Test("a recording that was cut off keeps its whole traces, and goes on after them")
    func continued() throws {
        let folder = try TemporaryFolder(prefix: "pawl-test")
        let path = try Self.written([Self.trace(1), Self.trace(2)], in: folder)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.dropLast(1).write(to: URL(fileURLWithPath: path))
        let cut = try TraceFile.read(path)
        #expect(cut.traces.count == 1)

        let appender = try TraceAppender(path: path, wholeBytes: cut.wholeBytes)
        try appender.append(Self.trace(3))
        let content = try TraceFile.read(path)
        #expect(content.traces == [Self.trace(1), Self.trace(3)].map(Self.inMicroseconds))
    }

    @Test("a file of something else is refused by name")
    func foreign() throws {
        let folder = try TemporaryFolder(prefix: "pawl-test")
        let path = folder.file("other")
        try AtomicFile.write("PAWLTRC9 and more", to: path)
        #expect(throws: TraceError.notATraceFile(path: path)) { try TraceFile.read(path) }
    }

    @Test("damage anywhere is an error or another number, never a crash")
    func damage() {
        let data = TraceCoding.encode(Self.trace())
        for position in stride(from: 0, to: data.count, by: 3) {
            for value in [UInt8(0), 0x7F, 0x80, 0xFF] {
                var damaged = data
                damaged[position] = value
                damaged.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
                    do { _ = try TraceCoding.decode(bytes) } catch { #expect(error is TraceError) }
                }
            }
        }
        for count in 0..<min(data.count, 200) {
            let cut = data.prefix(count)
            #expect(throws: TraceError.self) { try cut.withUnsafeBytes { try TraceCoding.decode($0) } }
        }
    }

    @Test("a block takes about a dozen bytes, so that hundreds of traces fit into a repository")
    func size() {
        let trace = SyntheticTrace.make(.drift, changeMillionths: 0, launches: 32, runSeconds: 4, seed: 1)
        let blocks = trace.launches.reduce(0) { $0 + $1.blocks.count } + trace.runs.reduce(0) { $0 + $1.blocks.count }
        #expect(TraceCoding.encode(trace).count < 14 * blocks)
    }

    /// What the format keeps of times other than latencies.
    static func inMicroseconds(_ trace: Trace) -> Trace {
        func floored(_ nanoseconds: UInt64) -> UInt64 { nanoseconds / 1000 * 1000 }
        func floored(_ blocks: [TracedBlock]) -> [TracedBlock] {
            blocks.map { block in
                var block = block
                block.startNanoseconds = floored(block.startNanoseconds)
                block.wallNanoseconds = floored(block.wallNanoseconds)
                block.cpuNanoseconds = floored(block.cpuNanoseconds)
                return block
            }
        }
        var trace = trace
        trace.launchesNanoseconds = floored(trace.launchesNanoseconds)
        for index in trace.launches.indices { trace.launches[index].blocks = floored(trace.launches[index].blocks) }
        for index in trace.runs.indices {
            trace.runs[index].startUpNanoseconds = floored(trace.runs[index].startUpNanoseconds)
            trace.runs[index].blocks = floored(trace.runs[index].blocks)
        }
        return trace
    }
}
