import Diagnostics
import Foundation
import Support

/// What a wheel says of itself: its files by digest, and its metadata.
struct WheelContents: Sendable {
    /// Where its list of files lies in it.
    let listPath: String
    let list: LockedFile
    /// What the list names, without lines that no installation could use.
    let files: [LockedFile]
    let metadata: WheelMetadata

    /// A wheel of a runtime with everything for every processor has a gigabyte, and ten thousand files.
    private static let limits = ZipArchive.Limits(members: 200_000, memberBytes: 1 << 34)

    /// Reads the list and the metadata of a wheel whose digest was checked.
    ///
    /// - Throws: `RuntimeLibraryError.unpackFailed` for what is no wheel.
    init(wheel path: String, named name: String) throws(RuntimeLibraryError) {
        var names: Set<String> = []
        var texts: [String: (path: String, content: [UInt8])] = [:]
        do throws(ArchiveError) {
            let archive = try ZipArchive(path: path, limits: Self.limits)
            while let member = try archive.nextMember() {
                names.insert(member)
                let parts = member.split(separator: "/")
                guard parts.count == 2, parts[0].hasSuffix(".dist-info"), ["RECORD", "METADATA"].contains(parts[1])
                else {
                    continue
                }
                texts[String(parts[1])] = (member, try archive.contents())
            }
        } catch {
            throw .unpackFailed(file: name, reason: error.description)
        }
        guard let record = texts["RECORD"] else {
            throw .unpackFailed(file: name, reason: "it has no list of its files (RECORD)")
        }
        listPath = record.path
        list = LockedFile(
            path: record.path, bytes: UInt64(record.content.count),
            sha256: record.content.withUnsafeBytes { SHA256.hexadecimal(of: $0) })
        files = WheelContentList.usableFiles(of: String(decoding: record.content, as: UTF8.self), listPath: record.path)
            .filter { names.contains($0.path) }
        metadata = WheelMetadata(String(decoding: texts["METADATA"]?.content ?? [], as: UTF8.self))
    }
}

/// What a package needs, as its metadata has it.
///
/// Source: the core metadata of Python packages, "Requires-Dist", whose values are those of PEP 508.
struct WheelMetadata: Sendable, Hashable {
    private let lines: [Substring]

    init(_ text: String) {
        // A description follows the first empty line.
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix { !$0.isEmpty }.map(
            \.self)
    }

    /// Which versions of a package it runs with; nil where it says nothing that holds on every machine.
    func versions(of package: String) -> VersionSpecifier? {
        let wanted = WheelName.normalized(package)
        let clauses = lines.compactMap { line -> String? in
            let prefix = "Requires-Dist:"
            // What stands behind a semicolon holds on some machines, or for what nobody here asks for.
            guard line.hasPrefix(prefix), !line.contains(";") else { return nil }
            let value = line.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces)
            let name = value.prefix { !" [(<>=!~".contains($0) }
            guard WheelName.normalized(String(name)) == wanted else { return nil }
            var rest = String(value[name.endIndex...]).filter { !"() ".contains($0) }
            if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") { rest.removeSubrange(...end) }
            return rest.isEmpty ? nil : rest
        }
        return clauses.isEmpty ? nil : VersionSpecifier(clauses.joined(separator: ","))
    }
}
