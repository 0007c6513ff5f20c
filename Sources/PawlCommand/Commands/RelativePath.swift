/// Paths from one place to another.
enum RelativePath {
    /// - Parameters:
    ///   - path: absolute.
    ///   - folder: absolute.
    /// - Returns: `../models/a.onnx`; the path itself where only the root is common.
    static func of(_ path: String, from folder: String) -> String {
        let target = path.split(separator: "/"), start = folder.split(separator: "/")
        let common = zip(target, start).prefix { $0 == $1 }.count
        guard common > 0 else { return path }
        let steps = start.dropFirst(common).map { _ in Substring("..") } + target.dropFirst(common)
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }
}
