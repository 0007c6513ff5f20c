import Records
import TestSupport
import Testing

@Suite("A number from anywhere becomes an integer without ending the process", .hangLimit)
struct SaturatingIntegerTests {
    @Test func whatFitsLosesItsFraction() {
        #expect(Int(saturating: 2.9) == 2)
        #expect(Int(saturating: -2.9) == -2)
        #expect(UInt8(saturating: 255.5) == 255)
    }

    @Test func whatDoesNotFitIsTheNearest() {
        for value in [1e300, .infinity, 9_223_372_036_854_775_808] as [Double] {
            #expect(Int(saturating: value) == .max)
            #expect(Int(saturating: -value) == .min)
            #expect(UInt64(saturating: -value) == 0)
        }
        #expect(UInt64(saturating: .greatestFiniteMagnitude) == .max)
        #expect(Int8(saturating: -128.9) == -128)
        #expect(Int(saturating: .nan) == 0 && UInt16(saturating: .nan) == 0)
    }

    @Test func sumsEndAtTheLargest() {
        #expect(UInt64.max.addingSaturated(1) == .max)
        #expect(Int.min.addingSaturated(-1) == .min)
        #expect(UInt64(2).addingSaturated(3) == 5)
    }
}
