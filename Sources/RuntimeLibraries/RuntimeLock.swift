import Foundation
import Support

/// What `pawl.lock` holds: the packages of those runtimes that a project chose itself, each by digest.
public struct RuntimeLock: Sendable, Hashable {
    /// One version of a runtime.
    public struct Entry: Sendable, Hashable {
        public var name: String
        public var version: String
        /// Of its own package, one for every processor that the index has one for; by their names.
        public var wheels: [IndexedWheel]
        /// What it runs with.
        public var needs: [Need]

        var requirement: RuntimeRequirement { RuntimeRequirement(unchecked: name, version) }
    }

    /// A package that a runtime runs with.
    public struct Need: Sendable, Hashable {
        public var package: String
        public var version: String
        public var wheels: [IndexedWheel]
    }

    /// By name, then version.
    public private(set) var entries: [Entry]

    init(entries: [Entry] = []) {
        self.entries = []
        for entry in entries { insert(entry) }
    }

    public func entry(for requirement: RuntimeRequirement) -> Entry? {
        entries.first { $0.requirement == requirement }
    }

    /// Puts an entry in its place, or in that of another of the same version.
    mutating func insert(_ entry: Entry) {
        entries.removeAll { $0.requirement == entry.requirement }
        let place = entries.firstIndex { Self.precedes(entry, $0) } ?? entries.endIndex
        entries.insert(entry, at: place)
    }

    mutating func remove(_ requirement: RuntimeRequirement) {
        entries.removeAll { $0.requirement == requirement }
    }

    private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
        guard left.name == right.name else { return left.name < right.name }
        guard let first = RuntimeVersion(left.version), let second = RuntimeVersion(right.version) else {
            return left.version < right.version
        }
        return first < second
    }
}

extension RuntimeLock {
    static let format = 1

    /// The file's text: every list sorted, a line each, so that two branches' additions can be merged.
    var text: String {
        var lines = [
            "# Packages of runtimes by their SHA-256. `pawl runtime install` and `pawl runtime lock` write it: commit it,",
            "# and change it with them.",
            "lock: \(Self.format)",
            entries.isEmpty ? "runtimes: []" : "runtimes:",
        ]
        for entry in entries {
            lines.append("  - name: \(YAMLText.scalar(entry.name))")
            lines.append("    version: \(YAMLText.quoted(entry.version))")
            lines += Self.lines(of: entry.wheels, indent: "    ")
            guard !entry.needs.isEmpty else { continue }
            lines.append("    needs:")
            for need in entry.needs.sorted(by: { $0.package < $1.package }) {
                lines.append("      - package: \(YAMLText.scalar(need.package))")
                lines.append("        version: \(YAMLText.quoted(need.version))")
                lines += Self.lines(of: need.wheels, indent: "        ")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of wheels: [IndexedWheel], indent: String) -> [String] {
        ["\(indent)wheels:"]
            + wheels.sorted { $0.file < $1.file }.flatMap { wheel in
                ["\(indent)  - file: \(YAMLText.quoted(wheel.file))"]
                    + (wheel.bytes.map { ["\(indent)    bytes: \($0)"] } ?? [])
                    + ["\(indent)    sha256: \(YAMLText.quoted(wheel.sha256))"]
            }
    }
}

/// `pawl.lock` of a project.
public struct RuntimeLockFile: Sendable, Hashable {
    public static let name = "pawl.lock"

    /// Absolute; it need not be there.
    public let path: String

    public init(path: String) { self.path = path }

    /// - Returns: a lock without entries where there is no file.
    /// - Throws: `RuntimeLibraryError.lock` with everything wrong in it, each at its place; `.file`.
    func read(for catalogue: [RuntimeRelease]) throws(RuntimeLibraryError) -> RuntimeLock {
        guard access(path, F_OK) == 0 || errno != ENOENT else { return RuntimeLock() }
        let file: MappedFile
        do {
            file = try MappedFile(path: path, limit: UInt64(YAMLDocument.maximumBytes))
        } catch {
            throw .file(error)
        }
        return try withExtendedLifetime(file) { () throws(RuntimeLibraryError) in
            try RuntimeLockReader.read(file.bytes, file: path, catalogue: catalogue)
        }
    }

    /// - Throws: `RuntimeLibraryError.file`; what was there stays.
    func write(_ lock: RuntimeLock) throws(RuntimeLibraryError) {
        do {
            try AtomicFile.write(lock.text, to: path)
        } catch {
            throw .file(error)
        }
    }
}
