import Foundation

/// The folder that holds what Pawl fetched and built for a checkout: runtimes, models, a Python environment.
public struct PawlFolder: Sendable, Hashable {
    /// Absolute.
    public let path: String

    public init(path: String) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    public var runtimes: String { path + "/runtimes" }
    /// The environment that the bootstrap script makes; it may not be there.
    public var python: String { path + "/python/bin/python" }

    /// `$PAWL_HOME` where it is set, else the nearest `.pawl` upward from `start`, else `.pawl` in `start`, which need
    /// not exist yet.
    public static func find(
        startingAt start: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> PawlFolder {
        if let home = environment["PAWL_HOME"], !home.isEmpty { return PawlFolder(path: home) }
        let origin = URL(fileURLWithPath: start).standardizedFileURL
        var folder = origin
        while true {
            let candidate = folder.appendingPathComponent(".pawl")
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), isFolder.boolValue {
                return PawlFolder(path: candidate.path)
            }
            let parent = folder.deletingLastPathComponent()
            guard parent.path != folder.path else { break }
            folder = parent
        }
        return PawlFolder(path: origin.appendingPathComponent(".pawl").path)
    }
}
