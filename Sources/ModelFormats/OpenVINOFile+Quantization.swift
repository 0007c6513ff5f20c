import InferenceCore
import Support

/// By which scale and zero point the whole numbers of inputs and outputs stand for real ones: read from the operators around them.
extension OpenVINOFile {
    /// Of an input that is converted to floating-point numbers, from which a zero point is subtracted, or none, and which are then
    /// multiplied by a scale.
    func quantization(ofParameter id: String, _ layer: Layer) -> TensorQuantization? {
        var found: Set<TensorQuantization> = []
        for port in readers[id] ?? [] {
            guard layers[port.layer]?.type == "Convert", layers[port.layer]?.elementType?.isFloatingPoint == true,
                let quantization = quantization(ofReal: port.layer, rank: layer.shape.count)
            else { return nil }
            found.insert(quantization)
        }
        return found.count == 1 ? found.first : nil
    }

    private func quantization(ofReal id: String, rank: Int) -> TensorQuantization? {
        guard let readers = readers[id], readers.count == 1, let next = layers[readers[0].layer] else { return nil }
        if next.type == "Subtract", readers[0].index == "0" {
            guard let zero = constant(Port(layer: readers[0].layer, index: "1")),
                let after = self.readers[readers[0].layer], after.count == 1,
                layers[after[0].layer]?.type == "Multiply",
                let scale = constant(Port(layer: after[0].layer, index: after[0].index == "0" ? "1" : "0"))
            else { return nil }
            return Self.quantization(scale, zero, rank: rank)
        }
        guard next.type == "Multiply",
            let scale = constant(Port(layer: readers[0].layer, index: readers[0].index == "0" ? "1" : "0"))
        else { return nil }
        return Self.quantization(scale, (values: [0], shape: []), rank: rank)
    }

    private static func quantization(
        _ scale: (values: [Float], shape: [Int]), _ zero: (values: [Float], shape: [Int]), rank: Int
    ) -> TensorQuantization? {
        let points = zero.values.compactMap { Int(exactly: $0) }
        guard points.count == zero.values.count else { return nil }
        var axis: Int?
        if scale.values.count > 1 {
            // Shapes are aligned at their ends.
            let long = scale.shape.indices.filter { scale.shape[$0] > 1 }
            guard long.count == 1 else { return nil }
            axis = long[0] + rank - scale.shape.count
        }
        return try? TensorQuantization(scales: scale.values, zeroPoints: points, axis: axis)
    }

    /// Of an output that a `FakeQuantize` brings to whole numbers, which are then converted.
    func quantization(ofConverted id: String) -> TensorQuantization? {
        guard layers[id]?.type == "Convert", let made = sources[Port(layer: id, index: "0")],
            layers[made]?.type == "FakeQuantize"
        else { return nil }
        let ends = (1...4).map { constant(Port(layer: made, index: "\($0)")) }
        let numbers = ends.compactMap { $0?.values.count == 1 ? $0?.values[0] : nil }.map(Double.init)
        guard numbers.count == 4, numbers[3] > numbers[2], numbers[1] > numbers[0] else { return nil }
        let (low, high, lowest, highest) = (numbers[0], numbers[1], numbers[2], numbers[3])
        // Levels are a step apart only where there is one for each whole number.
        guard let levels = layers[made]?.levels, Double(levels - 1) == highest - lowest else { return nil }
        let scale = (high - low) / (highest - lowest)
        let zeroPoint = lowest - low / scale
        guard abs(zeroPoint - zeroPoint.rounded()) < 1e-3, let point = Int(exactly: zeroPoint.rounded()) else {
            return nil
        }
        return try? TensorQuantization(scale: Float(scale), zeroPoint: point)
    }

    /// The numbers that an input takes from a constant, also behind a conversion.
    private func constant(_ port: Port) -> (values: [Float], shape: [Int])? {
        guard var id = sources[port], var layer = layers[id] else { return nil }
        if layer.type == "Convert", let source = sources[Port(layer: id, index: "0")], let made = layers[source] {
            (id, layer) = (source, made)
        }
        guard layer.type == "Const", let weights, let type = layer.elementType, let offset = layer.offset,
            layer.size > 0, layer.size <= TensorQuantization.maximumChannels * 8, layer.size % type.byteCount == 0,
            offset >= 0, offset <= weights.bytes.count - layer.size
        else { return nil }
        let bytes = UnsafeRawBufferPointer(rebasing: weights.bytes[offset..<offset + layer.size])
        let tensor = Tensor(elementType: type, shape: [layer.size / type.byteCount], bytes: bytes, owner: weights)
        guard let values = try? tensor.floatValues() else { return nil }
        return (values, layer.shape)
    }
}
