import Foundation
import TestSupport
import Testing

@Suite("No test runs for ever", .hangLimit)
struct HangLimitTests {
    @Test("Every suite has the limit") func everySuiteHasTheLimit() throws {
        let root = ArrowTests.root.appendingPathComponent("Tests")
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
        var suites = 0
        for name in names {
            let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
            for match in text.matches(of: #/(?m)^[ \t]*@Suite\b[^{]*\{/#) {
                suites += 1
                #expect(match.output.contains(".hangLimit"), "Tests/\(name): \(match.output)")
            }
        }
        #expect(suites > 200, "the reader of suites has gone blind")
    }
}
