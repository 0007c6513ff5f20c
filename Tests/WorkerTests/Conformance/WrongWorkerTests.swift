import Foundation
import TestSupport
import Testing

@testable import Worker

/// Every check must fail for a worker that does wrong what it looks at.
@Suite("A worker that breaks the protocol is caught", .hangLimit)
struct WrongWorkerTests {
    struct Wrong: Sendable, CustomTestStringConvertible {
        /// What the worker does (`Tampering`).
        var rules: [String]
        var section: ConformanceCheck.Section
        /// Beginnings of the names of checks that fail for it.
        var caught: [String]
        var hasState = false
        var testDescription: String { rules.joined(separator: ", ") }

        init(_ rule: String, _ section: ConformanceCheck.Section, _ caught: String..., hasState: Bool = false) {
            (rules, self.section, self.caught, self.hasState) = ([rule], section, caught, hasState)
        }
    }

    static let wrongs = [
        Wrong("reversed", .frames, "calls that were sent together"),
        Wrong("impatient", .frames, "a frame that arrives in pieces"),
        Wrong("short-frames", .frames, "a frame of 16 MiB"),
        Wrong("strict", .frames, "members that it does not know", "a member that is null"),
        Wrong(
            "accept ?", .frames, "an empty payload", "a payload that is no JSON", "a payload that is no UTF-8",
            "a payload that is no object", "an object without 'call'", "a 'call' that is no text", "lists within lists"),
        Wrong("accept load", .frames, "arguments that are no object"),
        Wrong("die-refusing ?", .frames, "an empty payload"),
        Wrong("bare-error ?", .frames, "an empty payload"),
        Wrong("again no-such-call", .frames, "calls that were sent together"),
        Wrong(
            "outlive", .frames, "it exits when standard input ends", "a frame that is cut off",
            "it exits when standard input ends before", "it exits when standard input ends in the middle"),
        Wrong("outlive-block", .frames, "it exits when standard input ends in the middle"),
        Wrong("boundless", .frames, "a frame of a byte over the limit", "a frame of 4 GiB"),
        Wrong("chatter", .frames, "nothing but frames"),
        Wrong("set load rotationCount 1000000000", .frames, "the figures of 'load'"),
        Wrong("set load rotationCount 0", .frames, "the figures of 'load'"),
        Wrong("set load loadNanoseconds 9223372036854775807", .frames, "the figures of 'load'"),
        Wrong("set load firstInferenceNanoseconds 90000000000000", .frames, "the figures of 'load'"),
        Wrong("set load floorMemoryBytes 9223372036854775807", .frames, "the figures of 'load'"),
        Wrong("set warm-up typicalNanoseconds 0", .frames, "the figures of 'warm-up'"),
        Wrong("set warm-up inferences 0", .frames, "the figures of 'warm-up'"),
        Wrong("set warm-up stampNanoseconds 2e9", .frames, "the figures of 'warm-up'"),
        Wrong("set block valuesNanoseconds [5,0,5]", .frames, "the figures of 'block'"),
        Wrong("set block valuesNanoseconds [-5,5,5]", .frames, "the figures of 'block'"),
        Wrong("set block wallNanoseconds 90000000000000", .frames, "the figures of 'block'"),
        Wrong("set block cpuNanoseconds 9223372036854775807", .frames, "the figures of 'block'"),
        Wrong("set memory peakMemoryBytes 0", .frames, "the figures of 'memory'"),
        Wrong("set memory peakMemoryBytes -5", .frames, "the figures of 'memory'"),
        Wrong("set memory plannedArenaBytes 9223372036854775807", .frames, "the figures of 'memory'"),
        Wrong("set load floorMemoryBytes 1000000000000", .frames, "the figures of 'memory'"),

        Wrong(
            "accept *", .calls, "a call of an unknown name", "'warm-up' before 'hello'", "'block' before 'hello'",
            "'evaluate' before 'hello'", "'memory' before 'hello'", "'warm-up' before 'load'", "'block' before 'load'",
            "'evaluate' before 'load'", "'memory' before 'load'", "'profile' before 'load'",
            "'evaluate-to-files' before 'load'"),
        Wrong("die-refusing *", .calls, "a call of an unknown name", "'memory' before 'load'"),
        Wrong("set hello capabilities []", .calls, "'files' gets an error where", "'put' gets an error where"),
        Wrong("exit-code 1", .calls, "shutdown is answered"),
        Wrong("set shutdown bye 1", .calls, "shutdown is answered"),

        Wrong("set hello protocolVersion 1", .hello, "hello is answered with the protocol's version"),
        Wrong("set hello worker \"\"", .hello, "the worker has a name"),
        Wrong("set hello runtimes []", .hello, "it names the runtimes"),
        Wrong("set hello capabilities [1]", .hello, "its capabilities"),
        Wrong("set hello sharedText \"x\"", .hello, "it shows that it sees", "a shared file that is not there"),
        Wrong("accept hello", .hello, "an older version", "a newer version", "version 0"),
        Wrong("silent hello", .hello, "hello is answered"),
        Wrong("garbage hello", .hello, "hello is answered"),
        Wrong("too-much hello", .hello, "hello is answered"),
        Wrong("nonsense hello", .hello, "hello is answered"),

        Wrong(
            "set files files []", .files, "a file that is sent in two pieces", "files of a model's folder",
            "a file of another digest",
            "the reply speaks of the files"),
        Wrong("set put received 0", .files, "a file that is sent in two pieces"),
        Wrong(
            "accept files", .files, "files: a digest that leads out", "files: a digest in upper case",
            "files: a digest that is too short", "files: an empty digest", "files: a suffix that leads out",
            "files: a suffix of two dots", "files: a suffix of 17", "files: a suffix with a zero",
            "files: a negative size",
            "files: a size that is a text"),
        Wrong(
            "accept put", .files, "put: a digest that leads out", "put: a chunk beyond", "put: a chunk that leaves",
            "put: a negative offset", "put: an offset at the end", "put: data that is no base64", "put: more than 4 MiB"
        ),

        Wrong("set load runtime.version \"2\"", .load, "the reply says which runtime"),
        Wrong("drop load inputs", .load, "the reply describes", "inspect describes"),
        Wrong(
            "set load outputs [{\"name\":\"scores\",\"elementType\":\"float7\",\"shape\":[]}]", .load,
            "the reply describes"),
        Wrong(
            "set load outputs [{\"name\":\"scores\",\"elementType\":\"int8\",\"shape\":[4],"
                + "\"quantization\":{\"scales\":[0],\"zeroPoints\":[0]}}]", .load, "the reply describes"),
        Wrong(
            "set load outputs [{\"name\":\"scores\",\"elementType\":\"uint8\",\"shape\":[4],"
                + "\"quantization\":{\"scales\":[1],\"zeroPoints\":[-1]}}]", .load, "the reply describes"),
        Wrong(
            "set load outputs [{\"name\":\"scores\",\"elementType\":\"uint8\",\"shape\":[4],"
                + "\"quantization\":{\"scales\":[1,2],\"zeroPoints\":[0,0],\"axis\":0}}]", .load, "the reply describes"),
        Wrong(
            "set inspect outputs [{\"name\":\"x\",\"elementType\":\"int8\",\"shape\":[1]}]", .load, "inspect describes"),
        Wrong("set load floorMemoryBytes 0", .load, "loading, the first inference"),
        Wrong("set load rotationCount 3", .load, "at most as many", "with a rotation of 0"),
        Wrong("error load", .load, "two threads", "a model file that is cut off"),
        Wrong("set load pinnedCore 4711", .load, "it stays on the core", "a core that there is not"),
        Wrong(
            "accept inspect", .load, "inspect: a model file that is not there", "inspect: an empty model",
            "inspect: a model file of text", "inspect: a model file of large", "inspect: a model file of zeros"),
        Wrong("die-refusing load", .load, "load: a model file that is not there"),

        Wrong("set warm-up becameSteady true", .warmUp, "it ends at the cap"),
        Wrong("set warm-up inferences 0", .warmUp, "the reply counts"),
        Wrong("set warm-up typicalNanoseconds 1e18", .warmUp, "the reply counts"),
        Wrong("accept warm-up", .warmUp, "warm-up: capNanoseconds of -1", "warm-up: capNanoseconds of 'soon'"),

        Wrong(
            "set block valuesNanoseconds [1,2]", .block, "there is a number above 0", "the values together",
            "a value covers"),
        Wrong("set block wallNanoseconds 1", .block, "the values together"),
        Wrong("error block", .block, "it may begin at any sample"),
        Wrong(
            "accept block", .block, "block: values of 0", "block: values of -1", "block: values of 1000001",
            "block: values of 9223372036854775807", "block: values of '3'", "block: inferencesPerValue of 0",
            "block: inferencesPerValue of -1", "block: inferencesPerValue of 1000000001", "block: firstSample of -1"),

        Wrong("set evaluate rows 2", .evaluate, "rows, shapes and data"),
        Wrong("set evaluate rows 0", .evaluate, "rows, shapes and data"),
        Wrong("set evaluate outputs.scores.data \"AAAA\"", .evaluate, "rows, shapes and data"),
        Wrong("set evaluate outputs.scores.shapes [[1,4]]", .evaluate, "rows, shapes and data"),
        Wrong("drop evaluate outputs", .evaluate, "rows, shapes and data"),
        Wrong("ignore-limit", .evaluate, "it stops when the reply is full"),
        Wrong("moody", .evaluate, "a sample's output is the same"),
        Wrong("always-from-0", .evaluate, "samples from the middle on"),
        Wrong(
            "accept evaluate", .evaluate, "an output that the model has not", "samples that there are not",
            "a byteLimit that no reply"),
        Wrong("set evaluate-to-files rows 1", .evaluate, "evaluate-to-files writes"),
        Wrong("accept evaluate-to-files", .evaluate, "evaluate-to-files: a path"),
        Wrong("always-from-0", .evaluate, "a sequence that is split", hasState: true),
        Wrong("moody", .load, "each sequence begins with zeros", hasState: true),

        Wrong("set profile operators []", .profile, "the profile names"),
        Wrong("set profile inferences 1", .profile, "the profile names"),
        Wrong(
            "set profile operators [{\"name\":\"a\",\"type\":\"b\",\"provider\":\"c\",\"nanoseconds\":9e17,\"calls\":1}]",
            .profile, "the profile names"),
        Wrong(
            "accept profile", .profile, "profile of a worker", "profile: inferences of 0", "profile: inferences of -1",
            "profile: inferences of 1001"),
        Wrong("set memory peakMemoryBytes 1", .profile, "the peak of memory"),
    ]

