import Foundation
import Support
import Testing

/// A real sshd on this machine for one test: own keys, own configuration, a port of its own, no account touched.
final class SSHServer {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static let program = "/usr/sbin/sshd"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: program)
    /// Set where something missing must fail: in CI, after the bootstrap.
    static let isRequired = ProcessInfo.processInfo.environment["PAWL_REQUIRE_SSHD"] != nil

    let port: Int
    private let folder: String
    private let process: ChildProcess

    /// - Parameter folder: an empty folder for its files.
    init(in folder: String) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for key in ["host", "user", "stranger"] {
            try Self.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(key)"])
        }
        try FileManager.default.copyItem(atPath: "\(folder)/user.pub", toPath: "\(folder)/authorized")
        port = try Self.freePort()
        // As root it wants an empty folder to lock its unprivileged half in.
        if geteuid() == 0 {
            try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        try """
        Port \(port)
        ListenAddress 127.0.0.1
        HostKey \(folder)/host
        AuthorizedKeysFile \(folder)/authorized
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        MaxStartups 100
        LogLevel VERBOSE
        Subsystem sftp internal-sftp

        """.write(toFile: "\(folder)/config", atomically: true, encoding: .utf8)
        for (file, key) in [("known", "host"), ("known-wrong", "stranger")] {
            let words = try String(contentsOfFile: "\(folder)/\(key).pub", encoding: .utf8).split(separator: " ")
            try "[127.0.0.1]:\(port) \(words[0]) \(words[1])\n".write(
                toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
        }
        // Not Foundation's Process: what lives long may inherit, from other tests, what tells them that a process ended.
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nothing) }
        process = try ChildProcess.start(
            [Self.program, "-D", "-f", "\(folder)/config", "-E", "\(folder)/log"],
            environment: ["PATH": "/usr/bin:/bin"], input: nothing, output: nothing, error: nothing)
        let deadline = Date().addingTimeInterval(60)
        while !log.contains("Server listening") {
            guard kill(process.processID, 0) == 0, Date() < deadline else {
                throw Failure(description: "sshd does not start: \(log)")
            }
            usleep(5_000)
        }
    }

    deinit {
        for session in sessions {
            kill(session, SIGCONT)
            kill(session, SIGKILL)
        }
        process.kill()
        process.waitUntilEnd()
    }

    /// Options that ssh and scp share.
    func options(knownHosts: String = "known") -> [String] {
        [
            "-F", "none", "-i", "\(folder)/user", "-o", "UserKnownHostsFile=\(folder)/\(knownHosts)", "-o",
            "StrictHostKeyChecking=yes", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes",
        ]
    }

    var host: String { "\(NSUserName())@127.0.0.1" }

    var log: String { (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "" }

    /// The processes that serve connections, the unprivileged halves too.
    var sessions: [Int32] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        var parents: [Int32: Int32] = [:]
        for id in all.compactMap({ Int32($0) }) {
            let status = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
            guard status.contains("(sshd)"), let end = status.lastIndex(of: ")") else { continue }
            parents[id] = Int32(status[end...].split(separator: " ").dropFirst(2).first ?? "")
        }
        var found: Set<Int32> = [process.processID]
        while true {
            let more = parents.filter { found.contains($0.value) && !found.contains($0.key) }.keys
            if more.isEmpty { return found.subtracting([process.processID]).sorted() }
            found.formUnion(more)
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "\(program) failed") }
    }

    private static func freePort() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 ? getsockname(listener, $0, &length) : -1
            }
        }
        guard code == 0 else { throw Failure(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips when there is no sshd, or fails where it is required.
    static var needsSSHServer: Self {
        .enabled(
            if: SSHServer.isInstalled || SSHServer.isRequired,
            "there is no \(SSHServer.program); Debian's package is openssh-server")
    }
}
