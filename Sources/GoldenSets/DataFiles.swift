import Diagnostics
import Foundation
import Support

/// Opens the data files of a golden set, each inside the folder and with the manifest's digest, and collects what is wrong.
struct DataFiles {
    typealias DataFile = GoldenSetManifest.DataFile

    private let folder: String
    private let verifiesDigests: Bool
    private(set) var findings: [Diagnostic] = []

    /// Names, classes and texts are read into memory.
    private static let maximumTextBytes: UInt64 = 256 << 20

    init(folder: String, verifiesDigests: Bool) {
        self.folder = folder
        self.verifiesDigests = verifiesDigests
    }

    mutating func report(
        _ code: String, _ message: String, at location: SourceLocation, hint: String? = nil, cause: String? = nil
    ) {
        findings.append(Diagnostic(code: "golden.\(code)", message, at: location, hint: hint, cause: cause))
    }

    mutating func array(_ file: DataFile) -> NumPyArray? {
        guard let mapped = map(file) else { return nil }
        do {
            return try NumPyArray(mapped)
        } catch {
            reportArray(file, error)
            return nil
        }
    }

    mutating func reportArray(_ file: DataFile, _ error: NumPyFormatError) {
        report("array", "'\(file.path)' cannot be used: \(error.message)", at: file.location, hint: error.hint)
    }

    /// Lines of a text file: not empty, unique, UTF-8, without control characters (they reach terminals and reports).
    mutating func names(_ file: DataFile, _ what: String) -> [String]? {
        guard let names = lines(file, "\(what) name", mayBeEmpty: false) else { return nil }
        guard !names.isEmpty else {
            report("names", "'\(file.path)' is empty; it holds one \(what) name a line", at: file.location)
            return nil
        }
        var lineOfName: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            if let first = lineOfName.updateValue(index, forKey: name) {
                reportLine("\(what) name", "repeats \(name.quotedForMessage) of line \(first + 1)", index, file)
                return nil
            }
        }
        return names
    }

    /// Lines of a text file: UTF-8, without control characters.
    mutating func lines(_ file: DataFile, _ what: String, mayBeEmpty: Bool) -> [String]? {
        guard let mapped = map(file, limit: Self.maximumTextBytes) else { return nil }
        defer { withExtendedLifetime(mapped) {} }
        var lines = mapped.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        var texts: [String] = []
        texts.reserveCapacity(lines.count)
        for (index, bytes) in lines.enumerated() {
            guard let text = String(validating: bytes, as: UTF8.self), mayBeEmpty || !text.isEmpty,
                !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else {
                let problem = mayBeEmpty ? "is not UTF-8 or has" : "is empty, not UTF-8 or has"
                reportLine(what, "\(problem) a control character", index, file)
                return nil
            }
            texts.append(text)
        }
        return texts
    }

    private mutating func reportLine(_ what: String, _ problem: String, _ index: Int, _ file: DataFile) {
        report(
            "names", "the \(what) \(problem)",
            at: SourceLocation(file: folder + "/" + file.path, line: index + 1, column: 1),
            hint: what.hasSuffix("name") ? "write one unique \(what) a line" : "write one \(what) a line")
    }

    /// Maps a file that lies inside the folder, links followed, and has the manifest's digest.
    private mutating func map(_ file: DataFile, limit: UInt64 = .max) -> MappedFile? {
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
            var finding = error.diagnostics[0]
            finding.code = "golden.file"
            finding.location = file.location
            if finding.blame == .input { finding.hint = "build the golden set again; docs/golden-sets.md says how" }
            findings.append(finding)
            return nil
        }
        if verifiesDigests {
            let digest = SHA256.hexadecimal(of: mapped)
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

    private func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
