import Foundation
import Support
import TestSupport
import Testing

@Suite("A program is run within bounds", .hangLimit) struct BoundedCommandTests {
    private static let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]

    private func shell(_ script: String, timeoutSeconds: Double = 20, outputLimitBytes: Int = 1000) -> BoundedCommand {
        BoundedCommand(
            ["sh", "-c", script], environment: Self.path, timeoutSeconds: timeoutSeconds,
            outputLimitBytes: outputLimitBytes)
    }

    @Test func aProgramThatIsNotThereSaysSo() {
        let command = BoundedCommand(["pawl-no-such-program"], environment: [:], timeoutSeconds: 5)
        let error = #expect(throws: ProcessError.self) { try command.output() }
        #expect(error?.reason == "pawl-no-such-program: No such file or directory")
    }

    @Test func argumentsReachTheProgramAsTheyAre() throws {
        let odd = "$(touch x); 'a' \"b\" \\ \n*"
        let command = BoundedCommand(["printf", "%s", odd], environment: Self.path, timeoutSeconds: 20)
        #expect(try command.output() == odd)
    }

    @Test(arguments: [-1, 0, .nan, -.infinity] as [Double]) func aTimeThatIsNoneHasPassed(_ seconds: Double) {
        let deadline = Deadline(secondsFromNow: seconds)
        #expect(deadline.hasPassed && deadline.millisecondsLeft == nil)
    }

    @Test(arguments: [1e9, 1e300, .infinity] as [Double]) func aTimeBeyondAllClocksIsFarOff(_ seconds: Double) {
        #expect(Deadline(secondsFromNow: seconds).millisecondsLeft == .max)
    }

    @Test func aHangingProgramIsKilledWithItsChildren() throws {
        let mark = "\(Int.random(in: 10_000...99_999)).25"
        let command = shell("yes & sleep \(mark) & sleep \(mark)", timeoutSeconds: 0.2)
        #expect(throws: ProcessError.tookTooLong(program: "sh", limitSeconds: 0.2)) { try command.run() }
        #expect(try isGone(argument: mark))
    }

    @Test func anInterruptionKillsTheProgramWithItsChildren() throws {
        let mark = "\(Int.random(in: 10_000...99_999)).75"
        let interruption = Interruption()
        let command = shell("sleep \(mark) & sleep \(mark)", timeoutSeconds: 600)
        // Not a task: on two cores, two tests whose tasks block a thread each would wait for a third for ever.
        Thread.detachNewThread {
            while (try? isGone(argument: mark, patiently: false)) ?? false { usleep(5_000) }
            interruption.trigger()
        }
        #expect(throws: ProcessError.interrupted(program: "sh")) { try command.run(interruption: interruption) }
        #expect(try isGone(argument: mark))
    }

    @Test func theFirstWordsOfAFailureAreKept() {
        let error = #expect(throws: ProcessError.self) { try shell("echo because >&2; exit 3").output() }
        #expect(error?.reason == "sh failed: because")
    }

    @Test func aFailureIsAnOutcomeForWhoWantsIt() throws {
        let outcome = try shell("echo one; echo two >&2; kill -TERM $$").run()
        #expect(outcome.succeeded == false)
        #expect(outcome.standardOutput == "one\n")
        #expect(outcome.standardError == "two\n")
    }

    @Test func theBeginningOfTheOutputAndTheEndOfTheErrorsAreKept() throws {
        let outcome = try shell("printf 0123456789; printf 0123456789 >&2", outputLimitBytes: 4).run()
        #expect(outcome.standardOutput == "0123")
        #expect(outcome.standardError == "6789")
    }

    @Test func nothingIsInheritedButWhatIsGiven() throws {
        #expect(try shell("env | grep -c HOME || true; wc -c").output() == "0\n0\n")
        // 0, 1 and 2, and the one that ls reads the folder with.
        #expect(
            try BoundedCommand(["ls", "/proc/self/fd"], environment: Self.path, timeoutSeconds: 20).output()
                == "0\n1\n2\n3\n")
    }

    /// Whether no process has `argument` on its command line; a killed process may take a moment to go.
    private func isGone(argument: String, patiently: Bool = true) throws -> Bool {
        for _ in 0..<(patiently ? 500 : 1) {
            let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
            let isThere = processes.contains { process in
                guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
                return line.split(separator: 0).contains(Data(argument.utf8)[...])
            }
            if !isThere { return true }
            if patiently { usleep(10_000) }
        }
        return false
    }
}
