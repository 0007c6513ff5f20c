import InferenceCore
import Support

extension OnnxGraph {
    /// Why the numbers of a constant cannot be had: what follows "its scale", such as "is computed, not stored".
    struct UnreadableConstant: Error, Equatable {
        var reason: String
    }

    /// A constant with its elements, whether they stand in the model or in a file beside it.
    ///
    /// - Source: onnx.proto, `TensorProto.external_data`.
    func storedConstant(_ name: String) throws(UnreadableConstant) -> OnnxTensor {
        guard let bytes = constants[name], var tensor = try? OnnxTensor(bytes) else {
            throw UnreadableConstant(reason: "is computed, not stored")
        }
        guard tensor.isExternal else { return tensor }
        guard let place = try? OnnxExternalData(bytes), let wanted = place.elementBytes,
            wanted <= Self.mostBytesBeside, let offset = place.offset, !place.saysLength || place.length == wanted,
            let inner = WeightFiles.innerName(place.location)
        else { throw UnreadableConstant(reason: "lies in another file, at a place that is none") }
        let file: MappedFile
        do {
            file = try MappedFile(path: WeightFiles.folder(of: path) + inner)
        } catch {
            throw UnreadableConstant(reason: "lies in '\(inner)', which cannot be read")
        }
        let (end, overflows) = offset.addingReportingOverflow(wanted)
        guard !overflows, end <= UInt64(file.bytes.count) else {
            throw UnreadableConstant(reason: "lies behind the end of '\(inner)'")
        }
        tensor.take(file.bytes[Int(offset)..<Int(end)], of: file)
        return tensor
    }

    /// Of as many numbers as a tensor has channels at most, of 8 bytes at most.
    private static var mostBytesBeside: UInt64 { UInt64(8 * TensorQuantization.maximumChannels) }
}
