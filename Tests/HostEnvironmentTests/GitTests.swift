import Foundation
import Testing

@testable import HostEnvironment

@Suite struct GitTests {
    private static let hasGit: Bool =
        (try? BoundedCommand.run(["git", "--version"], environment: path, timeoutSeconds: 10)) != nil
    private static let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]

    private func git(_ arguments: String..., in tree: FixtureTree) throws {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        _ = try BoundedCommand.run(
            ["git", "-C", tree.path] + identity + arguments, environment: Self.path.merging(["HOME": tree.path]) { $1 },
            timeoutSeconds: 20)
    }

    @Test(.enabled(if: hasGit, "git is not installed")) func aCheckoutHasACommitAndIsDirtyWhenATrackedFileChanged()
        throws
    {
        let tree = try FixtureTree(["/a.txt": "one"])
        try git("init", "-q", in: tree)
        #expect(throws: BoundedCommand.Failure.self) { try GitCheckout.inspect(folder: tree.path) }
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
        let failure = #expect(throws: BoundedCommand.Failure.self) {
            try GitCheckout.inspect(folder: "/nonexistent-\u{1F9BE}")
        }
        #expect(failure?.reason.hasPrefix("git") == true)
    }

    @Test func aProgramThatIsNotThereSaysSo() {
        let failure = #expect(throws: BoundedCommand.Failure.self) {
            try BoundedCommand.run(["pawl-no-such-program"], environment: [:], timeoutSeconds: 5)
        }
        #expect(failure?.reason == "pawl-no-such-program: No such file or directory")
    }

    @Test func argumentsReachTheProgramAsTheyAre() throws {
        let odd = "$(touch x); 'a' \"b\" \\ \n*"
        #expect(try BoundedCommand.run(["printf", "%s", odd], environment: Self.path, timeoutSeconds: 20) == odd)
    }

    @Test func endlessOutputIsCutAndAHangingProgramIsKilledWithItsChildren() {
        let failure = #expect(throws: BoundedCommand.Failure.self) {
            try BoundedCommand.run(
                ["sh", "-c", "yes & sleep 1000"], environment: Self.path, timeoutSeconds: 0.2, limitBytes: 100)
        }
        #expect(failure?.reason == "sh took longer than 0.2 s")
    }

    @Test func theLastWordsOfAFailureAreKept() {
        let failure = #expect(throws: BoundedCommand.Failure.self) {
            try BoundedCommand.run(
                ["sh", "-c", "echo because >&2; exit 3"], environment: Self.path, timeoutSeconds: 20)
        }
        #expect(failure?.reason == "sh failed: because")
    }

    @Test func outputIsCutAtTheLimit() throws {
        let output = try BoundedCommand.run(
            ["sh", "-c", "printf 0123456789"], environment: Self.path, timeoutSeconds: 20, limitBytes: 4)
        #expect(output == "0123")
    }
}
