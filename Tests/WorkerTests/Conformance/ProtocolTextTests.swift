import TestSupport
import Testing

@testable import Worker

@Suite("Checks stand for sentences of the protocol", .hangLimit)
struct ProtocolTextTests {
    static func words(_ text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("Every check quotes the page word for word, and a heading that is there")
    func quotes() throws {
        let page = try Repository.text("docs/worker-protocol.md")
        let headings = page.split(separator: "\n").filter { $0.hasPrefix("#") }.map {
            $0.drop { $0 == "#" || $0 == " " }
        }
        let text = Self.words(page)
        #expect(ConformanceCheck.all.count > 100)
        for check in ConformanceCheck.all {
            #expect(headings.contains { $0 == check.section.rawValue }, "\(check.section.rawValue)")
            let isThere = text.contains(Self.words(check.sentence))
            #expect(isThere, "'\(check.name)' quotes: \(check.sentence)")
        }
    }

    @Test("No two checks have one name, and names are for people")
    func names() {
        let names = ConformanceCheck.all.map { "\($0.section.rawValue): \($0.name)" }
        #expect(Set(names).count == names.count)
        for name in names { #expect(name.count < 110 && !name.hasSuffix("."), "\(name)") }
    }
}
