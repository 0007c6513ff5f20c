import TestSupport
import Testing

@testable import Reports

@Suite("gnuplot scripts", .hangLimit)
struct GnuplotScriptTests {
    @Test(
        "A literal has no way out of its quotes",
        arguments: [
            ("plain · 5 %", "\"plain · 5 %\""), ("it's", "\"it\\047s\""), ("a\"b'\\", "\"a\\042b\\047\\134\""),
            ("one\ntwo", "\"one two\""), ("`date`", "\"\\140date\\140\""), ("\u{1B}[31m", "\"\u{FFFD}[31m\""),
            ("@x ${y}", "\"\\100x \\044\\173y\\175\""), ("", "\"\""),
        ])
    func literals(text: String, literal: String) {
        #expect(GnuplotScript.literal(text) == literal)
    }

    @Test("A path keeps every character")
    func paths() {
        #expect(GnuplotScript.quoted("/a b\n'c'") == "\"/a b\\012\\047c\\047\"")
    }

    @Test("Numbers have six digits and never a locale's comma")
    func numbers() {
        #expect(GnuplotScript.number(1_234_567) == "1.23457e+06")
        #expect(GnuplotScript.number(0.5) == "0.5")
    }
}
