import Foundation

/// The folder of a suite file, which relative paths in the suite start from.
struct SuiteFolder {
    /// Absolute, links resolved, so that `..` leads to where the file system says.
    private let path: String

    init(ofFile file: String) {
        let folder = (file as NSString).deletingLastPathComponent
        if let resolved = realpath(folder.isEmpty ? "." : folder, nil) {
            path = String(cString: resolved)
            free(resolved)
        } else {
            path = URL(fileURLWithPath: folder.isEmpty ? "." : folder).path
        }
    }

    /// An absolute path without `.`, `..` and doubled slashes.
    func absolute(_ path: String) -> String {
        var components = path.hasPrefix("/") ? [] : self.path.split(separator: "/")
        for component in path.split(separator: "/") where component != "." {
            if component == ".." {
                // The root is its own parent.
                _ = components.popLast()
            } else {
                components.append(component)
            }
        }
        return "/" + components.joined(separator: "/")
    }
}
