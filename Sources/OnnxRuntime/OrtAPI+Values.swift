import COnnxRuntime
import InferenceCore

extension OrtAPI {
    /// A value over a tensor's own memory; the tensor must outlive it.
    func value(
        over tensor: Tensor, named name: String, memory: OpaquePointer
    ) throws(InferenceError) -> OwnedObject {
        guard let start = tensor.bytes.baseAddress else {
            throw .inputMismatch(input: name, expected: "at least one element", found: "none")
        }
        let shape = tensor.shape.map(Int64.init)
        let pointer = try make("wrapping input '\(name)'") { out in
            // The library reads inputs through a pointer that is mutable in type only.
            table.pointee.CreateTensorWithDataAsOrtValue(
                memory, UnsafeMutableRawPointer(mutating: start), tensor.bytes.count, shape, shape.count,
                tensor.elementType.onnxCode, out)
        }
        return OwnedObject(pointer, release: table.pointee.ReleaseValue)
    }

    /// The tensor in a value, which it keeps alive.
    func tensor(of value: OwnedObject?, named name: String) throws(InferenceError) -> Tensor {
        let operation = "reading output '\(name)'"
        guard let value else { throw .runtimeFailure(operation: operation, reason: "it is not there") }
        let info = OwnedObject(
            try make(operation) { table.pointee.GetTensorTypeAndShape(value.pointer, $0) },
            release: table.pointee.ReleaseTensorTypeAndShapeInfo)
        var reason = ""
        guard let description = try describe(tensor: info.pointer, reason: &reason) else {
            throw .runtimeFailure(operation: operation, reason: reason)
        }
        guard let elementType = description.elementType else {
            throw .runtimeFailure(operation: operation, reason: "it holds strings, and the model said numbers")
        }
        var start: UnsafeMutableRawPointer?
        try check(operation, table.pointee.GetTensorMutableData(value.pointer, &start))
        let shape = description.sizes
        let byteCount = shape.reduce(1, *) * elementType.byteCount
        return Tensor(
            elementType: elementType, shape: shape,
            bytes: UnsafeRawBufferPointer(start: byteCount == 0 ? nil : start, count: byteCount), owner: value)
    }

    /// The texts in a value.
    ///
    /// - Throws: `InferenceError.runtimeFailure` for more than the names of classes can be, and for what is not UTF-8.
    func texts(of value: OwnedObject?, named name: String) throws(InferenceError) -> TextTensor {
        let operation = "reading output '\(name)'"
        guard let value else { throw .runtimeFailure(operation: operation, reason: "it is not there") }
        let info = OwnedObject(
            try make(operation) { table.pointee.GetTensorTypeAndShape(value.pointer, $0) },
            release: table.pointee.ReleaseTensorTypeAndShapeInfo)
        var reason = ""
        guard let description = try describe(tensor: info.pointer, reason: &reason), description.elementType == nil
        else {
            throw .runtimeFailure(operation: operation, reason: "it holds no strings, and the model said so")
        }
        var count = 1
        for size in description.sizes {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows, product <= TextTensor.elementLimit else {
                throw .runtimeFailure(
                    operation: operation,
                    reason: "it has more than \(TextTensor.elementLimit) texts: shape \(description.sizes)")
            }
            count = product
        }
        guard count > 0 else { return TextTensor(shape: description.sizes, texts: []) }
        var byteCount = 0
        try check(operation, table.pointee.GetStringTensorDataLength(value.pointer, &byteCount))
        guard byteCount <= TextTensor.byteLimit else {
            throw .runtimeFailure(
                operation: operation, reason: "its texts have \(byteCount) bytes, names of classes have fewer")
        }
        // Not empty, for the library wants a place even for texts that all are.
        var bytes = [UInt8](repeating: 0, count: max(byteCount, 1))
        var offsets = [Int](repeating: 0, count: count)
        try check(
            operation, table.pointee.GetStringTensorContent(value.pointer, &bytes, byteCount, &offsets, count))
        var texts: [String] = []
        texts.reserveCapacity(count)
        for index in 0..<count {
            let end = index + 1 < count ? offsets[index + 1] : byteCount
            guard offsets[index] >= 0, offsets[index] <= end, end <= byteCount,
                let text = String(validating: bytes[offsets[index]..<end], as: UTF8.self)
            else { throw .runtimeFailure(operation: operation, reason: "text \(index) (from 0) is not UTF-8") }
            texts.append(text)
        }
        return TextTensor(shape: description.sizes, texts: texts)
    }
}

extension OrtAPI.TensorDescription {
    /// Of a tensor that is there, which has no dynamic ones.
    fileprivate var sizes: [Int] {
        shape.map { dimension in
            switch dimension {
            case .fixed(let size): size
            case .dynamic: 0
            }
        }
    }
}
