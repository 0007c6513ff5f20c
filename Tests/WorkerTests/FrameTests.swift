import Foundation
import TestSupport
import Testing

@testable import Worker

@Suite("Frames", .hangLimit)
struct FrameTests {
    @Test("The header is the payload's length in four little-endian bytes")
    func headerIsLittleEndian() {
        let frame = Frame.encode(Data(repeating: 7, count: 0x0102_03))
        #expect(Array(frame.prefix(4)) == [0x03, 0x02, 0x01, 0x00])
        #expect(frame.count == 4 + 0x0102_03)
        #expect(Frame.payloadBytes(ofHeader: frame.prefix(4)) == 0x0102_03)
    }

    @Test("A length over the limit is refused")
    func tooLongIsRefused() {
        #expect(Frame.payloadBytes(ofHeader: [0xFF, 0xFF, 0xFF, 0xFF]) == nil)
        #expect(Frame.payloadBytes(ofHeader: [0, 0, 0, 4]) == Frame.maximumBytes)
        #expect(Frame.payloadBytes(ofHeader: [1, 0, 0, 4]) == nil)
    }

    @Test("A call is an object with its name and its arguments")
    func callEnvelope() throws {
        let data = try Envelope.encode(BlockCall(values: 5, inferencesPerValue: 1, firstSample: 3))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["call"] as? String == "block")
        let arguments = try #require(object["arguments"] as? [String: Int])
        #expect(arguments == ["values": 5, "inferencesPerValue": 1, "firstSample": 3])
    }
}
