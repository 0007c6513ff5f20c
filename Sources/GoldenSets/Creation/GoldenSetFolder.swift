import Diagnostics
import Foundation
import Support

/// The folder that a golden set appears in, whole or not at all.
struct GoldenSetFolder {
    /// Where the set is to be.
    let destination: String
    let mayReplace: Bool

    /// Refuses a destination that may not be written, before any work is done.
    func check() throws(GoldenSetCreationError) {
        guard (try? FileManager.default.attributesOfItem(atPath: destination)) != nil else { return }
        guard mayReplace else { throw .destinationExists(path: destination) }
        guard FileManager.default.fileExists(atPath: destination + "/" + GoldenSetManifest.fileName) else {
            throw .destinationHoldsMore(path: destination, name: "something other than a golden set")
        }
        for name in FileManager.default.subpaths(atPath: destination) ?? [] where !Self.isOwn(name) {
            throw .destinationHoldsMore(path: destination, name: name)
        }
    }

    /// Lets `fill` write into a new folder beside the destination, then gives it the destination's name.
    func produce(
        _ fill: (_ folder: String) throws(GoldenSetCreationError) -> Void
    ) throws(GoldenSetCreationError) {
        let parent = (destination as NSString).deletingLastPathComponent
        let temporary = (parent as NSString).appendingPathComponent(".\(UUID().uuidString.lowercased()).part")
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        do throws(FileError) {
            try AtomicFile.makeFolder(parent.isEmpty ? "." : parent)
            guard mkdir(temporary, 0o755) == 0 else { throw failure() }
        } catch {
            throw .file(error)
        }
        try fill(temporary)
        // Another process may have been quicker; a folder with something in it is never renamed onto.
        try check()
        let old = temporary + ".old"
        let moved = rename(destination, old) == 0
        guard rename(temporary, destination) == 0 else {
            let reason = failure()
            if moved { rename(old, destination) }
            throw .file(reason)
        }
        if moved { try? FileManager.default.removeItem(atPath: old) }
    }

    private func failure() -> FileError { .unwritable(path: destination, reason: SystemMessage.text()) }

    /// What this command writes.
    private static func isOwn(_ name: String) -> Bool {
        let known =
            [
                GoldenSetManifest.fileName, "inputs", GoldenSetCreator.labelsFile, GoldenSetCreator.textLabelsFile,
                GoldenSetCreator.namesFile, GoldenSetCreator.classesFile, GoldenSetCreator.alphabetFile,
            ] + GoldenSetCreator.otherFiles
        return known.contains(name) || (name.hasPrefix("inputs/") && name.hasSuffix(".npy"))
            || (name.hasPrefix(GoldenSetCreator.columnsFolder + "/") && name.hasSuffix(".txt"))
    }
}
