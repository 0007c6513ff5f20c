import Diagnostics
import Files
import Foundation
import InferenceCore
import YAMLDocument

/// Opens the data files of a golden set and holds them against the manifest and each other.
struct GoldenSetDataReader {
    private let folder: String
    private let manifest: GoldenSetManifest
    private let verifiesDigests: Bool
    private var findings: [Diagnostic] = []

    /// Names and classes are read into memory.
    private static let maximumNameBytes: UInt64 = 256 << 20

    init(folder: String, manifest: GoldenSetManifest, verifiesDigests: Bool) {
        self.folder = folder
        self.manifest = manifest
        self.verifiesDigests = verifiesDigests
    }

    mutating func read(digest: String) throws(GoldenSetError) -> GoldenSet {
        var inputs: [String: NumPyArray] = [:]
        for (name, file) in manifest.inputs.sorted(by: { $0.key < $1.key }) {
            guard let array = array(file) else { continue }
            checkCount(array.shape[0], "rows", file)
            inputs[name] = array
        }
        let classNames = names(manifest.classes, "class")
        let sampleNames = names(manifest.sampleNames, "sample")
        if let sampleNames { checkCount(sampleNames.count, "lines", manifest.sampleNames) }
        let labels = labels(classCount: classNames?.count)
        guard let classNames, let sampleNames, let labels, findings.isEmpty else { throw .invalid(findings) }
        return GoldenSet(
            folder: folder, manifest: manifest, digest: digest, sampleNames: sampleNames, labels: labels,
            classNames: classNames, inputArrays: inputs)
    }

    private mutating func report(
        _ code: String, _ message: String, at location: SourceLocation, hint: String? = nil, cause: String? = nil
    ) {
        findings.append(Diagnostic(code: "golden.\(code)", message, at: location, hint: hint, cause: cause))
    }

    private mutating func checkCount(_ count: Int, _ unit: String, _ file: GoldenSetManifest.DataFile) {
        guard count != manifest.samples else { return }
        report(
            "sample-count", "'\(file.path)' has \(count) \(unit), the manifest says \(manifest.samples) samples",
            at: file.location, hint: "build the golden set again, or correct 'samples'")
    }

    /// Maps a file that lies inside the folder, links followed, and has the manifest's digest.
    private mutating func map(_ file: GoldenSetManifest.DataFile, limit: UInt64 = .max) -> MappedFile? {
        let path = folder + "/" + file.path
        // A link that leads out of the folder would make the set depend on what is not in it.
        if let real = realPath(path), let home = realPath(folder), !real.hasPrefix(home == "/" ? home : home + "/") {
            report("path", "'\(file.path)' is a link that leads out of the golden set's folder", at: file.location)
            return nil
        }
        let mapped: MappedFile
        do {
            mapped = try MappedFile(path: path, limit: limit)
        } catch {
            let finding = error.diagnostics.first
            report(
                "file", finding?.message ?? "cannot read \(path)", at: file.location,
                hint: "build the golden set again; docs/golden-sets.md says how", cause: finding?.cause)
            return nil
        }
        if verifiesDigests {
            let digest = SHA256.hexadecimal(of: mapped.bytes)
            guard digest == file.digest else {
                report(
                    "digest", "'\(file.path)' is not the file that the manifest describes", at: file.location,
                    hint:
                        "build the golden set again; when the data changed on purpose, write its new digest and raise "
                        + "'version'",
                    cause: "its SHA-256 is \(digest), the manifest says \(file.digest)")
                return nil
            }
        }
        return mapped
    }

    private mutating func array(_ file: GoldenSetManifest.DataFile) -> NumPyArray? {
        guard let mapped = map(file) else { return nil }
        do {
            return try NumPyArray(mapped)
        } catch {
            report("array", "'\(file.path)' cannot be used: \(error.message)", at: file.location, hint: error.hint)
            return nil
        }
    }

    private mutating func labels(classCount: Int?) -> [Int32]? {
        let file = manifest.labels
        guard let array = array(file) else { return nil }
        defer { withExtendedLifetime(array) {} }
        guard array.shape.count == 1, array.elementType == .int32 || array.elementType == .int64 else {
            report(
                "labels", "labels must be int32[n] or int64[n], '\(file.path)' has \(array.description)",
                at: file.location)
            return nil
        }
        checkCount(array.shape[0], "labels", file)
        guard let classCount else { return nil }
        let elements = array.bytes
        var labels: [Int32] = []
        labels.reserveCapacity(array.shape[0])
        for index in 0..<array.shape[0] {
            let label =
                array.elementType == .int32
                ? Int64(Int32(littleEndian: elements.loadUnaligned(fromByteOffset: index * 4, as: Int32.self)))
                : Int64(littleEndian: elements.loadUnaligned(fromByteOffset: index * 8, as: Int64.self))
            guard (0..<Int64(classCount)).contains(label), let small = Int32(exactly: label) else {
                report(
                    "labels", "label \(label) of sample \(index) (from 0) in '\(file.path)' is no class index",
                    at: file.location, hint: "there are \(classCount) classes, so labels go from 0 to \(classCount - 1)"
                )
                return nil
            }
            labels.append(small)
        }
        return labels
    }

    /// Lines of a text file: not empty, unique, UTF-8, without control characters (they reach terminals and reports).
    private mutating func names(_ file: GoldenSetManifest.DataFile, _ what: String) -> [String]? {
        guard let mapped = map(file, limit: Self.maximumNameBytes) else { return nil }
        defer { withExtendedLifetime(mapped) {} }
        var lines = mapped.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else {
            report("names", "'\(file.path)' is empty; it holds one \(what) name a line", at: file.location)
            return nil
        }
        var lineOfName: [String: Int] = [:]
        var names: [String] = []
        for (index, bytes) in lines.enumerated() {
            guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty,
                !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else {
                return reportName("is empty, not UTF-8 or has a control character", index, file, what)
            }
            if let first = lineOfName.updateValue(index, forKey: name) {
                return reportName("repeats \(name.quotedForMessage) of line \(first + 1)", index, file, what)
            }
            names.append(name)
        }
        return names
    }

    private mutating func reportName(
        _ problem: String, _ index: Int, _ file: GoldenSetManifest.DataFile, _ what: String
    ) -> [String]? {
        report(
            "names", "the \(what) name \(problem)",
            at: SourceLocation(file: folder + "/" + file.path, line: index + 1, column: 1),
            hint: "write one unique \(what) name a line")
        return nil
    }

    private func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
