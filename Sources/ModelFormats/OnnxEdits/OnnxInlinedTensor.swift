import Foundation
import Support

/// A tensor that lay in a file beside its model, with its elements in the message.
///
/// Source: onnx.proto, `TensorProto.external_data` and `data_location`; field numbers are named below.
struct OnnxInlinedTensor {
    let message: Data

    /// - Returns: nil for a tensor within the model.
    /// - Throws: with the reason, where the file is not there or too short.
    init?(_ tensor: UnsafeRawBufferPointer, ofModel path: String) throws(ProtobufFields.Malformed) {
        guard let place = try OnnxExternalData(tensor) else { return nil }
        let name = place.name ?? ""
        guard let offset = place.offset, let count = place.length ?? place.elementBytes,
            let inner = WeightFiles.innerName(place.location)
        else {
            throw ProtobufFields.Malformed(reason: "tensor '\(name)' lies in another file, at a place that is none")
        }
        let file: MappedFile
        do {
            file = try MappedFile(path: WeightFiles.folder(of: path) + inner)
        } catch {
            throw ProtobufFields.Malformed(reason: "tensor '\(name)' lies in '\(inner)', which cannot be read")
        }
        let (end, overflows) = offset.addingReportingOverflow(count)
        guard !overflows, end <= UInt64(file.bytes.count) else {
            throw ProtobufFields.Malformed(reason: "tensor '\(name)' lies behind the end of '\(inner)'")
        }
        var writer = ProtobufWriter()
        var fields = ProtobufFields(tensor)
        while let (field, value) = try fields.next() {
            // external_data and data_location
            if field != 13, field != 14 { writer.add(field, value) }
        }
        writer.add(9, UnsafeRawBufferPointer(rebasing: file.bytes[Int(offset)..<Int(end)]))  // raw_data
        message = writer.data
    }
}
