import Foundation
import Records
import Support
import Trends

extension SiteWriter {
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }

    /// Writes the page unless the file was made from the same.
    func put(_ page: HTMLPage, to name: String, source: String, _ result: inout Result) throws {
        guard existingSource(of: name) != source else {
            result.unchanged += 1
            return
        }
        var page = page
        page.source = source
        try save(page, to: name, &result)
    }

    func save(_ page: HTMLPage, to name: String, _ result: inout Result) throws {
        do {
            try AtomicFile.write(page.html, to: path(name))
        } catch {
            throw ReportError.file(error)
        }
        result.written += 1
    }

    /// Of everything that a page is made from, with the version that made it.
    func digest(_ parts: [String]) -> String {
        SHA256.hexadecimal(of: ([pawlVersion] + parts).map { "\($0.utf8.count):\($0)" }.joined())
    }

    /// What a page of ours says that it was made from; nil when there is none, or it is not ours.
    func existingSource(of name: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path(name)) else { return nil }
        defer { try? file.close() }
        guard let start = try? file.read(upToCount: 2048) else { return nil }
        let head = String(decoding: start, as: UTF8.self)
        guard head.contains("<meta name=\"generator\" content=\"\(HTMLPage.generator)\">") else { return nil }
        return head.firstMatch(of: #/<meta name="pawl-source" content="([0-9a-f]{64})">/#).map { String($0.output.1) }
    }

    /// Removes pages of ours that nothing leads to any more: of runs that were pruned, of cells that are gone.
    func remove(except used: Set<String>) -> Int {
        var removed = 0
        for place in ["", SitePath.runFolder, SitePath.trendFolder] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path(place))) ?? []
            for name in names where name.hasSuffix(".html") {
                let page = place.isEmpty ? name : "\(place)/\(name)"
                guard !used.contains(page), existingSource(of: page) != nil, unlink(path(page)) == 0 else { continue }
                removed += 1
            }
        }
        return removed
    }
}

/// A series as text that is the same exactly when all that a chart shows of it is.
enum SeriesDigest {
    static func text(_ series: TrendSeries) -> String {
        var bytes = Data(capacity: series.points.count * 16)
        for point in series.points {
            withUnsafeBytes(of: point.startedAt.timeIntervalSinceReferenceDate.bitPattern) {
                bytes.append(contentsOf: $0)
            }
            withUnsafeBytes(of: point.value.bitPattern) { bytes.append(contentsOf: $0) }
        }
        return bytes.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
            + "\(series.levels)\(series.changes)\(series.events)"
    }
}
