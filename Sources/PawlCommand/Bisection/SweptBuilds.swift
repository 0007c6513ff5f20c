import Diagnostics
import Foundation
import Suites
import Support

/// Builds of a runtime, one in each folder of a folder, or each a library in it: `--builds DIR`.
struct SweptBuilds {
    /// Absolute.
    let folder: String
    let runtime: String
    /// - Parameter: an absolute path of a library.
    let open: (String) throws -> LocatedRuntime

    /// Deeper than `build/Linux/Release/lib` nobody installs.
    private static let depthLimit = 5
    private static let folderLimit = 10_000
    private static let fileNames = [
        "onnxruntime": "libonnxruntime.so", "openvino": "libopenvino_c.so", "litert": "libLiteRt.so",
    ]

    private var fileName: String? { Self.fileNames[runtime.hasPrefix("onnxruntime") ? "onnxruntime" : runtime] }

    /// The names of the builds from one to another, both included; numbers in names count by their value.
    ///
    /// - Throws: `UsageError` for a folder without two builds, for an end that is none of them, and for a runtime that comes from
    ///   packages alone.
    func names(from: String?, to: String?) throws(UsageError) -> [String] {
        guard fileName != nil else {
            throw UsageError(
                message: "--builds cannot be of \(runtime)",
                hint:
                    "Pawl opens libraries of \(Self.fileNames.keys.sorted().joined(separator: ", ")) itself; others come from packages"
            )
        }
        let known = entries(of: folder).filter { isFolder($0) || $0.contains(".so") }
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
        guard known.count > 1 else {
            throw UsageError(
                message: known.isEmpty ? "\(folder) has no builds" : "\(folder) has only one build, \(known[0])",
                hint:
                    "--builds takes a folder with one build a folder, such as builds/1/lib/\(fileName ?? "") and builds/2/lib/..."
            )
        }
        var (low, high) = (0, known.count - 1)
        if let from { low = try index(of: from, "--from", in: known) }
        if let to { high = try index(of: to, "--to", in: known) }
        guard low < high else {
            throw UsageError(
                message: "--from \(known[low]) is not before --to \(known[high])",
                hint: "in their order: \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? ", ..." : "")")
        }
        return Array(known[low...high])
    }

    private func index(of name: String, _ option: String, in known: [String]) throws(UsageError) -> Int {
        guard let index = known.firstIndex(of: name) else {
            throw UsageError(
                message: "\(option) cannot be '\(name)': \(folder) has no such build",
                hint: Suggestion.hint(for: name, among: known))
        }
        return index
    }

    /// Opens each.
    ///
    /// - Throws: when it was interrupted.
    func located(_ names: [String]) throws -> [SweptRuntime] {
        try names.map { name in try SweptRuntime(name) { try open(try library(of: name)) } }
    }

    /// The library of a build: the nearest of its name.
    ///
    /// - Throws: `UsageError` where there is none, or several files of that name are equally near.
    func library(of build: String) throws(UsageError) -> String {
        guard isFolder(build) else { return "\(folder)/\(build)" }
        var level = [build]
        var visited = 0
        for _ in 0..<Self.depthLimit {
            var next: [String] = []
            var found: Set<String> = []
            for place in level {
                visited += 1
                guard visited <= Self.folderLimit else { break }
                for entry in entries(of: "\(folder)/\(place)") {
                    let path = "\(place)/\(entry)"
                    if isFolder(path) {
                        next.append(path)
                    } else if let fileName, entry == fileName || entry.hasPrefix(fileName + ".") {
                        found.insert(URL(fileURLWithPath: "\(folder)/\(path)").resolvingSymlinksInPath().path)
                    }
                }
            }
            if found.count == 1, let only = found.first { return only }
            guard found.isEmpty else {
                throw UsageError(
                    message:
                        "\(folder)/\(build) has \(found.count) libraries of \(runtime): \(found.sorted().joined(separator: ", "))",
                    hint: "leave one of them in each folder")
            }
            level = next
        }
        throw UsageError(
            message: "\(folder)/\(build) has no \(fileName ?? runtime)",
            hint: "name the folder that the build was installed in, or that it left the library in")
    }

    private func entries(of path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Links to folders are not followed: they may lead around in a circle.
    private func isFolder(_ path: String) -> Bool {
        let type = (try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)"))?[.type]
        return type as? FileAttributeType == .typeDirectory
    }
}
