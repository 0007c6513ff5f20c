import Foundation
import TestSupport
import Testing

@testable import Support

@Suite("Mapped files give their memory back", .hangLimit) struct GivenBackMemoryTests {
    /// Bytes of a mapping that are in memory (`Rss` in /proc/self/smaps).
    private func residentBytes(of file: MappedFile) throws -> Int {
        let start = String(UInt(bitPattern: file.bytes.baseAddress), radix: 16)
        // Its size is told as 0, and Foundation's other readers stop after the first page.
        let handle = try #require(FileHandle(forReadingAtPath: "/proc/self/smaps"))
        let maps = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self).split(separator: "\n")
        let header = try #require(maps.firstIndex { $0.drop { $0 == "0" }.hasPrefix("\(start)-") })
        let line = try #require(maps[header...].first { $0.hasPrefix("Rss:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) * 1024
    }

    private func patternFile(bytes: Int) throws -> (folder: TemporaryFolder, file: MappedFile) {
        let folder = try TemporaryFolder()
        let data = (0..<(bytes / 8)).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }.withUnsafeBytes { Data($0) }
        try data.write(to: URL(fileURLWithPath: folder.file("data")))
        return (folder, try MappedFile(path: folder.file("data")))
    }

    @Test("What is given back is read again, the same") func sameBytes() throws {
        let (folder, file) = try patternFile(bytes: 1 << 20)
        let before = SHA256.hexadecimal(of: file.bytes)
        #expect(try residentBytes(of: file) == 1 << 20)
        file.releasePages(5000..<900_001)
        // Whole pages only: 8192 up to 897,024.
        #expect(try residentBytes(of: file) == (1 << 20) - (897_024 - 8192))
        #expect(SHA256.hexadecimal(of: file.bytes) == before)
        for odd in [-5..<10, 0..<0, 4_000_000..<5_000_000, 100..<200] { file.releasePages(odd) }
        file.releasePages(0..<file.bytes.count)
        #expect(try residentBytes(of: file) == 0)
        #expect(SHA256.hexadecimal(of: file.bytes) == before)
        withExtendedLifetime(folder) {}
    }

    @Test(
        "A file beyond a stretch has the digest it always had, and leaves nothing in memory",
        arguments: [0, 8, 4104])
    func digest(beyond: Int) throws {
        let (folder, file) = try patternFile(bytes: 2 * SHA256.chunkBytes + beyond)
        let whole = SHA256.hexadecimal(of: file.bytes)
        #expect(SHA256.hexadecimal(of: file) == whole)
        #expect(try residentBytes(of: file) == 0)
        #expect(try SHA256.hexadecimal(ofFile: folder.file("data")) == whole)
    }
}