    @Test("in the check that looks at it", arguments: wrongs)
    func isCaught(_ wrong: Wrong) throws {
        // Some never reply or never end, and cost the whole of it each time.
        let timeout = wrong.rules[0].hasPrefix("silent") ? 1.0 : 5
        let report = try ConformanceScene(hasState: wrong.hasState).report(
            wrong.rules, only: wrong.section, checks: wrong.caught, timeoutSeconds: timeout)
        let failed = report.failed.map(\.name)
        for name in wrong.caught {
            #expect(failed.contains { $0.hasPrefix(name) }, "'\(name)' did not fail; these did: \(failed)")
        }
    }

    @Test("by every refusal, when it accepts what it should refuse")
    func acceptsEverything() throws {
        let report = try ConformanceScene().report(["accept load"], only: .load)
        let refusals = report.findings.filter {
            $0.name.hasPrefix("load: ") || $0.name.hasPrefix("error for samples") || $0.name.hasSuffix("refused")
                || $0.name.hasSuffix("gets an error")
        }
        #expect(refusals.count > 40)
        for refusal in refusals where !refusal.name.hasPrefix("inspect") {
            guard case .notApplicable = refusal.outcome else {
                #expect(refusal.outcome != .passed, "'\(refusal.name)' passed")
                continue
            }
        }
    }

