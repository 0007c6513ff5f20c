import Foundation

/// Where a project keeps its suites.
enum SuiteFolder {
    static let name = "Suites"
    private static let suffixes = [".yaml", ".yml"]

    static func isSuite(_ file: String) -> Bool { suffixes.contains { file.hasSuffix($0) } }

    /// Names of the files in a folder that are suites by their names, sorted; empty where it cannot be read.
    static func suites(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { !$0.hasPrefix(".") && isSuite($0) }.sorted()
    }
}
