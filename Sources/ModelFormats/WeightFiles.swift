import Diagnostics
import Foundation
import Support

/// The files beside a model in which its weights lie, as the model names them.
struct WeightFiles {
    /// A stretch of such a file that the model reads.
    struct ByteRange {
        var offset: UInt64
        /// Nil reads to the end.
        var length: UInt64?
        /// The tensor that lies there, if it has a name.
        var tensor: String?
    }

    struct File {
        var name: String
        var path: String
        /// The one that reaches furthest.
        var furthest: ByteRange
    }

    private(set) var files: [File] = []
    private(set) var faults: [WeightFault] = []
    /// Whether there can be no others.
    private(set) var areAll = true
    private let path: String
    /// Positions in `files` by name: a model may name one file for each of its tensors.
    private var positions: [String: Int] = [:]

    /// Looks into a model's bytes by its name's suffix, else by what they are.
    init(ofModel path: String, _ bytes: UnsafeRawBufferPointer) {
        self.path = path
        let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        switch (path as NSString).pathExtension.lowercased() {
        case "xml": OpenVINOConstants.ranges(in: bytes).forEach { add("\(stem).bin", $0) }
        // The number that begins ncnn's graphs in text.
        case "param" where bytes.starts(with: "7767517".utf8): add("\(stem).bin", ByteRange(offset: 0))
        case "pdmodel" where FileManager.default.fileExists(atPath: Self.folder(of: path) + "\(stem).pdiparams"):
            add("\(stem).pdiparams", ByteRange(offset: 0))
        default: addExternalData(of: bytes)
        }
    }

    private mutating func addExternalData(of bytes: UnsafeRawBufferPointer) {
        // A flatbuffer's identifier stands after its first offset.
        let isOrt = bytes.count >= 8 && bytes[4..<8].elementsEqual("ORTM".utf8)
        guard !isOrt, bytes.first != UInt8(ascii: "<") else {
            areAll = false
            return
        }
        do throws(ProtobufFields.Malformed) {
            for tensor in try OnnxExternalData.tensors(of: bytes) { add(tensor) }
        } catch {
            areAll = !OnnxExternalData.mayBe(in: bytes)
        }
    }

    private mutating func add(_ tensor: OnnxExternalData) {
        let name = tensor.location
        guard let offset = tensor.offset, tensor.length != nil || !tensor.saysLength else {
            return add(WeightFault(file: name, what: .noNumber(tensor: tensor.name)))
        }
        add(name, ByteRange(offset: offset, length: tensor.length ?? tensor.elementBytes, tensor: tensor.name))
    }

    private mutating func add(_ name: String, _ range: ByteRange) {
        guard let inner = Self.innerName(name) else {
            return add(WeightFault(file: name, what: .outside(tensor: range.tensor)))
        }
        let path = Self.folder(of: path) + inner
        guard path != self.path else { return }
        if let index = positions[inner] {
            if range.end > files[index].furthest.end { files[index].furthest = range }
        } else {
            positions[inner] = files.count
            files.append(File(name: inner, path: path, furthest: range))
        }
    }

    /// Once for each file, however many tensors lie in it.
    private mutating func add(_ fault: WeightFault) {
        if !faults.contains(where: { $0.file == fault.file }) { faults.append(fault) }
    }

    /// A path from the model's folder without what does not move; nil for one that is absolute, leads out, or is none.
    ///
    /// - Source: onnx.proto, `TensorProto.external_data`: up-directory components are disallowed.
    static func innerName(_ name: String) -> String? {
        let parts = name.split(separator: "/").filter { $0 != "." }
        guard !name.hasPrefix("/"), !parts.isEmpty, !parts.contains(".."), !name.utf8.contains(where: { $0 < 0x20 })
        else { return nil }
        return parts.joined(separator: "/")
    }

    /// With its `/`; empty for the working folder.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}

extension WeightFiles.ByteRange {
    var end: UInt64 {
        let (end, overflow) = offset.addingReportingOverflow(length ?? 0)
        return overflow ? .max : end
    }
}

extension WeightFiles.File {
    func open() throws(WeightFault.Found) -> MappedFile {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(tensor: furthest.tensor) }
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .unreadable(error)
        }
        guard furthest.end <= UInt64(file.bytes.count) else {
            throw .short(bytes: UInt64(file.bytes.count), furthest.offset, end: furthest.end, tensor: furthest.tensor)
        }
        return file
    }
}

/// What is wrong with a file beside a model in which weights lie.
public struct WeightFault: Sendable, Equatable {
    public enum Found: Error, Sendable, Equatable {
        case missing(tensor: String?)
        case outside(tensor: String?)
        /// The tensor lies at bytes `offset ..< end` of a file of `bytes`.
        case short(bytes: UInt64, _ offset: UInt64, end: UInt64, tensor: String?)
        /// Its place is not written as a number.
        case noNumber(tensor: String?)
        case unreadable(FileError)
    }

    /// As the model names it.
    public var file: String
    public var what: Found

    func diagnostic(ofModel path: String) -> Diagnostic {
        let model = (path as NSString).lastPathComponent
        let place = "\(WeightFiles.folder(of: path))\(file)"
        return switch what {
        case .missing(let tensor):
            finding(
                "\(path) keeps weights in \(file), which is not there", tensor.map { "tensor '\($0)' lies in it" },
                hint: "copy it to \(place): \(model) alone is not the whole model")
        case .outside(let tensor):
            finding(
                "\(path) keeps weights in '\(file)', which leads out of its folder",
                tensor.map { "tensor '\($0)' lies in it" },
                hint: "save the model again with its weights in a file beside it; ONNX allows no other place")
        case .short(let bytes, let offset, let end, let tensor):
            finding(
                "\(place) is too short for \(model): it has \(bytes) bytes",
                "\(tensor.map { "tensor '\($0)'" } ?? "a constant") lies at bytes \(offset) to \(end)",
                hint: "the two are of different exports, or a copy was cut short: export or copy both again")
        case .noNumber(let tensor):
            finding(
                "\(path) does not say where in \(file) its weights lie",
                "offset or length of tensor '\(tensor ?? "")' is no number", hint: "export the model again")
        case .unreadable(let error): error.diagnostics[0]
        }
    }

    private func finding(_ message: String, _ cause: String?, hint: String) -> Diagnostic {
        Diagnostic(code: "model.weights", message, hint: hint, cause: cause)
    }
}