    @Test("No check is without a worker that it catches")
    func everyCheckCanFail() {
        let names = Self.wrongs.flatMap(\.caught)
        for check in ConformanceCheck.all {
            // Those of `load` that refuse are held in one go (`acceptsEverything`).
            let isRefusal =
                check.section == .load
                && (check.name.hasPrefix("load: ") || check.name.hasPrefix("error for samples")
                    || check.name.hasSuffix("refused") || check.name.hasSuffix("gets an error"))
            // A capability that is denied, and that the worker has all the same (`capabilities []`).
            let isDenial = check.name.contains("where it is no capability")
            #expect(
                isRefusal || isDenial || names.contains { check.name.hasPrefix($0) },
                "no wrong worker is caught by '\(check.name)'")
        }
    }

    @Test("A worker that keeps every call waiting is given up after three")
    func givesUp() throws {
        let report = try ConformanceScene().report(["silent load"], timeoutSeconds: 0.3)
        let timeouts = report.failed.filter {
            if case .failed(let failure) = $0.outcome {
                failure.reason.contains("no reply within 0.3 s")
            } else {
                false
            }
        }
        #expect(timeouts.count == 3)
        #expect(report.findings.last?.outcome == .notApplicable("it kept too many calls waiting"))
    }

    @Test("A failure says what was sent, what came back, and the worker's last words")
    func says() throws {
        let report = try ConformanceScene().report(["die-refusing ?"], only: .frames)
        let finding = try #require(report.failed.first { $0.name.hasPrefix("an empty payload") })
        guard case .failed(let failure) = finding.outcome else { return }
        #expect(failure.reason.contains("it exited with code 1"))
        #expect(failure.sent == "a frame of no bytes")
        #expect(failure.received == "nothing")
        #expect(finding.sentence == "A payload that is no call gets an error.")
    }
}
