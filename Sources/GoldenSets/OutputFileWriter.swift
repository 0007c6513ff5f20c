import Foundation
import InferenceCore
import Support

/// Writes what a model returned on one output, sample by sample, in bounded memory; `OutputTable` reads it.
///
/// The file holds the values of all samples as little-endian Float32; a second one, `path` + ".shapes", their shapes as
/// little-endian Int32: the rank of each, then its sizes.
public final class OutputFileWriter {
    public let path: String
    public let reduction: RequestedOutput.Reduction
    /// Samples appended so far.
    public private(set) var rows = 0
    private let values: BufferedFile
    private let shapes: BufferedFile
    /// The last sample's shape, as it is written: most outputs have one shape.
    private var description: (shape: [Int], numbers: [Int32]) = ([], [0])

    /// Creates the files, for their owner only; what is there is emptied.
    ///
    /// - Throws: `GoldenSetError.file`.
    public init(path: String, reduction: RequestedOutput.Reduction) throws(GoldenSetError) {
        self.path = path
        self.reduction = reduction
        values = try BufferedFile(path: path)
        shapes = try BufferedFile(path: Self.shapesPath(of: path))
    }

    static func shapesPath(of path: String) -> String { path + ".shapes" }

    /// Appends one sample's output, reduced and converted to Float32.
    ///
    /// - Parameter tensor: of any numeric type. Whole numbers beyond 2²⁴ lose their last digits.
    /// - Throws: `GoldenSetError.unusableScores` for what cannot be reduced, `.file` when the disk refuses.
    public func append(_ tensor: Tensor) throws(GoldenSetError) {
        let (outer, classes, inner) = try extents(of: tensor)
        if reduction == .none, tensor.elementType == .float32 {
            // As it stands: nothing to convert, nothing to allocate.
            try values.append(tensor.bytes)
            try append(shape: tensor.shape)
            return
        }
        var shape = tensor.shape
        var floats = try floats(of: tensor)
        switch reduction {
        case .none: break
        case .indexOfHighestInLastAxis: shape.removeLast()
        case .indexOfHighestInSecondAxis: shape.remove(at: 1)
        }
        if reduction != .none {
            floats = floats.withUnsafeBufferPointer {
                Self.indicesOfHighest($0, outer: outer, classes: classes, inner: inner)
            }
        }
        try floats.withUnsafeBufferPointer { (floats) throws(GoldenSetError) in
            try values.append(UnsafeRawBufferPointer(floats))
        }
        try append(shape: shape)
    }

    private func append(shape: [Int]) throws(GoldenSetError) {
        if shape != description.shape {
            description = (shape, [Int32(shape.count)] + shape.map { Int32(clamping: $0) })
        }
        try description.numbers.withUnsafeBufferPointer { (sizes) throws(GoldenSetError) in
            try shapes.append(UnsafeRawBufferPointer(sizes))
        }
        rows += 1
    }

    /// Writes what is buffered and closes the files; the output is complete only after this.
    public func finish() throws(GoldenSetError) {
        try values.finish()
        try shapes.finish()
    }

    private func floats(of tensor: Tensor) throws(GoldenSetError) -> [Float] {
        do {
            return try tensor.floatValues()
        } catch {
            throw .unusableScores(
                reason: "the model's output is \(tensor.elementType.rawValue), which is no number",
                hint: "'output' in golden.yaml must name an output of numbers")
        }
    }

    /// A tensor as outer x classes x inner, the middle one to be reduced.
    private func extents(of tensor: Tensor) throws(GoldenSetError) -> (outer: Int, classes: Int, inner: Int) {
        let shape = tensor.shape
        switch reduction {
        case .none: return (1, 1, tensor.elementCount)
        case .indexOfHighestInLastAxis where !shape.isEmpty && tensor.elementCount > 0:
            return (tensor.elementCount / shape[shape.count - 1], shape[shape.count - 1], 1)
        case .indexOfHighestInSecondAxis where shape.count > 2 && tensor.elementCount > 0:
            return (shape[0], shape[1], tensor.elementCount / shape[0] / shape[1])
        default:
            throw .unusableScores(
                reason: "the model's output has shape \(shape), which has no axis of classes",
                hint: "'output' in golden.yaml must name the output that holds one score per class")
        }
    }

    /// Of equal values the lower index wins; where one is not finite, the prediction is NaN.
    private static func indicesOfHighest(
        _ values: UnsafeBufferPointer<Float>, outer: Int, classes: Int, inner: Int
    ) -> [Float] {
        var indices = [Float](repeating: 0, count: outer * inner)
        for block in 0..<outer {
            for position in 0..<inner {
                let start = block * classes * inner + position
                var best = 0
                var highest = values[start]
                // NaN or infinity times 0 is NaN, and stays.
                var poison: Float = 0
                for index in 0..<classes {
                    let value = values[start + index * inner]
                    poison += value * 0
                    if value > highest { (best, highest) = (index, value) }
                }
                indices[block * inner + position] = poison == 0 ? Float(best) : .nan
            }
        }
        return indices
    }
}
