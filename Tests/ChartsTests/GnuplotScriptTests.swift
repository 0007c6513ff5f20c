import Testing

@testable import Charts

@Suite("gnuplot scripts")
struct GnuplotScriptTests {
    @Test(
        "A literal has no way out of its quotes",
        arguments: [
            ("plain", "'plain'"), ("it's", "'it''s'"), ("a\"b'\\", "'a\"b''\\'"),
            ("one\ntwo", "'one two'"), ("`date`", "'`date`'"), ("\u{1B}[31m", "'\u{FFFD}[31m'"), ("''", "''''''"),
        ])
    func literals(text: String, literal: String) {
        #expect(GnuplotScript.literal(text) == literal)
    }

    @Test("Numbers have six digits and never a locale's comma")
    func numbers() {
        #expect(GnuplotScript.number(1_234_567) == "1.23457e+06")
        #expect(GnuplotScript.number(0.5) == "0.5")
    }
}
