import Foundation

/// Writes NumPy's `.npy` format, rightly and wrongly.
public enum NumpyFile {
    /// - Parameters:
    ///   - type: the header's `descr`, whatever the elements are.
    ///   - version: 1 or 2, of the format.
    public static func data<Element>(of elements: [Element], shape: [Int], type: String, version: UInt8 = 1) -> Data {
        let sizes = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
        return data(of: elements, header: header, version: version)
    }

    public static func data<Element>(of elements: [Element], header: String, version: UInt8 = 1) -> Data {
        let lengthBytes = version == 1 ? 2 : 4
        let unpadded = 8 + lengthBytes + header.utf8.count + 1
        let padded = header + String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
        var data = Data([0x93] + Array("NUMPY".utf8) + [version, 0])
        for index in 0..<lengthBytes { data.append(UInt8(truncatingIfNeeded: padded.utf8.count >> (8 * index))) }
        data.append(Data(padded.utf8))
        elements.withUnsafeBytes { data.append(contentsOf: $0) }
        return data
    }
}
