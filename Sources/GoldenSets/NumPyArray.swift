import Files
import InferenceCore

/// A `.npy` file, mapped: row-major and little-endian, of a numeric type or bool.
struct NumPyArray: Sendable {
    let elementType: ElementType
    /// At least one dimension, none of them 0.
    let shape: [Int]
    private let file: MappedFile
    private let offset: Int

    /// Checks that header and size of the file agree to the byte.
    ///
    /// - Throws: `NumPyFormatError` for what NumPy did not write or Pawl does not use.
    init(_ file: MappedFile) throws(NumPyFormatError) {
        let header = try NumPyHeader(file.bytes)
        guard !header.shape.isEmpty else { throw .shape([], "has no dimension to count samples along") }
        _ = try header.elementBytes(inFileOf: file.bytes.count)
        guard header.byteCount.isMultiple(of: header.elementType.byteCount) else { throw .misaligned }
        self.file = file
        offset = header.byteCount
        elementType = header.elementType
        shape = header.shape
    }

    /// The mapped elements; valid as long as `owner` lives.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[offset...]) }

    var owner: AnyObject { file }

    /// Bytes of one step along the first dimension.
    var bytesPerRow: Int { bytes.count / shape[0] }

    /// `int32[1042, 2048]`
    var description: String {
        "\(elementType.rawValue)[\(shape.map(String.init).joined(separator: ", "))]"
    }
}
