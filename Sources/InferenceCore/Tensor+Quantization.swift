extension Tensor {
    /// A float32 copy in real units: (q - zeroPoint) * scale, in 32-bit arithmetic as `DequantizeLinear`.
    ///
    /// - Throws: `InferenceError.unusableQuantization` unless the elements are integers of at most 32 bits and the tensor has as
    ///   many channels as the quantisation.
    public func dequantized(by quantization: TensorQuantization) throws(InferenceError) -> Tensor {
        guard elementType.integerRange != nil else {
            throw .unusableQuantization("\(elementType.rawValue) is not dequantised")
        }
        let channels = try channels(of: quantization)
        let result = TensorStorage(byteCount: elementCount * MemoryLayout<Float>.size)
        let target = result.bytes.bindMemory(to: Float.self)
        func convert<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type) {
            for index in target.indices {
                let value = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Value>.size, as: Value.self)
                let channel = channels(index)
                target[index] = Float(Int(value) - quantization.zeroPoints[channel]) * quantization.scales[channel]
            }
        }
        switch elementType {
        case .int8: convert(Int8.self)
        case .uint8: convert(UInt8.self)
        case .int16: convert(Int16.self)
        case .uint16: convert(UInt16.self)
        case .int32: convert(Int32.self)
        case .uint32: convert(UInt32.self)
        case .int64, .uint64, .float32, .float16, .bfloat16, .float64, .bool: break
        }
        return Tensor(
            elementType: .float32, shape: shape, bytes: UnsafeRawBufferPointer(result.bytes), owner: result)
    }

    /// A copy in integers: clamp(round(x / scale) + zeroPoint), ties to even, as `QuantizeLinear`.
    ///
    /// The quotient is one of 32-bit floats, of 64-bit ones where the tensor is float64. LiteRT's kernels and XNNPACK round so too;
    /// TensorFlow Lite's reference kernels, which microcontrollers have, round ties away from zero: a step for such values.
    ///
    /// - Throws: `InferenceError.unusableQuantization` for a type that is no integer of at most 32 bits, or for another number
    ///   of channels; `.notCastable` for NaN; `.notNumeric` for booleans.
    public func quantized(
        by quantization: TensorQuantization, as type: ElementType
    ) throws(InferenceError) -> Tensor {
        guard let range = type.integerRange else {
            throw .unusableQuantization("\(type.rawValue) holds no quantised values")
        }
        let channels = try channels(of: quantization)
        let result = TensorStorage(byteCount: elementCount * type.byteCount)
        let steps: (Int, Int) -> Double
        if elementType == .float64 {
            steps = { index, channel in
                let value = bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self)
                return (value / Double(quantization.scales[channel])).rounded(.toNearestOrEven)
            }
        } else {
            let values = try floatValues()
            steps = { index, channel in
                Double((values[index] / quantization.scales[channel]).rounded(.toNearestOrEven))
            }
        }
        for index in 0..<elementCount {
            let channel = channels(index)
            let step = steps(index, channel) + Double(quantization.zeroPoints[channel])
            guard !step.isNaN else { throw .notCastable(from: elementType, to: type, value: "NaN") }
            let clamped = min(max(step, Double(range.lowerBound)), Double(range.upperBound))
            _ = type.store(Int64(clamped), in: result.bytes, at: index)
        }
        return Tensor(elementType: type, shape: shape, bytes: UnsafeRawBufferPointer(result.bytes), owner: result)
    }

    /// The channel of each element, by its position.
    private func channels(of quantization: TensorQuantization) throws(InferenceError) -> (Int) -> Int {
        guard let axis = quantization.axis else { return { _ in 0 } }
        let count = quantization.scales.count
        guard shape.indices.contains(axis), shape[axis] == count else {
            throw .unusableQuantization("it has \(count) scales on axis \(axis) for a tensor of shape \(shape)")
        }
        let inner = shape[(axis + 1)...].reduce(1, *)
        return { $0 / inner % count }
    }
}
