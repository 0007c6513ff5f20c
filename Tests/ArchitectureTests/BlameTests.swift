import Foundation
import TestSupport
import Testing

/// Every error says what has to change before the command can succeed: exit codes follow from it, and from no list.
@Suite("Errors state their blame", .hangLimit)
struct BlameTests {
    private static func files() throws -> [(path: String, text: String)] {
        let sources = ArrowTests.root.appendingPathComponent("Sources")
        return try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }.map {
            ($0, try String(contentsOf: sources.appendingPathComponent($0), encoding: .utf8))
        }
    }

    @Test("beside their words, case by case: no default decides for an error that is added later")
    func everyErrorStatesItItself() throws {
        let declaration = /(?:enum|struct|class) (\w+): [^{]*\bDiagnosableError\b/
        var count = 0
        for (path, text) in try Self.files() {
            let declared = text.matches(of: declaration).count
            count += declared
            let blames = text.ranges(of: "var blame: Blame {")
            guard declared > 0 else { continue }
            #expect(blames.count >= declared, "\(path): an error type without a blame of its own")
            for blame in blames {
                // To the end of the property: a brace in its own column.
                let body = text[blame.upperBound...].prefix(while: { $0 != "}" })
                #expect(!body.contains("default:"), "\(path): a default decides the blame")
            }
        }
        #expect(count > 25, "the reader of declarations has gone blind")
    }

    @Test("and nothing gives one to all of them")
    func nothingIsInherited() throws {
        for (path, text) in try Self.files() {
            for range in text.ranges(of: /extension (DiagnosableError|Error)\b[^{]*\{/) {
                let rest = text[range.upperBound...]
                let body = rest[..<(rest.firstRange(of: "\n}\n")?.lowerBound ?? rest.endIndex)]
                #expect(!body.contains("var blame"), "\(path)")
            }
        }
    }
}
