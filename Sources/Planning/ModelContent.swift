import Foundation

/// What Pawl reads of a model file without the runtime that understands it.
enum ModelContent {
    /// Whether a model is all in one file, so that the file's digest stands for it.
    ///
    /// ONNX lets a tensor lie in a file of its own (`external_data`), which it names under the key `location`. Wherever in the file
    /// such an entry stands, its bytes are the same: field 1 (0x0A), 8 bytes, "location". Finding them by chance in a model that
    /// needs no other file costs an evaluation; ONNX Runtime's own format (`.ort`) is not looked into and counts as several files. So
    /// does OpenVINO's (`.xml`), whose weights lie beside it.
    ///
    /// - Complexity: O(bytes).
    /// - Source: onnx.proto, `TensorProto.external_data` and `StringStringEntryProto`.
    static func isSelfContained(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // A flatbuffer's identifier stands after its first offset.
        if bytes.count >= 8, bytes[4..<8].elementsEqual("ORTM".utf8) { return false }
        if bytes.first == UInt8(ascii: "<") { return false }
        return endOfLocationKey(in: bytes, from: 0) == nil
    }

    /// Where the next key `location` of an ONNX tensor's external data ends.
    ///
    /// - Complexity: O(bytes).
    static func endOfLocationKey(in bytes: UnsafeRawBufferPointer, from first: Int) -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        let entry = [0x0A, 0x08] + Array("location".utf8)
        var position = first
        while bytes.count - position >= entry.count {
            guard let found = memchr(start + position, Int32(entry[2]), bytes.count - position) else { return nil }
            let letter = start.distance(to: UnsafeRawPointer(found))
            if letter >= 2, bytes.count - letter >= entry.count - 2,
                memcmp(start + letter - 2, entry, entry.count) == 0
            {
                return letter - 2 + entry.count
            }
            position = letter + 1
        }
        return nil
    }
}
