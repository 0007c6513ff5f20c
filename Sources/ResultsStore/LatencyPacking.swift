import Records

/// A block's values as the bytes of a BLOB, without loss.
///
/// A value is the whole number of nanoseconds between two stamps, of `inferencesPerValue` inferences. It is stored as a little-endian
/// unsigned integer of 2 bytes (up to 65.5 us) or 4 bytes (up to 4.29 s), whichever holds the block's largest. Blocks with larger ones
/// are stored as little-endian IEEE 754 doubles of nanoseconds per inference (8 bytes), as in databases of earlier versions that had
/// fractions: exact up to 2^50 ns, 13 days.
final class LatencyPacking {
    enum Width: Int { case integer16 = 2, integer32 = 4, double = 8 }

    /// Used again for each block.
    private var scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)

    deinit { scratch.deallocate() }

    /// Packs one block; the bytes are valid until the next call.
    ///
    /// - Complexity: O(n), one pass to choose the width and one to write.
    func pack(_ values: [UInt64], inferencesPerValue: Int) -> (width: Width, bytes: UnsafeRawBufferPointer) {
        let width = Self.width(of: values)
        let byteCount = values.count * width.rawValue
        if scratch.count < byteCount {
            scratch.deallocate()
            scratch = .allocate(byteCount: byteCount, alignment: 8)
        }
        switch width {
        case .integer16: store(values) { UInt16($0).littleEndian }
        case .integer32: store(values) { UInt32($0).littleEndian }
        case .double: store(values) { (Double($0) / Double(inferencesPerValue)).bitPattern.littleEndian }
        }
        return (width, UnsafeRawBufferPointer(rebasing: scratch[..<byteCount]))
    }

    private func store<Packed: FixedWidthInteger>(_ values: [UInt64], _ pack: (UInt64) -> Packed) {
        var offset = 0
        for value in values {
            scratch.storeBytes(of: pack(value), toByteOffset: offset, as: Packed.self)
            offset += MemoryLayout<Packed>.size
        }
    }

    /// The reverse; nil when the bytes cannot be what `bytesPerValue` says.
    static func unpack(_ bytes: UnsafeRawBufferPointer, bytesPerValue: Int, inferencesPerValue: Int) -> [UInt64]? {
        guard let width = Width(rawValue: bytesPerValue), bytes.count % bytesPerValue == 0 else { return nil }
        var values: [UInt64] = []
        values.reserveCapacity(bytes.count / bytesPerValue)
        for offset in stride(from: 0, to: bytes.count, by: bytesPerValue) {
            switch width {
            case .integer16:
                values.append(
                    UInt64(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))))
            case .integer32:
                values.append(
                    UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))))
            case .double:
                let latency = Double(
                    bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                guard let value = BlockRecord.value(ofLatency: latency, inferencesPerValue: inferencesPerValue) else {
                    return nil
                }
                values.append(value)
            }
        }
        return values
    }

    static func width(of values: [UInt64]) -> Width {
        switch values.max() ?? 0 {
        case ...UInt64(UInt16.max): .integer16
        case ...UInt64(UInt32.max): .integer32
        default: .double
        }
    }
}
