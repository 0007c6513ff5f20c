import Foundation
import Support
import TestSupport
import Testing

@testable import Harness

@Suite(.hangLimit) struct GitTests {
    private static let hasGit: Bool =
        (try? BoundedCommand(["git", "--version"], environment: path, timeoutSeconds: 10).output()) != nil
    private static let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]

    private func git(_ arguments: String..., in tree: FixtureTree) throws {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        _ = try BoundedCommand(
            ["git", "-C", tree.path] + identity + arguments, environment: Self.path.merging(["HOME": tree.path]) { $1 },
            timeoutSeconds: 20
        ).output()
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func aCheckoutHasACommitAndIsDirtyWhenATrackedFileChanged()
        throws
    {
        let tree = try FixtureTree(["/a.txt": "one"])
        try git("init", "-q", in: tree)
        #expect(throws: ProcessError.self) { try GitCheckout.inspect(folder: tree.path) }
        try git("add", "a.txt", in: tree)
        try git("commit", "-q", "-m", "first", in: tree)
        let clean = try GitCheckout.inspect(folder: tree.path, timeoutSeconds: 20)
        #expect(clean.commit.count == 40)
        #expect(!clean.isDirty)

        try tree.add("/untracked.txt", Data("x".utf8))
        #expect(try GitCheckout.inspect(folder: tree.path, timeoutSeconds: 20) == clean)
        try tree.add("/a.txt", Data("two".utf8))
        #expect(try GitCheckout.inspect(folder: tree.path, timeoutSeconds: 20).isDirty)
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func theRemoteIsReadAsItIsConfigured() throws {
        let tree = try FixtureTree(["/a.txt": "one"])
        #expect(HostEnvironment.gitRemote(folder: tree.path) == nil)
        try git("init", "-q", in: tree)
        #expect(HostEnvironment.gitRemote(folder: tree.path) == nil)
        try git("remote", "add", "origin", "https://me:token@example.org/o/n.git", in: tree)
        // Another address to fetch from is nobody's page.
        try git("config", "url.ssh://internal/.insteadOf", "https://me:token@example.org/", in: tree)
        #expect(HostEnvironment.gitRemote(folder: tree.path) == "https://me:token@example.org/o/n.git")
        #expect(HostEnvironment.gitRemote(folder: tree.path + "/nowhere") == nil)
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func aRepositoryCannotMakeUsStartItsPrograms() throws {
        let tree = try FixtureTree(["/a.txt": "one"])
        try git("init", "-q", in: tree)
        try git("add", "a.txt", in: tree)
        try git("commit", "-q", "-m", "first", in: tree)
        try tree.add("/hook", Data("#!/bin/sh\ntouch '\(tree.path)/started'\n".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tree.path + "/hook")
        try git("config", "core.fsmonitor", tree.path + "/hook", in: tree)
        _ = try GitCheckout.inspect(folder: tree.path, timeoutSeconds: 20)
        #expect(!FileManager.default.fileExists(atPath: tree.path + "/started"))
    }

    @Test func aFolderThatIsNoCheckoutSaysWhy() {
        let failure = #expect(throws: ProcessError.self) {
            try GitCheckout.inspect(folder: "/nonexistent-\u{1F9BE}")
        }
        #expect(failure?.reason.hasPrefix("git") == true)
    }
}
