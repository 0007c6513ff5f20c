/// Widens 16-bit floating-point formats, exactly, without branches so that the compiler can use vector instructions.
enum FloatBits {
    /// The upper half of a float32.
    @inline(__always)
    static func float(brain bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

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
}
