import Foundation

/// The folder that holds what Pawl fetched and built for a checkout: runtimes, models, a Python environment.
public struct PawlFolder: Sendable, Hashable {
    /// Absolute.
    public let path: String
    /// The project's `pawl.lock`, beside the folder; it need not be there.
    public let lockFile: RuntimeLockFile

    public init(path: String) {
        let path = URL(fileURLWithPath: path).standardizedFileURL
        self.init(path: path, project: path.deletingLastPathComponent())
    }

    private init(path: URL, project: URL) {
        self.path = path.path
        lockFile = RuntimeLockFile(path: project.appendingPathComponent(RuntimeLockFile.name).path)
    }

    public var runtimes: String { path + "/runtimes" }
    /// The environment that the bootstrap script makes; it may not be there.
    public var python: String { path + "/python/bin/python" }

    /// `$PAWL_HOME` where it is set, else `.pawl` in the nearest folder upward from `start` that has it or `pawl.lock`, else in `start`: it
    /// need not exist yet. `pawl.lock` lies in that folder; with `$PAWL_HOME`, in the nearest that has one, else in `start`.
    public static func find(
        startingAt start: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> PawlFolder {
        let origin = URL(fileURLWithPath: start).standardizedFileURL
        if let home = environment["PAWL_HOME"], !home.isEmpty {
            return PawlFolder(
                path: URL(fileURLWithPath: home).standardizedFileURL,
                project: nearest(from: origin, where: hasLock) ?? origin)
        }
        let project = nearest(from: origin) { hasFolder($0) || hasLock($0) } ?? origin
        return PawlFolder(path: project.appendingPathComponent(".pawl"), project: project)
    }

    private static func nearest(from origin: URL, where isMeant: (URL) -> Bool) -> URL? {
        var folder = origin
        while true {
            if isMeant(folder) { return folder }
            let parent = folder.deletingLastPathComponent()
            guard parent.path != folder.path else { return nil }
            folder = parent
        }
    }

    private static func hasFolder(_ folder: URL) -> Bool {
        var isFolder: ObjCBool = false
        let path = folder.appendingPathComponent(".pawl").path
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func hasLock(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(RuntimeLockFile.name).path)
    }
}
