import InferenceCore

extension SampleFeed {
    /// Writes one input of every sample as a model wants it, one after another, for who cannot convert samples itself.
    ///
    /// - Parameter path: of a new file.
    /// - Returns: where the samples lie now.
    /// - Throws: `GoldenSetError`, and `InferenceError` for a sample that cannot be converted, which it names.
    public func convert(input name: String, through link: TensorLink, to path: String) throws -> SampleFiles.Input {
        guard let array = arrays[name] else { throw GoldenSetError.samples(input: name, reason: "there is none") }
        let file = try BufferedFile(path: path)
        var shapes: [[Int]] = []
        var type = array.elementType
        var resident = 0..<0
        for sample in 0..<sampleCount {
            let shape = array.shape(ofSample: sample)
            // Axes are counted with that of the batch, which samples have not.
            let addsBatch = link.transposition.map { $0.count == shape.count + 1 && $0[0] == 0 } ?? false
            let given = array.tensor(ofSample: sample, shape: addsBatch ? [1] + shape : shape)
            let tensor: Tensor
            do throws(InferenceError) {
                tensor = try link.convert(given)
            } catch {
                throw InferenceError.conversion(of: "input '\(name)' of sample \(sample) (from 0)", error)
            }
            try file.append(tensor.bytes)
            type = tensor.elementType
            shapes.append(addsBatch ? Array(tensor.shape.dropFirst()) : tensor.shape)
            resident = resident.lowerBound..<sample + 1
            if array.bytes(ofSamples: resident).count > Self.residentBytes {
                array.releasePages(samples: resident)
                resident = sample + 1..<sample + 1
            }
        }
        try file.finish()
        let isUniform = shapes.allSatisfy { $0 == shapes[0] }
        return SampleFiles.Input(
            path: path, offset: 0, elementType: type, shape: isUniform ? shapes[0] : nil,
            shapes: isUniform ? nil : shapes)
    }

    /// Samples in memory beyond this are given back.
    private static let residentBytes = 64 << 20
}
