import Files
import Foundation

/// The files beside a model file in which its weights lie.
public enum WeightFiles {
    /// Their names, from the model's folder, each once and in order.
    ///
    /// ONNX names them within the file, under `location` (`ModelContent.isSelfContained`); what OpenVINO (`.xml`) and ncnn
    /// (`.param`) take has its weights beside it under the same name with `.bin`. A name that is absolute or leads out of the folder is
    /// left out, and so is one of which there is no file.
    ///
    /// - Throws: `FileError.unreadable`.
    /// - Complexity: O(bytes).
    public static func names(ofModel path: String) throws(FileError) -> [String] {
        let folder = (path as NSString).deletingLastPathComponent
        let file = (path as NSString).lastPathComponent
        var names: [String] = []
        switch (file as NSString).pathExtension.lowercased() {
        case "xml", "param": names = [(file as NSString).deletingPathExtension + ".bin"]
        default:
            let mapped = try MappedFile(path: path)
            names = withExtendedLifetime(mapped) { locations(in: mapped.bytes) }
        }
        var seen: Set<String> = []
        return names.filter { name in
            !name.isEmpty && !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
                && seen.insert(name).inserted && FileManager.default.fileExists(atPath: folder + "/" + name)
        }
    }

    /// The values behind the keys: field 2 (0x12), a length, the name.
    private static func locations(in bytes: UnsafeRawBufferPointer) -> [String] {
        var names: [String] = []
        var position = 0
        while let end = ModelContent.endOfLocationKey(in: bytes, from: position) {
            position = end
            guard end < bytes.count, bytes[end] == 0x12 else { continue }
            // A name of 16384 bytes or more is none: two digits of the length are enough.
            var next = end + 1
            var length = 0
            for shift in [0, 7] where next < bytes.count {
                length |= Int(bytes[next] & 0x7F) << shift
                next += 1
                if bytes[next - 1] & 0x80 == 0 { break }
            }
            guard length > 0, length <= bytes.count - next,
                let name = String(validating: bytes[next..<next + length], as: UTF8.self),
                !name.utf8.contains(where: { $0 < 0x20 })
            else { continue }
            names.append(name)
        }
        return names
    }
}
