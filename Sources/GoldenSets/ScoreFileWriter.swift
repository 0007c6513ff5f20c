import Files
import Foundation
import InferenceCore

/// Writes a model's scores sample by sample as little-endian Float32, in bounded memory; `ScoreMatrix` reads them.
public final class ScoreFileWriter {
    public let path: String
    /// Scores a sample.
    public let columns: Int
    /// Samples appended so far.
    public private(set) var rows = 0
    private var descriptor: Int32
    private var buffer: [Float] = []

    private static let bufferedValues = 16_384

    /// Creates the file, for its owner only; a file that is there is emptied.
    ///
    /// - Throws: `GoldenSetError.file`, `.unusableScores` for no columns.
    public init(path: String, columns: Int) throws(GoldenSetError) {
        guard columns > 0 else { throw .unusableScores(reason: "the model's output has no scores", hint: nil) }
        self.path = path
        self.columns = columns
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .file(.unwritable(path: path, reason: String(cString: strerror(errno))))
        }
        buffer.reserveCapacity(Self.bufferedValues)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Appends one sample's scores, converted to Float32.
    ///
    /// - Parameter scores: float32, float16, bfloat16 or float64 of any shape with `columns` elements.
    /// - Throws: `GoldenSetError.unusableScores` for another type or count, `.file` when the disk refuses.
    public func append(_ scores: Tensor) throws(GoldenSetError) {
        guard scores.elementCount == columns else {
            throw .unusableScores(
                reason: "the model answered \(scores.elementCount) scores to a sample, \(columns) are wanted",
                hint: "'output' in golden.yaml must name the output that holds one score per class")
        }
        guard let convert = Self.conversion(from: scores.elementType) else {
            throw .unusableScores(
                reason: "the model's scores are \(scores.elementType.rawValue); a floating-point type is wanted",
                hint: "'output' in golden.yaml must name the output that holds one score per class")
        }
        for index in 0..<columns {
            if buffer.count == Self.bufferedValues { try flush() }
            buffer.append(convert(scores.bytes, index))
        }
        rows += 1
    }

    /// Writes what is buffered and closes the file; the scores are complete only after this.
    public func finish() throws(GoldenSetError) {
        try flush()
        let result = close(descriptor)
        descriptor = -1
        guard result == 0 else { throw failure() }
    }

    private static func conversion(from type: ElementType) -> ((UnsafeRawBufferPointer, Int) -> Float)? {
        switch type {
        case .float32: { $0.loadUnaligned(fromByteOffset: $1 * 4, as: Float.self) }
        case .float64: { Float($0.loadUnaligned(fromByteOffset: $1 * 8, as: Double.self)) }
        case .float16: { Float($0.loadUnaligned(fromByteOffset: $1 * 2, as: Float16.self)) }
        // A bfloat16 is the upper half of a Float32.
        case .bfloat16:
            { Float(bitPattern: UInt32($0.loadUnaligned(fromByteOffset: $1 * 2, as: UInt16.self)) << 16) }
        default: nil
        }
    }

    private func flush() throws(GoldenSetError) {
        precondition(descriptor >= 0, "scores written after finish()")
        let succeeded = buffer.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
        guard succeeded else { throw failure() }
        buffer.removeAll(keepingCapacity: true)
    }

    private func failure() -> GoldenSetError {
        .file(.unwritable(path: path, reason: String(cString: strerror(errno))))
    }
}
