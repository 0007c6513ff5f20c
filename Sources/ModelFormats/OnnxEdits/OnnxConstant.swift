import Foundation

/// What two constants have in common, from their `TensorProto`s.
package enum OnnxConstant {
    /// What the elements take; 0 for texts and what cannot be read.
    package static func bytes(of tensor: Data) -> Int {
        tensor.withUnsafeBytes { bytes in
            ((try? OnnxTensorExtent(bytes)) ?? nil)?.bytes.map { Int(clamping: $0) } ?? 0
        }
    }

    /// Whether they hold the same elements in the same shape, written the same way; names and comments do not count.
    package static func areEqual(_ one: Data, _ other: Data) -> Bool { content(one) == content(other) }

    private static func content(_ tensor: Data) -> Data {
        tensor.withUnsafeBytes { bytes in
            var writer = ProtobufWriter()
            var fields = ProtobufFields(bytes)
            while let (field, value) = (try? fields.next()) ?? nil {
                if field != 8, field != 12 { writer.add(field, value) }  // name, doc_string
            }
            return writer.data
        }
    }
}
