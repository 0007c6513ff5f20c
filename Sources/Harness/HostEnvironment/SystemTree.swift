import Support
import Diagnostics
import Foundation
import Records

/// Reads the small text files by which Linux describes a machine, below a root that tests can choose.
struct SystemTree: Sendable {
    /// Why a file gave no text; the words stand in the record.
    struct Unreadable: Error {
        var reason: String
    }

    /// Largest file that is read whole: /proc/cpuinfo of a machine with hundreds of cores.
    static let limitBytes = 4 << 20

    /// Without a slash at the end; empty for the machine itself.
    private let root: String

    init(root: String) {
        self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
    }

    var isThisMachine: Bool { root.isEmpty }

    /// The file's text without surrounding white space, at most `limitBytes` of it. Bytes that are no UTF-8 are replaced.
    ///
    /// - Parameter path: Absolute, below the root.
    func text(_ path: String) throws(Unreadable) -> String {
        // Non-blocking: opening a pipe that someone put there must not hang.
        let descriptor = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Unreadable(reason: "\(path): \(SystemMessage.text())") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Unreadable(reason: "\(path): not a regular file")
        }
        // The files of /proc say that they have 0 bytes, so read until there is no more.
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < Self.limitBytes {
            let count = SystemCall.retryingInterrupts { read(descriptor, &chunk, chunk.count) }
            guard count >= 0 else { throw Unreadable(reason: "\(path): \(SystemMessage.text())") }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        // Device-tree texts end in a zero byte.
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines.union(CharacterSet(charactersIn: "\0")))
    }

    /// A file that holds one finite number.
    func number(_ path: String) throws(Unreadable) -> Double {
        let text = try text(path)
        guard let number = Double(text), number.isFinite else {
            throw Unreadable(reason: "\(path): '\(text.prefix(40))' is no number")
        }
        return number
    }

    func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// Names in a folder, sorted as people count (`cpu2` before `cpu10`); empty when it cannot be read.
    func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []
        return names.sorted { ($0.count, $0) < ($1.count, $1) }
    }

}

/// Collects facts of one group; a fact that cannot be had is collected with the reason.
struct FactList {
    let group: String
    private(set) var facts: [EnvironmentRecord.Fact] = []

    init(_ group: String) {
        self.group = group
    }

    mutating func text(_ key: String, _ value: () throws(SystemTree.Unreadable) -> String) {
        add(key) { () throws(SystemTree.Unreadable) in
            let text = try value()
            guard !text.isEmpty else { throw SystemTree.Unreadable(reason: "empty") }
            return .text(text)
        }
    }

    mutating func number(_ key: String, unit: String, _ value: () throws(SystemTree.Unreadable) -> Double) {
        add(key) { () throws(SystemTree.Unreadable) in .number(try value(), unit: unit) }
    }

    mutating func unavailable(_ key: String, _ reason: String) {
        add(key) { () throws(SystemTree.Unreadable) in throw SystemTree.Unreadable(reason: reason) }
    }

    private mutating func add(_ key: String, _ value: () throws(SystemTree.Unreadable) -> EnvironmentRecord.Value) {
        let found: EnvironmentRecord.Value
        do {
            found = try value()
        } catch {
            found = .unavailable(reason: error.reason)
        }
        facts.append(EnvironmentRecord.Fact(group: group, key: key, value: found))
    }
}
