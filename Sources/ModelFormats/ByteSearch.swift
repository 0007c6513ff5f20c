import Foundation

extension UnsafeRawBufferPointer {
    /// Where a byte next stands.
    func firstIndex(of byte: UInt8, from first: Int) -> Int? {
        guard let start = baseAddress, first < count,
            let found = memchr(start + first, Int32(byte), count - first)
        else { return nil }
        return start.distance(to: UnsafeRawPointer(found))
    }

    /// Where some bytes first stand; nil also for none.
    ///
    /// - Complexity: O(count) for a text whose first byte is rare.
    func firstIndex(of bytes: [UInt8]) -> Int? {
        guard let start = baseAddress, let first = bytes.first else { return nil }
        var position = 0
        while let index = firstIndex(of: first, from: position), bytes.count <= count - index {
            if memcmp(start + index, bytes, bytes.count) == 0 { return index }
            position = index + 1
        }
        return nil
    }
}
