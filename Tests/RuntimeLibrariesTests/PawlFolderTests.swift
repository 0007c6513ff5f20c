import Foundation
import Support
import TestSupport
import Testing

@testable import RuntimeLibraries

@Suite("The .pawl folder", .hangLimit)
struct PawlFolderTests {
    let checkout: TemporaryFolder

    init() throws {
        checkout = try TemporaryFolder()
    }

    @Test("is the nearest one upward")
    func isNearest() throws {
        try AtomicFile.makeFolder(checkout.file(".pawl"))
        try AtomicFile.makeFolder(checkout.file("a/.pawl"))
        try AtomicFile.makeFolder(checkout.file("a/b/c"))
        #expect(find(from: "a/b/c").path == checkout.file("a/.pawl"))
        #expect(find(from: "").path == checkout.file(".pawl"))
    }

    @Test("is where the search began when there is none, and a file of that name is none")
    func isWhereTheSearchBegan() throws {
        try AtomicFile.makeFolder(checkout.file("a"))
        try AtomicFile.write("", to: checkout.file(".pawl"))
        #expect(find(from: "a").path == checkout.file("a/.pawl"))
    }

    @Test("is PAWL_HOME where that is set")
    func isPawlHome() {
        let folder = PawlFolder.find(startingAt: checkout.path, environment: ["PAWL_HOME": "/somewhere/.pawl/"])
        #expect(folder.path == "/somewhere/.pawl")
        #expect(folder.runtimes == "/somewhere/.pawl/runtimes")
    }

    @Test("has a cache beside it that follows the XDG specification")
    func findsTheCache() {
        #expect(DownloadCache.ofUser(environment: ["XDG_CACHE_HOME": "/c", "HOME": "/h"]).path == "/c/pawl")
        #expect(DownloadCache.ofUser(environment: ["XDG_CACHE_HOME": "rel", "HOME": "/h"]).path == "/h/.cache/pawl")
        #expect(DownloadCache.ofUser(environment: ["HOME": "/h"]).path == "/h/.cache/pawl")
    }

    private func find(from folder: String) -> PawlFolder {
        PawlFolder.find(startingAt: checkout.file(folder), environment: [:])
    }
}
