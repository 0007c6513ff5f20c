import Testing

@testable import ResultsStore

@Suite struct LatencyPackingTests {
    private func roundTrip(_ latencies: [Double], inferencesPerValue: Int) -> [Double]? {
        let packer = LatencyPacking()
        let packed = packer.pack(latencies, inferencesPerValue: inferencesPerValue)
        return LatencyPacking.unpack(
            packed.bytes, bytesPerValue: packed.width.rawValue, inferencesPerValue: inferencesPerValue)
    }

    @Test(arguments: [
        ([], LatencyPacking.Width.integer16), ([0], .integer16), ([65_535, 1], .integer16), ([65_536], .integer32),
        ([4_294_967_295], .integer32), ([4_294_967_296], .double), ([0.5], .double), ([-1], .double), ([-0.0], .double),
        ([.nan], .double), ([.infinity], .double),
    ])
    func theNarrowestExactWidthIsChosen(_ latencies: [Double], width: LatencyPacking.Width) {
        #expect(LatencyPacking.width(of: latencies, inferencesPerValue: 1) == width)
        #expect(roundTrip(latencies, inferencesPerValue: 1)?.map(\.bitPattern) == latencies.map(\.bitPattern))
    }

    @Test(arguments: [1, 2, 3, 7, 10, 97, 1000])
    func quotientsOfWholeNanosecondsComeBackExactlyAndStayNarrow(_ inferencesPerValue: Int) {
        var generator = SystemRandomNumberGenerator()
        let totals = (0..<2000).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }
        let latencies = totals.map { Double($0) / Double(inferencesPerValue) }
        #expect(LatencyPacking.width(of: latencies, inferencesPerValue: inferencesPerValue) == .integer32)
        #expect(roundTrip(latencies, inferencesPerValue: inferencesPerValue) == latencies)
    }

    @Test func theBytesAreLittleEndian() {
        let packer = LatencyPacking()
        #expect(Array(packer.pack([258, 1], inferencesPerValue: 1).bytes) == [2, 1, 1, 0])
        #expect(Array(packer.pack([65_536 + 258], inferencesPerValue: 1).bytes) == [2, 1, 1, 0])
        #expect(Array(packer.pack([0.5], inferencesPerValue: 1).bytes) == [0, 0, 0, 0, 0, 0, 0xE0, 0x3F])
        #expect(Array(packer.pack([129], inferencesPerValue: 2).bytes) == [2, 1])
    }

    @Test func oneBlockMayBeLargerThanTheScratchSpace() {
        let latencies = (0..<100_000).map { Double($0) + 0.25 }
        #expect(roundTrip(latencies, inferencesPerValue: 1) == latencies)
    }

    @Test(arguments: [0, -1, .min])
    func aSenselessBatchSizeStillComesBack(_ inferencesPerValue: Int) {
        #expect(roundTrip([1, 2.5], inferencesPerValue: inferencesPerValue) == [1, 2.5])
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
