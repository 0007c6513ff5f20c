import Records
import TestSupport
import Testing

@Suite(.hangLimit) struct QuantityParsingTests {
    @Test(
        "A number with a unit comes in base units",
        arguments: [
            ("50 ms", Quantity.Scale.absolute(.time), 50e6),
            ("1.5 us", .absolute(.time), 1500),
            ("1.5 \u{B5}s", .absolute(.time), 1500),
            ("1.5\u{3BC}s", .absolute(.time), 1500),
            ("2min", .absolute(.time), 120e9),
            ("  3 s ", .absolute(.time), 3e9),
            ("1e3 ns", .absolute(.time), 1000),
            ("200 MB", .absolute(.bytes), 200e6),
            ("1 MiB", .absolute(.bytes), 1_048_576),
            ("4KiB", .absolute(.bytes), 4096),
            ("512 B", .absolute(.bytes), 512),
            ("97%", .absolute(.proportion), 0.97),
            ("7 %", .absolute(.proportion), 0.07),
            ("100/s", .absolute(.rate), 100),
            ("100 1/s", .absolute(.rate), 100),
            ("0.01", .absolute(.information), 0.01),
            ("0.01 nats", .absolute(.information), 0.01),
            ("1 point", .points, 0.01),
            ("0.5 points", .points, 0.005),
            ("3 %", .relativeChange, 0.03),
            ("0.5", .ratio, 0.5),
            ("50%", .ratio, 0.5),
            ("0%", .relativeChange, 0),
            ("-0%", .relativeChange, 0),
        ])
    func aNumberWithAUnitComesInBaseUnits(text: String, scale: Quantity.Scale, expected: Double) throws {
        #expect(try Quantity.parse(text, as: scale) == expected)
    }

    @Test(
        "A bare number is refused where it could mean two things",
        arguments: [
            ("0.97", Quantity.Scale.absolute(.proportion)), ("3", .relativeChange), ("1", .points),
            ("50", .absolute(.time)),
            ("100", .absolute(.rate)), ("200", .absolute(.bytes)),
        ])
    func aBareNumberIsRefusedWhereItCouldMeanTwoThings(text: String, scale: Quantity.Scale) {
        #expect(
            throws: QuantityError.missingUnit(text: text, known: scale.unitNames, example: scale.example)
        ) { try Quantity.parse(text, as: scale) }
    }

    @Test(
        "An unknown unit is named together with the known ones",
        arguments: [
            ("50 hours", Quantity.Scale.absolute(.time), "hours"), ("200 mb", .absolute(.bytes), "mb"),
            ("1%", .points, "%"), ("1 point", .relativeChange, "point"), ("50 ms", .absolute(.bytes), "ms"),
            ("50 %s", .absolute(.time), "%s"), ("5e", .absolute(.time), "e"),
        ])
    func anUnknownUnitIsNamedTogetherWithTheKnownOnes(
        text: String, scale: Quantity.Scale, symbol: String
    ) throws {
        let error = QuantityError.unknownUnit(symbol: symbol, known: scale.unitNames, example: scale.example)
        #expect(throws: error) { try Quantity.parse(text, as: scale) }
        #expect(error.message == "unknown unit '\(symbol)'")
        let hint = try #require(error.hint)
        for unit in scale.unitNames { #expect(hint.contains(unit)) }
    }

    @Test(
        "What is no plain decimal number is refused",
        arguments: [
            "", " ", "ms", "nan", "nan ms", "inf ms", "-inf ms", "0x10 ms", "1,000 ms", "1_000 ms", "1.2.3 ms", ".5 ms",
            "5. ms", "+-5 ms", "5 5 ms", "1e999999999999 ms5", "\u{664} ms",
        ])
    func whatIsNoPlainDecimalNumberIsRefused(text: String) {
        #expect(throws: QuantityError.self) { try Quantity.parse(text, as: .absolute(.time)) }
    }

    @Test("Negative and overflowing numbers are refused") func negativeAndOverflowingNumbersAreRefused() {
        #expect(throws: QuantityError.negative(text: "-5 ms")) { try Quantity.parse("-5 ms", as: .absolute(.time)) }
        for text in ["1e999 ms", "1e300 s", "10000000000 GiB", "9223372036854775808 B"] {
            let scale: Quantity.Scale = text.hasSuffix("s") ? .absolute(.time) : .absolute(.bytes)
            #expect(throws: QuantityError.tooLarge(text: text)) { try Quantity.parse(text, as: scale) }
        }
        #expect(throws: QuantityError.tooLarge(text: "1e999")) { try Quantity.parse("1e999", as: .ratio) }
    }

    @Test("A text of any length gives a short message") func aTextOfAnyLengthGivesAShortMessage() {
        let long = String(repeating: "x", count: 100_000)
        #expect {
            try Quantity.parse(long, as: .ratio)
        } throws: { error in (error as? QuantityError).map { $0.message.count < 200 } ?? false }
    }
}
