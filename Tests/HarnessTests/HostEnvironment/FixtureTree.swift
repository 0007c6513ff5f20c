import Foundation

/// A folder with files like those of /proc, /sys and /etc.
final class FixtureTree {
    let path: String

    init(_ files: [String: String]) throws {
        path = NSTemporaryDirectory() + "/pawl-tree-\(UUID().uuidString)"
        for (name, text) in files { try add(name, Data(text.utf8)) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func add(_ name: String, _ content: Data) throws {
        let file = URL(fileURLWithPath: path + name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try content.write(to: file)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
