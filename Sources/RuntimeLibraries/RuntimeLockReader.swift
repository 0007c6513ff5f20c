import Diagnostics
import Foundation
import Support

/// Reads `pawl.lock` and holds every line of it to what Pawl itself would have written, order aside.
struct RuntimeLockReader {
    private let reader: YAMLReader
    private let catalogue: [RuntimeRelease]

    /// What is told of a file that somebody changed: Pawl wrote it, and can write it again.
    private static let repair = "take the line back, or remove the entry and run `pawl runtime lock NAME==VERSION`"

    /// - Throws: `RuntimeLibraryError.lock` with everything that is wrong.
    static func read(
        _ bytes: UnsafeRawBufferPointer, file: String, catalogue: [RuntimeRelease]
    ) throws(RuntimeLibraryError) -> RuntimeLock {
        if let conflict = conflict(in: bytes, file: file) { throw .lock([conflict]) }
        let document: YAMLDocument
        do {
            document = try YAMLDocument.parse(bytes, file: file)
        } catch {
            throw .lock(error.diagnostics)
        }
        let reader = RuntimeLockReader(reader: YAMLReader(codePrefix: "lock", document: document), catalogue: catalogue)
        let lock = reader.lock(document.root)
        guard !reader.reader.hasErrors, let lock else { throw .lock(reader.reader.findings) }
        return lock
    }

    /// What git leaves where two branches changed the same lines.
    private static func conflict(in bytes: UnsafeRawBufferPointer, file: String) -> Diagnostic? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let index = lines.firstIndex(where: { $0.starts(with: "<<<<<<< ".utf8) }) else { return nil }
        return Diagnostic(
            code: "lock.conflict", "an unresolved merge conflict",
            at: SourceLocation(file: file, line: index + 1, column: 1),
            hint: "keep the entries of both sides: each stands by itself")
    }

    private func lock(_ root: YAMLNode) -> RuntimeLock? {
        // Of another format other keys may be right: that is said alone.
        if case .mapping(let top) = root.content, let node = top["lock"] {
            guard let format = reader.integer(node, "'lock'", in: 1...1_000_000) else { return nil }
            guard format == RuntimeLock.format else {
                reader.report(
                    "format", "this file is of format \(format), and this Pawl reads format \(RuntimeLock.format)",
                    at: node.location, hint: "use the Pawl that wrote it, or a newer one")
                return nil
            }
        }
        guard let top = reader.mapping(root, "pawl.lock", required: ["lock", "runtimes"]),
            let node = top["runtimes"], let items = reader.list(node, "'runtimes'")
        else { return nil }
        var entries: [RuntimeLock.Entry] = []
        for item in items {
            guard let entry = entry(item) else { continue }
            if entries.contains(where: { $0.requirement == entry.requirement }) {
                reader.report(
                    "duplicate", "\(entry.requirement) stands here twice", at: item.location,
                    hint: "remove one of the two entries")
            }
            entries.append(entry)
        }
        return RuntimeLock(entries: entries)
    }

    private func entry(_ node: YAMLNode) -> RuntimeLock.Entry? {
        guard
            let mapping = reader.mapping(
                node, "a runtime", required: ["name", "version", "wheels"], optional: ["needs"]),
            let nameNode = mapping["name"], let versionNode = mapping["version"], let wheelsNode = mapping["wheels"],
            let name = reader.choice(nameNode, "runtime", among: catalogue.names),
            let release = catalogue.first(where: { $0.name == name }),
            let version = version(versionNode),
            let wheels = wheels(wheelsNode, package: release.package ?? name, version: version)
        else { return nil }
        let wanted = release.supportingPackages
        let needs = mapping["needs"].map { self.needs($0, of: name, wanted) } ?? []
        for package in wanted where !needs.contains(where: { $0.package == package }) && mapping["needs"] == nil {
            reader.report(
                "missing-need", "\(name) runs with \(package), which is not locked here", at: node.location,
                hint: Self.repair)
        }
        return RuntimeLock.Entry(name: name, version: version, wheels: wheels, needs: needs)
    }

    private func needs(_ node: YAMLNode, of name: String, _ wanted: [String]) -> [RuntimeLock.Need] {
        guard let items = reader.list(node, "'needs'") else { return [] }
        var needs: [RuntimeLock.Need] = []
        for item in items {
            guard let mapping = reader.mapping(item, "a need", required: ["package", "version", "wheels"]),
                let packageNode = mapping["package"], let versionNode = mapping["version"],
                let wheelsNode = mapping["wheels"],
                let package = reader.choice(packageNode, "package that \(name) runs with", among: wanted),
                let version = version(versionNode),
                let wheels = wheels(wheelsNode, package: package, version: version)
            else { continue }
            needs.append(RuntimeLock.Need(package: package, version: version, wheels: wheels))
        }
        for package in wanted where needs.filter({ $0.package == package }).count != 1 && !reader.hasErrors {
            reader.report(
                "missing-need", "\(name) runs with \(package), which has to be locked here once", at: node.location,
                hint: Self.repair)
        }
        // In the order in which they are unpacked.
        return wanted.compactMap { package in needs.first { $0.package == package } }
    }

    private func version(_ node: YAMLNode) -> String? {
        guard let text = reader.text(node, "'version'") else { return nil }
        guard RuntimeVersion(text) != nil, (try? RuntimeRequirement(name: "x", version: text)) != nil else {
            reader.report(
                "version", "\(text.quotedForMessage) is no version of a package", at: node.location, hint: Self.repair)
            return nil
        }
        return text
    }

    private func wheels(_ node: YAMLNode, package: String, version: String) -> [IndexedWheel]? {
        guard let items = reader.list(node, "'wheels'") else { return nil }
        guard !items.isEmpty else {
            reader.report("no-wheel", "\(package) \(version) has no wheel here", at: node.location, hint: Self.repair)
            return nil
        }
        let wheels = items.compactMap { wheel($0, package: package, version: version) }
        let doubled = Dictionary(grouping: wheels, by: \.file).first { $0.value.count > 1 }
        if let doubled {
            reader.report("duplicate", "\(doubled.key) stands here twice", at: node.location, hint: Self.repair)
        }
        return wheels
    }

    private func wheel(_ node: YAMLNode, package: String, version: String) -> IndexedWheel? {
        guard let mapping = reader.mapping(node, "a wheel", required: ["file", "sha256"], optional: ["bytes"]),
            let fileNode = mapping["file"], let digestNode = mapping["sha256"],
            let file = reader.text(fileNode, "'file'"), let digest = reader.text(digestNode, "'sha256'")
        else { return nil }
        let name = WheelName(file)
        if name == nil || WheelName.normalized(name?.distribution ?? "") != WheelName.normalized(package)
            || name?.version != version
        {
            reader.report(
                "file", "\(file.quotedForMessage) is no wheel of \(package) \(version)", at: fileNode.location,
                hint: Self.repair)
        }
        if digest.utf8.count != 64 || !digest.utf8.allSatisfy("0123456789abcdef".utf8.contains) {
            reader.report(
                "digest", "\(digest.quotedForMessage) is no SHA-256: 64 digits from 0 to 9 and a to f",
                at: digestNode.location, hint: Self.repair)
        }
        let bytes = mapping["bytes"].flatMap { reader.integer($0, "'bytes'", in: 1...Int.max) }
        return IndexedWheel(file: file, bytes: bytes.map(UInt64.init), sha256: digest)
    }
}

extension RuntimeRelease {
    /// The packages that it runs with, by their names, in the order in which they are unpacked.
    var supportingPackages: [String] {
        wheels.compactMap(\.package?.name).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }
}
