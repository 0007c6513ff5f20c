/// A block's latencies as the bytes of a BLOB, without loss.
///
/// A stamp is a whole number of nanoseconds, and a latency is the time between two stamps divided by the
/// inferences between them. So what is stored is that whole number, `latency * inferencesPerValue`, as a
/// little-endian unsigned integer of 2 bytes (up to 65.5 us) or 4 bytes (up to 4.29 s), whichever holds the block's
/// largest. When a value is not such a quotient, the block is stored as little-endian IEEE 754 doubles of
/// nanoseconds per inference instead (8 bytes): the round trip is exact for every value, also NaN.
final class LatencyPacking {
    enum Width: Int { case integer16 = 2, integer32 = 4, double = 8 }

    /// Used again for each block.
    private var scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)

    deinit { scratch.deallocate() }

    /// Packs one block; the bytes are valid until the next call.
    ///
    /// - Complexity: O(n), one pass to choose the width and one to write.
    func pack(_ latencies: [Double], inferencesPerValue: Int) -> (width: Width, bytes: UnsafeRawBufferPointer) {
        let width = Self.width(of: latencies, inferencesPerValue: inferencesPerValue)
        let byteCount = latencies.count * width.rawValue
        if scratch.count < byteCount {
            scratch.deallocate()
            scratch = .allocate(byteCount: byteCount, alignment: 8)
        }
        let scale = Double(inferencesPerValue)
        switch width {
        case .integer16: store(latencies) { UInt16(($0 * scale).rounded()).littleEndian }
        case .integer32: store(latencies) { UInt32(($0 * scale).rounded()).littleEndian }
        case .double: store(latencies) { $0.bitPattern.littleEndian }
        }
        return (width, UnsafeRawBufferPointer(rebasing: scratch[..<byteCount]))
    }

    private func store<Packed: FixedWidthInteger>(_ latencies: [Double], _ pack: (Double) -> Packed) {
        var offset = 0
        for latency in latencies {
            scratch.storeBytes(of: pack(latency), toByteOffset: offset, as: Packed.self)
            offset += MemoryLayout<Packed>.size
        }
    }

    /// The reverse; nil when the bytes cannot be what `bytesPerValue` says.
    static func unpack(_ bytes: UnsafeRawBufferPointer, bytesPerValue: Int, inferencesPerValue: Int) -> [Double]? {
        guard let width = Width(rawValue: bytesPerValue), bytes.count % bytesPerValue == 0 else { return nil }
        let scale = Double(inferencesPerValue)
        return stride(from: 0, to: bytes.count, by: bytesPerValue).map { offset in
            switch width {
            case .integer16:
                Double(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))) / scale
            case .integer32:
                Double(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))) / scale
            case .double:
                Double(
                    bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            }
        }
    }

    static func width(of latencies: [Double], inferencesPerValue: Int) -> Width {
        guard inferencesPerValue > 0 else { return .double }
        let scale = Double(inferencesPerValue)
        var largest = 0.0
        for latency in latencies {
            let total = (latency * scale).rounded()
            // Negative zero and NaN are doubles too, and must come back as they were.
            guard total <= Double(UInt32.max), latency.sign == .plus, total / scale == latency else { return .double }
            largest = max(largest, total)
        }
        return largest <= Double(UInt16.max) ? .integer16 : .integer32
    }
}
