import Foundation
import TestSupport
import Testing

/// What the package manager does not hold: `scripts/test` builds with its check that every import is a declared dependency,
/// and it refuses cycles by itself.
@Suite("Data flows one way", .hangLimit)
struct ArrowTests {
    /// Each C target belongs to the one Swift target that wraps it; `CSystem` is the operating system.
    static let wrappers: [String: Set<String>] = [
        "CSQLite": ["ResultsStore"], "CYAML": ["Support"], "CArchive": ["Support"], "CCrypto": ["Support"],
        "CBoostMath": ["Statistics"], "CLiteRT": ["LiteRT"], "CGnuplot": ["Reports"],
        "COnnxRuntime": ["OnnxRuntime"], "COpenVINO": ["OpenVINO"],
    ]

    /// The composition root and the executables may see the whole house.
    static let unrestricted: Set<String> = ["PawlCommand", "pawl"]
    static let runtimes: Set<String> = ["LiteRT", "OnnxRuntime", "OpenVINO"]

    struct ImportLine: CustomStringConvertible {
        var target: String
        var module: String
        var place: String
        var description: String { "\(place): \(target) imports \(module)" }
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func importLines() throws -> [ImportLine] {
        let sources = root.appendingPathComponent("Sources")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
        return try paths.flatMap { path in
            let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.enumerated().compactMap { index, line -> ImportLine? in
                guard let module = importedModule(line) else { return nil }
                return ImportLine(
                    target: String(path.split(separator: "/")[0]), module: module, place: "Sources/\(path):\(index + 1)"
                )
            }
        }
    }

    /// `@testable public import struct Module.Name` and every shorter form.
    private static func importedModule(_ line: Substring) -> String? {
        var words = line.split(whereSeparator: \.isWhitespace)[...]
        while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) { words.removeFirst() }
        guard words.popFirst() == "import" else { return nil }
        if let kind = words.first, kinds.contains(kind) { words.removeFirst() }
        return words.first.map { String($0.prefix { $0 != "." }) }
    }

    private static let modifiers: Set<Substring> = ["public", "package", "internal", "private", "fileprivate"]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "let", "var", "typealias",
    ]

    /// What `module("Name", ["Dependency", ...])` declares in the manifest.
    static func declaredArrows() throws -> [String: Set<String>] {
        let manifest = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
        let call = /module\(\s*"(\w+)",\s*\[([^\]]*)\]/
        return Dictionary(
            uniqueKeysWithValues: manifest.matches(of: call).map { match in
                (String(match.1), Set(match.2.matches(of: /"(\w+)"/).map { String($0.1) }))
            })
    }

    @Test("Every declared arrow is walked by an import") func everyArrowIsWalkedByAnImport() throws {
        let imports = Dictionary(grouping: try Self.importLines(), by: \.target).mapValues { Set($0.map(\.module)) }
        let arrows = try Self.declaredArrows()
        #expect(arrows.count > 15, "the reader of the manifest has gone blind")
        for (target, modules) in arrows {
            let unused = modules.subtracting(imports[target] ?? [])
            #expect(unused.isEmpty, "\(target) imports none of \(unused.sorted())")
        }
    }

    @Test("Each C library has one Swift target that wraps it") func eachCLibraryHasOneSwiftTargetThatWrapsIt() throws {
        for line in try Self.importLines() {
            guard let wrappers = Self.wrappers[line.module] else { continue }
            #expect(wrappers.contains(line.target), "\(line)")
        }
    }

    @Test("Reports never see the inference core and the harness never sees gating")
    func reportsNeverSeeTheInferenceCoreAndTheHarnessNeverSeesGating() throws {
        for line in try Self.importLines() {
            #expect(!(line.target == "Reports" && line.module == "InferenceCore"), "\(line)")
            #expect(!(line.target == "Harness" && line.module == "Gating"), "\(line)")
        }
    }

    @Test("Only the command target names a concrete runtime") func onlyTheCommandTargetNamesAConcreteRuntime() throws {
        for line in try Self.importLines() where Self.runtimes.contains(line.module) {
            #expect(Self.unrestricted.contains(line.target), "\(line)")
        }
    }
}
