import Foundation
import Support

/// The commit of a checkout and whether tracked files differ from it, as `git` says.
struct GitCheckout: Equatable {
    var commit: String
    var isDirty: Bool

    /// - Throws: `ProcessError` with the reason for the record: no git, no repository, no commit, too slow.
    static func inspect(folder: String, timeoutSeconds: Double = 3) throws(ProcessError) -> GitCheckout {
        let environment = environment, git = command(folder)
        let commit = try BoundedCommand(
            git + ["rev-parse", "--verify", "HEAD"], environment: environment, timeoutSeconds: timeoutSeconds
        ).output().trimmingCharacters(in: .whitespacesAndNewlines)
        guard (40...64).contains(commit.count), commit.allSatisfy(\.isHexDigit) else {
            throw .failed(program: "git", lastWords: "it named no commit")
        }
        let changes = try BoundedCommand(
            git + ["status", "--porcelain", "--untracked-files=no", "--ignore-submodules=all"],
            environment: environment, timeoutSeconds: timeoutSeconds
        ).output()
        return GitCheckout(commit: commit, isDirty: !changes.isEmpty)
    }

    /// The address of the remote `origin` as it is configured, whoever wrote it, with whatever credentials stand in it.
    static func remote(folder: String, timeoutSeconds: Double = 3) throws(ProcessError) -> String {
        try BoundedCommand(
            command(folder) + ["config", "--get", "remote.origin.url"], environment: environment,
            timeoutSeconds: timeoutSeconds
        ).output().trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func command(_ folder: String) -> [String] { ["git", "-C", folder, "-c", "core.fsmonitor=false"] }

    /// Inherited GIT_ variables (in a hook, say) would point elsewhere; a repository's own configuration must not start programs or
    /// wait for a password; reading must not take git's locks.
    private static var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
        environment["GIT_OPTIONAL_LOCKS"] = "0"
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["LC_ALL"] = "C"
        return environment
    }
}
