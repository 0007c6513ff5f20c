/// 16-bit floating-point formats: widened exactly, without branches so that the compiler can use vector instructions, and narrowed
/// to nearest, ties to even.
enum FloatBits {
    /// The upper half of a float32.
    @inline(__always)
    static func float(bfloat16 bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

    /// IEEE 754 binary16: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits.
    ///
    /// Subnormals are scaled by a subtraction of normal numbers, so the result does not depend on whether a runtime
    /// left the thread flushing subnormals to zero.
    @inline(__always)
    static func float(halfPrecision bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        // Exponent and fraction, where float32 has them.
        let magnitude = UInt32(bits & 0x7FFF) << 13
        let exponent = magnitude & 0x0F80_0000
        let rebias: UInt32 = (127 - 15) << 23

        let normal = magnitude &+ rebias
        let infiniteOrNaN = normal &+ rebias
        let smallestNormal: UInt32 = 113 << 23
        let subnormal =
            (Float(bitPattern: magnitude | smallestNormal) - Float(bitPattern: smallestNormal)).bitPattern

        let isLargest = exponent == 0x0F80_0000
        let isSmallest = exponent == 0
        let widened = isLargest ? infiniteOrNaN : (isSmallest ? subnormal : normal)
        return Float(bitPattern: widened | sign)
    }

    /// IEEE 754 binary16; infinite from 65,520 on.
    static func halfPrecision(_ value: Float) -> UInt16 {
        let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
        let magnitude = value.bitPattern & 0x7FFF_FFFF
        if value.isNaN { return sign | 0x7E00 }
        if magnitude >= Float(65_520).bitPattern { return sign | 0x7C00 }
        let smallestNormal: UInt32 = (127 - 14) << 23
        guard magnitude >= smallestNormal else {
            // Beside one half a float32 has steps of 2^-24, which are the subnormals'.
            let rounded = Float(bitPattern: magnitude) + 0.5
            return sign | UInt16(truncatingIfNeeded: rounded.bitPattern &- Float(0.5).bitPattern)
        }
        // A tie goes up only where that makes the last bit even; a carry moves on into the exponent.
        let rounded = magnitude + 0x0FFF + (magnitude >> 13 & 1)
        return sign | UInt16(truncatingIfNeeded: (rounded - ((127 - 15) << 23)) >> 13)
    }

    /// The upper half of a float32.
    static func bfloat16(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x0040 }
        return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
    }
}
