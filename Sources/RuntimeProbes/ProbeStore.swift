import Foundation
import Support

/// What probes found, by the digest of the library: a file each below `.pawl/probes`.
public struct ProbeStore: Sendable {
    /// Beyond these the oldest go.
    static let fileLimit = 500
    static let byteLimit: UInt64 = 256 << 10

    /// A file's content; the revision says whether it is still worth something.
    private struct Entry: Codable {
        var revision: Int
        var report: ProbeReport
    }

    private let folder: String

    /// - Parameter folder: need not exist.
    public init(folder: String) { self.folder = folder }

    /// What was found of a library with these very libraries beside it.
    ///
    /// - Returns: nil where nothing was, or by other probes than today's, and for a file that is damaged.
    public func report(of subject: RuntimeProbe.Subject) -> ProbeReport? {
        guard let path = path(ofDigest: subject.digest), let file = try? MappedFile(path: path, limit: Self.byteLimit),
            let entry = withExtendedLifetime(
                file, { try? JSONDecoder().decode(Entry.self, from: Data(file.bytes)) }),
            entry.revision == RuntimeProbe.revision, entry.report.name == subject.name,
            entry.report.digest == subject.digest, entry.report.companions == subject.companions,
            // What a library that says no version was taken for decided how it was called.
            subject.version.isEmpty || entry.report.version == subject.version
        else { return nil }
        return entry.report
    }

    /// Keeps a report, unless it may be the machine's doing: what hung or ran out of memory may not do so again.
    ///
    /// - Throws: `FileError.unwritable`.
    public func keep(_ report: ProbeReport) throws(FileError) {
        guard let path = path(ofDigest: report.digest), !report.findings.contains(where: { $0.outcome == .hung }) else {
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Texts, numbers and lists of them: encoding cannot fail.
        guard let data = try? encoder.encode(Entry(revision: RuntimeProbe.revision, report: report)),
            data.count <= Self.byteLimit
        else { return }
        try AtomicFile.write(data, to: path)
        removeOldest()
    }

    private func path(ofDigest digest: String) -> String? {
        let isDigest = digest.utf8.count == 64 && digest.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase }
        return isDigest ? "\(folder)/\(digest).json" : nil
    }

    private func removeOldest() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let paths = names.filter { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
        guard paths.count > Self.fileLimit else { return }
        let ages = paths.map { path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return (path: path, date: attributes?[.modificationDate] as? Date ?? .distantPast)
        }
        for (path, _) in ages.sorted(by: { $0.date < $1.date }).prefix(paths.count - Self.fileLimit) { unlink(path) }
    }
}
