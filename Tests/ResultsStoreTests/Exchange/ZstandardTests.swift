import Foundation
import Support
import TestSupport
import Testing

@Suite("Packed bytes", .hangLimit)
struct ZstandardTests {
    private static func unpack(_ data: Data, limit: Int) throws -> Data {
        try data.withUnsafeBytes { try Zstandard.unpack($0, limit: limit) }
    }

    @Test("What was packed comes out again, and packs alike", arguments: [1, 2, 1000, 300_000, 3_000_000])
    func roundTrip(count: Int) throws {
        let data = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })
        let packed = try Zstandard.pack(data)
        #expect(try Self.unpack(packed, limit: count) == data)
        #expect(try Zstandard.pack(data) == packed)
        #expect(throws: Zstandard.Failure.tooLarge(limit: count - 1)) { try Self.unpack(packed, limit: count - 1) }
    }

    @Test(
        "Anything else is damaged",
        arguments: [Data(), Data("plain".utf8), Data([0x28, 0xB5, 0x2F, 0xFD, 0xFF, 0xFF])])
    func damaged(data: Data) {
        #expect(throws: Zstandard.Failure.self) { try Self.unpack(data, limit: 1000) }
    }
}
