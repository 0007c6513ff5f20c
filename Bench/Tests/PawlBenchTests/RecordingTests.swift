import Testing

@testable import pawl_bench

@Suite("Recording", .timeLimit(.minutes(30)))
struct RecordingTests {
    @Test("half of the traces have no change, the others are spread evenly over the changes")
    func schedule() {
        let origins = [0, 20_000, 30_000, 50_000].map {
            Trace.Origin(group: "stack", baseline: "k100", candidate: "k\(100 + $0 / 10_000)", changeMillionths: $0)
        }
        var recorded: [Trace.Origin: Int] = [:]
        for count in 1...60 {
            recorded[origins[RecordingSchedule.next(origins, recorded: recorded)], default: 0] += 1
            let changed = origins.dropFirst().map { recorded[$0] ?? 0 }
            #expect(changed.max()! - changed.min()! <= 1)
            #expect(abs((recorded[origins[0]] ?? 0) * 2 - count) <= 4)
        }
        #expect(recorded[origins[0]] == 30)
    }

    @Test(
        "wrong arguments are refused",
        arguments: [
            [], ["suite.yaml"], ["suite.yaml", "--out", "f"], ["suite.yaml", "--out", "f", "--gates", "0"],
            ["suite.yaml", "--out", "f", "--minutes", "x"], ["suite.yaml", "--out", "f", "--gates", "1", "--nonsense"],
            ["suite.yaml", "--out", "f", "--gates", "1", "--changes", "2,x"], ["suite.yaml", "--out"],
        ])
    func arguments(_ arguments: [String]) {
        #expect(throws: TraceError.self) { try RecordCommand(arguments) }
    }

    @Test("options may stand anywhere")
    func options() throws {
        let command = try RecordCommand(["--minutes", "5", "suite.yaml", "--changes", "2,5", "--out", "file"])
        #expect(command.suite == "suite.yaml")
        #expect(command.out == "file")
        #expect(command.minutes == 5)
        #expect(command.changes == [2, 5])
        #expect(command.launches == 32)
    }
}
