import Foundation
import Support
import TestSupport
import Testing

@Suite("A program answers lines with lines", .hangLimit) struct LineConversationTests {
    private func shell(_ script: String, interruption: Interruption = Interruption()) throws -> LineProtocolProcess {
        try LineProtocolProcess(
            ["sh", "-c", script], environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
            interruption: interruption)
    }

    @Test("Each line is answered by the same process, the first without a question")
    func linesAreAnswered() throws {
        let program = try shell("echo ready $$; while read -r line; do echo \"$line $$\"; done")
        let greeting = try program.ask(nil, timeoutSeconds: 20).split(separator: " ")
        #expect(greeting.first == "ready" && greeting.count == 2)
        for word in ["one", "two", "three"] {
            #expect(try program.ask(word, timeoutSeconds: 20).split(separator: " ") == [Substring(word), greeting[1]])
        }
    }

    @Test("Long lines pass both ways")
    func longLinesPass() throws {
        let line = String(repeating: "abcdefgh", count: 100_000)
        #expect(try shell("cat").ask(line, timeoutSeconds: 60) == line)
    }

    @Test("A program that ends tells its last words, and is not asked again")
    func aProgramThatEndsTellsItsLastWords() throws {
        let program = try shell("echo first >&2; echo because >&2; exit 3")
        let expected = ProcessError.failed(program: "sh", lastWords: "because")
        #expect(throws: expected) { try program.ask("x", timeoutSeconds: 20) }
        #expect(throws: ProcessError.self) { try program.ask("x", timeoutSeconds: 20) }
    }

    @Test("A program that does not answer in time is stopped, and one that is interrupted")
    func aProgramThatHangsIsStopped() throws {
        let slow = ProcessError.tookTooLong(program: "sh", limitSeconds: 0.2)
        #expect(throws: slow) { try shell("sleep 60").ask("x", timeoutSeconds: 0.2) }
        let interruption = Interruption()
        let program = try shell("sleep 60", interruption: interruption)
        interruption.trigger()
        #expect(throws: ProcessError.interrupted(program: "sh")) { try program.ask("x", timeoutSeconds: 60) }
    }
}
