import CSystem
import Foundation

/// Runs a program by its argument list, with a limit on its time and on its output.
enum BoundedCommand {
    struct Failure: Error {
        var reason: String
    }

    /// Returns what the program wrote to standard output, at most `limitBytes` of it; the rest is thrown away.
    ///
    /// - Throws: `Failure` when it cannot be started, runs longer than `timeoutSeconds` (it is then killed with its
    ///   children), or exits with another status than 0; the reason ends with its last words.
    static func run(
        _ arguments: [String], environment: [String: String], timeoutSeconds: Double, limitBytes: Int = 1 << 16
    ) throws(Failure) -> String {
        let program = arguments[0]
        guard let output = PrivatePipe(), let errors = PrivatePipe() else {
            throw Failure(reason: "no pipe for \(program)")
        }
        let child = try spawn(
            arguments, environment: environment, output: output.writeEnd, errors: errors.writeEnd)
        output.closeWriteEnd()
        errors.closeWriteEnd()

        let deadline = pawl_monotonic_raw_nanoseconds() + UInt64(timeoutSeconds * 1e9)
        var collected: [Int32: [UInt8]] = [output.readEnd: [], errors.readEnd: []]
        var open = [output.readEnd, errors.readEnd]
        var isLate = false
        while !open.isEmpty, !isLate {
            let now = pawl_monotonic_raw_nanoseconds()
            guard now < deadline else {
                isLate = true
                break
            }
            var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let wait = Int32(clamping: (deadline - now) / 1_000_000 + 1)
            guard poll(&polled, nfds_t(polled.count), wait) >= 0 || errno == EINTR else { break }
            for entry in polled where entry.revents != 0 {
                var chunk = [UInt8](repeating: 0, count: 1 << 14)
                let count = read(entry.fd, &chunk, chunk.count)
                if count < 0, errno == EINTR { continue }
                if count <= 0 {
                    open.removeAll { $0 == entry.fd }
                } else {
                    let room = limitBytes - collected[entry.fd, default: []].count
                    collected[entry.fd, default: []] += chunk.prefix(min(count, max(0, room)))
                }
            }
        }
        let status = wait(for: child, until: deadline, isLate: &isLate)
        guard !isLate else { throw Failure(reason: "\(program) took longer than \(timeoutSeconds) s") }
        guard status == 0 else {
            let words =
                String(decoding: collected[errors.readEnd, default: []].prefix(300), as: UTF8.self)
                .split(separator: "\n").first.map { ": \($0)" } ?? ""
            throw Failure(reason: "\(program) failed\(words)")
        }
        return String(decoding: collected[output.readEnd, default: []], as: UTF8.self)
    }

    /// Reaps the child, killing its process group when time is up.
    private static func wait(for child: pid_t, until deadline: UInt64, isLate: inout Bool) -> Int32 {
        var status: Int32 = 0
        while true {
            if isLate { kill(-child, SIGKILL) }
            let reaped = waitpid(child, &status, isLate ? 0 : WNOHANG)
            if reaped == child { return status }
            if reaped < 0, errno != EINTR { return -1 }
            if pawl_monotonic_raw_nanoseconds() >= deadline { isLate = true } else { usleep(1_000) }
        }
    }

    private static func spawn(
        _ arguments: [String], environment: [String: String], output: Int32, errors: Int32
    ) throws(Failure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own, so that its children can be killed with it.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)

        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, arguments[0], &actions, &attributes, &words, &variables)
        guard code == 0 else { throw Failure(reason: "\(arguments[0]): \(SystemMessage.text(code))") }
        return child
    }

    /// A pipe that closes with the object and that other programs do not inherit.
    private final class PrivatePipe {
        let readEnd: Int32
        let writeEnd: Int32
        private var writeEndIsOpen = true

        init?() {
            var ends: [Int32] = [-1, -1]
            guard pawl_open_private_pipe(&ends) == 0 else { return nil }
            (readEnd, writeEnd) = (ends[0], ends[1])
        }

        func closeWriteEnd() {
            if writeEndIsOpen { close(writeEnd) }
            writeEndIsOpen = false
        }

        deinit {
            closeWriteEnd()
            close(readEnd)
        }
    }
}
