import GoldenSets
import InferenceCore

/// One array of one sample; its bytes are valid only while the file is being read.
struct ArrayOfSample {
    var elementType: ElementType
    /// Without a dimension for samples.
    var shape: [Int]
    var bytes: UnsafeRawBufferPointer

    /// - Parameter file: the whole of an `.npy` file.
    init(_ file: UnsafeRawBufferPointer) throws(NumPyFormatError) {
        let header = try NumPyHeader(file)
        _ = try header.elementBytes(inFileOf: file.count)
        elementType = header.elementType
        shape = header.shape
        bytes = UnsafeRawBufferPointer(rebasing: file[header.byteCount...])
    }

    var description: String { "\(elementType.rawValue)[\(shape.map(String.init).joined(separator: ", "))]" }
}
