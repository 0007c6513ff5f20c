import Foundation
import TestSupport
import Testing

@testable import Support

@Suite("What killed processes left goes, and nothing else", .hangLimit) struct LeftoversTests {
    private static func age(_ path: String, seconds: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: path)
    }

    private static func entries(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test("Old halves of files go; young ones, and what only looks like one, stay") func parts() throws {
        let folder = try TemporaryFolder()
        let id = "0f8fad5b-d9cb-469f-a165-70867728950e"
        let old = [".\(id).part", ".\(id).part-journal", ".\(id).part-wal"]
        let others = [".x.part", "\(id).part", ".\(id).txt", ".\(id).part.bak", "report.part"]
        for name in old + others {
            #expect(FileManager.default.createFile(atPath: folder.file(name), contents: Data([1])))
            try Self.age(folder.file(name), seconds: 7300)
        }
        let young = ".7c9e6679-7425-40de-944b-e07fc1f90ae7.part"
        #expect(FileManager.default.createFile(atPath: folder.file(young), contents: Data([1])))
        Leftovers.removeParts(in: folder.path, olderThan: 7200)
        #expect(try Self.entries(folder.path) == (others + [young]).sorted())
    }

    @Test("Old folders that nobody holds go; held, young and foreign ones stay") func folders() throws {
        let parent = try TemporaryFolder()
        func make(_ name: String, mode: mode_t = 0o1700, age: Double = 90_000) throws {
            #expect(mkdir(parent.file(name), 0o700) == 0)
            #expect(FileManager.default.createFile(atPath: parent.file(name) + "/f", contents: Data([1])))
            #expect(chmod(parent.file(name), mode) == 0)
            try Self.age(parent.file(name), seconds: age)
        }
        try make("pawl-abcdef")
        try make("pawl-held00")
        try make("pawl-models", mode: 0o700)
        try make("pawl-young0", age: 10)
        try make("other-abcdef")
        let hold = try #require(Leftovers.hold(parent.file("pawl-held00")))
        defer { close(hold) }
        Leftovers.removeFolders(in: parent.path, olderThan: 86_400)
        #expect(try Self.entries(parent.path) == ["other-abcdef", "pawl-held00", "pawl-models", "pawl-young0"])
    }

    @Test("A folder in use is held") func held() throws {
        let folder = try TemporaryFolder()
        #expect(Leftovers.hold(folder.path) == nil)
    }
}
