import Files
import Foundation

/// Runs a program to its end, by path and argument list: no shell reads what it is given.
enum ChildProcess {
    struct Outcome {
        /// 0 for success; 128 + n when signal n ended it.
        var exitCode: Int32
        /// The end of what it wrote to standard output and standard error together.
        var output: String

        var succeeded: Bool { exitCode == 0 }
    }

    private static let outputLimit = 16 << 10

    /// - Throws: `RuntimeLibraryError.processFailed` when it cannot be started.
    static func run(
        _ path: String, _ arguments: [String], environment: [String: String]
    ) throws(RuntimeLibraryError) -> Outcome {
        let folder: TemporaryFolder
        do {
            folder = try TemporaryFolder()
        } catch {
            throw .file(error)
        }
        let outputPath = folder.file("output")

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)

        var child: pid_t = 0
        let code = withCStrings([path] + arguments) { argumentVector in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environmentVector in
                posix_spawn(&child, path, &actions, nil, argumentVector, environmentVector)
            }
        }
        guard code == 0 else { throw .processFailed(path: path, reason: String(cString: strerror(code))) }

        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1 {
            guard errno == EINTR else {
                throw .processFailed(path: path, reason: String(cString: strerror(errno)))
            }
        }
        let signal = status & 0x7F
        let exitCode = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
        return Outcome(exitCode: exitCode, output: tail(of: outputPath))
    }

    private static func tail(of path: String) -> String {
        guard let file = try? MappedFile(path: path) else { return "" }
        return withExtendedLifetime(file) {
            let end = UnsafeRawBufferPointer(rebasing: file.bytes.suffix(outputLimit))
            return String(decoding: end, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
