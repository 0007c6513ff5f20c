import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Support

@Suite("Zip archives, member by member and within bounds", .hangLimit)
struct ZipArchiveTests {
    private let folder: TemporaryFolder
    private static let limits = ZipArchive.Limits(members: 3, memberBytes: 1000)
    /// 100,000 zero bytes in 114.
    private static let bomb: Data = {
        var packed = Data([0xED, 0xC1, 0x31, 0x01, 0, 0, 0, 0xC2, 0xA0, 0xF5, 0x4F, 0x6D, 0x0D, 0x0F, 0xA0])
        packed.append(Data(repeating: 0, count: 96))
        packed.append(contentsOf: [0x80, 0x57, 0x03])
        return packed
    }()

    init() throws { folder = try TemporaryFolder(prefix: "pawl-archive-test") }

    private func read(_ data: Data, limits: ZipArchive.Limits = limits) throws -> [String: [UInt8]] {
        try AtomicFile.write(data, to: folder.file("a.zip"))
        let archive = try ZipArchive(path: folder.file("a.zip"), limits: limits)
        var contents: [String: [UInt8]] = [:]
        while let name = try archive.nextMember() { contents[name] = try archive.contents() }
        return contents
    }

    private func error(of data: Data, limits: ZipArchive.Limits = limits) -> String? {
        do {
            _ = try read(data, limits: limits)
            return nil
        } catch { return (error as? ArchiveError)?.diagnostics.first?.code ?? "\(error)" }
    }

    @Test("Stored and deflated members come out as they went in")
    func members() throws {
        let zeros = Data(repeating: 0, count: 100_000)
        let data = ZipFile.data([
            .stored("a.npy", Data([1, 2, 3])), .deflated("deep/b.npy", Self.bomb, of: zeros), .stored("empty", Data()),
        ])
        let contents = try read(data, limits: .init(members: 3, memberBytes: 100_000))
        #expect(contents == ["a.npy": [1, 2, 3], "deep/b.npy": [UInt8](zeros), "empty": []])
    }

    @Test("Names outside ASCII come out as they went in, with the archive's word that they are UTF-8 or without")
    func names() throws {
        let names = ["画像.npy", "größe.npy", "entrée.npy"]
        let members = names.enumerated().map { ZipFile.Member.stored($1, Data([UInt8($0)])) }
        for saysUTF8 in [false, true] {
            let contents = try read(ZipFile.data(members, saysUTF8: saysUTF8))
            #expect(contents == ["画像.npy": [0], "größe.npy": [1], "entrée.npy": [2]], "\(saysUTF8)")
        }
    }

    @Test("A member that states more than is allowed is refused, and one that lies about it as well")
    func bombs() {
        let zeros = Data(repeating: 0, count: 100_000)
        #expect(error(of: ZipFile.data([.deflated("a", Self.bomb, of: zeros)])) == "archive.too-large")
        let lying = error(of: ZipFile.data([.deflated("a", Self.bomb, of: zeros, stating: 10)]))
        #expect(lying == "archive.too-large" || lying == "archive.damaged", "\(lying ?? "nothing")")
    }

    @Test("More members than allowed are refused")
    func tooMany() {
        let members = (0..<4).map { ZipFile.Member.stored("m\($0)", Data([0])) }
        #expect(error(of: ZipFile.data(members)) == "archive.too-many-members")
    }

    @Test("What is no archive, and what was cut anywhere, is an error and never a crash")
    func damaged() {
        #expect(error(of: Data("hello".utf8)) == "archive.unreadable")
        #expect(error(of: Data()) == "archive.unreadable")
        let whole = ZipFile.data([.stored("a.npy", Data(0..<200)), .stored("b.npy", Data(0..<100))])
        for length in stride(from: 1, to: whole.count, by: 7) {
            #expect(error(of: whole.prefix(length)) != nil, "cut to \(length) of \(whole.count) bytes")
        }
    }

    @Test("A member whose bytes were changed is found by its checksum")
    func changed() throws {
        var data = ZipFile.data([.stored("a.npy", Data(repeating: 7, count: 100))])
        let place = try #require(data.firstIndex(of: 7))
        data[place] = 8
        #expect(error(of: data) == "archive.damaged")
    }

    @Test("A file that is not there says so")
    func missing() {
        #expect(throws: ArchiveError.self) {
            try ZipArchive(path: folder.file("nothing.npz"), limits: Self.limits)
        }
    }
}
