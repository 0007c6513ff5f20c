import Foundation
import Testing

/// A test that hangs would hang whoever runs them all. The limit is a guard, far above what any test takes: it decides nothing.
@Suite("No test runs for ever", .timeLimit(.minutes(30)))
struct TimeLimitTests {
    @Test("Every suite has a time limit") func everySuiteHasATimeLimit() throws {
        let root = ArrowTests.root.appendingPathComponent("Tests")
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
        var suites = 0
        for name in names {
            let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
            for match in text.matches(of: #/(?m)^[ \t]*@Suite\b[^{]*\{/#) {
                suites += 1
                #expect(match.output.contains(".timeLimit("), "Tests/\(name): \(match.output)")
            }
        }
        #expect(suites > 200, "the reader of suites has gone blind")
    }
}
