import Foundation
import Support

/// A file system of 1 MiB in memory, for tests of what happens when it is full.
final class SmallDisk {
    private let folder: TemporaryFolder

    var path: String { folder.path }

    /// Mounting needs privileges that a container may not have.
    static let reasonToSkip: String? = {
        let folder = "/tmp/pawl-small-disk-\(getpid())"
        guard mkdir(folder, 0o700) == 0 else { return "cannot make \(folder)" }
        defer { rmdir(folder) }
        guard mount("tmpfs", folder, "tmpfs", 0, "size=1m") == 0 else {
            return "mounting a small file system is not permitted: \(String(cString: strerror(errno)))"
        }
        umount(folder)
        return nil
    }()

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-small-disk")
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=1m") == 0 else { throw POSIXError(.EPERM) }
    }

    /// - Parameter bytes: what stays free, in whole pages; by default not one.
    func fill(leaving bytes: Int = 0) {
        let descriptor = open(path + "/filling", O_CREAT | O_WRONLY, 0o600)
        let zeros = [UInt8](repeating: 0, count: 4096)
        var size = 0
        while write(descriptor, zeros, zeros.count) > 0 { size += zeros.count }
        ftruncate(descriptor, max(0, size - bytes))
        close(descriptor)
    }

    func files() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }

    deinit { umount2(path, Int32(MNT_DETACH)) }
}
