import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct LatencyPackingTests {
    private func roundTrip(_ values: [UInt64], inferencesPerValue: Int) -> [UInt64]? {
        let packer = LatencyPacking()
        let packed = packer.pack(values, inferencesPerValue: inferencesPerValue)
        return LatencyPacking.unpack(
            packed.bytes, bytesPerValue: packed.width.rawValue, inferencesPerValue: inferencesPerValue)
    }

    @Test(arguments: [
        ([], LatencyPacking.Width.integer16), ([0], .integer16), ([65_535, 1], .integer16), ([65_536], .integer32),
        ([4_294_967_295], .integer32), ([4_294_967_296], .double), ([1, 1 << 53], .double),
    ])
    func theNarrowestExactWidthIsChosen(_ values: [UInt64], width: LatencyPacking.Width) {
        #expect(LatencyPacking.width(of: values) == width)
        #expect(roundTrip(values, inferencesPerValue: 1) == values)
    }

    @Test(arguments: [1, 2, 3, 7, 10, 97, 1000])
    func valuesOfEverySizeComeBackExactly(_ inferencesPerValue: Int) {
        var generator = SystemRandomNumberGenerator()
        for largest in [UInt64(UInt16.max), UInt64(UInt32.max), 1 << 50] {
            let values = (0..<2000).map { _ in UInt64.random(in: 0...largest, using: &generator) } + [largest]
            #expect(roundTrip(values, inferencesPerValue: inferencesPerValue) == values)
        }
    }

    @Test func theBytesAreLittleEndian() {
        let packer = LatencyPacking()
        #expect(Array(packer.pack([258, 1], inferencesPerValue: 1).bytes) == [2, 1, 1, 0])
        #expect(Array(packer.pack([65_536 + 258], inferencesPerValue: 1).bytes) == [2, 1, 1, 0])
        #expect(Array(packer.pack([258], inferencesPerValue: 2).bytes) == [2, 1])
        // 2^32 ns of 2^33 inferences are half a nanosecond each.
        #expect(Array(packer.pack([1 << 32], inferencesPerValue: 1 << 33).bytes) == [0, 0, 0, 0, 0, 0, 0xE0, 0x3F])
    }

    @Test func oneBlockMayBeLargerThanTheScratchSpace() {
        let values = (0..<100_000).map { UInt64($0) << 20 }
        #expect(roundTrip(values, inferencesPerValue: 1) == values)
    }

    @Test func fractionsOfEarlierVersionsAreReadAsWholeNanoseconds() {
        let bytes = [2.25, 1.75].flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
        bytes.withUnsafeBytes {
            #expect(LatencyPacking.unpack($0, bytesPerValue: 8, inferencesPerValue: 1) == [2, 2])
            #expect(LatencyPacking.unpack($0, bytesPerValue: 8, inferencesPerValue: 4) == [9, 7])
        }
    }

    @Test(arguments: [.nan, .infinity, -1, 0x1p54] as [Double]) func whatIsNoTimeIsRefused(_ latency: Double) {
        withUnsafeBytes(of: latency.bitPattern.littleEndian) {
            #expect(LatencyPacking.unpack($0, bytesPerValue: 8, inferencesPerValue: 1) == nil)
        }
    }

    @Test func bytesThatCannotBeLatenciesAreRefused() {
        let bytes: [UInt8] = [1, 2, 3]
        bytes.withUnsafeBytes {
            #expect(LatencyPacking.unpack($0, bytesPerValue: 2, inferencesPerValue: 1) == nil)
            #expect(LatencyPacking.unpack($0, bytesPerValue: 3, inferencesPerValue: 1) == nil)
            #expect(LatencyPacking.unpack($0, bytesPerValue: 0, inferencesPerValue: 1) == nil)
        }
    }
}
