import Foundation
import Testing

/// The arrows of the house: which target may import which. SwiftPM does not stop an undeclared import by itself.
@Suite("Data flows one way")
struct ArrowTests {
    /// Beside the C targets and the toolchain's own modules, these and no others.
    static let allowed: [String: Set<String>] = [
        "Diagnostics": [],
        "Measures": [],
        "Files": ["Diagnostics"],
        "Archives": ["Diagnostics", "Files"],
        "Artifacts": ["Diagnostics", "Files"],
        "Processes": ["Diagnostics"],
        "YAMLDocument": ["Diagnostics"],
        "Statistics": [],
        "InferenceCore": ["Diagnostics"],
        "OnnxRuntime": ["Diagnostics", "Files", "InferenceCore"],
        "LiteRT": ["Diagnostics", "Files", "InferenceCore"],
        "OpenVINO": ["Files", "InferenceCore"],
        "WorkerSources": [],
        "RuntimeLibraries": ["Diagnostics", "Files", "Processes", "WorkerSources"],
        "SuiteModel": ["Diagnostics", "Files", "Measures", "Records", "YAMLDocument"],
        "GoldenSets": ["Diagnostics", "Files", "InferenceCore", "Measures", "Records", "Statistics", "YAMLDocument"],
        "ModelFormats": ["Diagnostics", "Files", "InferenceCore"],
        "GoldenSetCreation": [
            "Archives", "Diagnostics", "Files", "GoldenSets", "InferenceCore", "ModelFormats", "YAMLDocument",
        ],
        "OperatorCoverage": ["Files", "ModelFormats"],
        "Records": ["Measures"],
        "Worker": ["Diagnostics", "Files", "GoldenSets", "InferenceCore"],
        "Planning": [
            "Diagnostics", "Files", "GoldenSets", "InferenceCore", "Measures", "ModelFormats", "Records", "SuiteModel",
        ],
        "HostEnvironment": ["Files", "Processes", "Records"],
        "Harness": [
            "Diagnostics", "Files", "GoldenSets", "HostEnvironment", "InferenceCore", "Measures", "ModelFormats",
            "Planning",
            "Processes",
            "Records", "Statistics", "SuiteModel", "Worker",
        ],
        "WorkerConformance": ["Diagnostics", "Files", "GoldenSets", "InferenceCore", "Processes", "Worker"],
        "ResultsStore": ["Diagnostics", "Files", "Measures", "Records"],
        "Exchange": ["Archives", "Diagnostics", "Files", "Measures", "Records"],
        "Tracking": ["Diagnostics", "Exchange", "Measures", "Records"],
        "Comparison": ["Measures", "Records", "Statistics"],
        "Gating": ["Comparison", "Diagnostics", "Measures", "Records", "Statistics", "SuiteModel"],
        "Calibration": [
            "Comparison", "Diagnostics", "Gating", "Harness", "Measures", "Planning", "Processes", "Records",
            "Statistics", "SuiteModel",
        ],
        "Sensitivity": [
            "Diagnostics", "Files", "Gating", "GoldenSets", "Harness", "Measures", "ModelFormats", "Planning",
            "Processes", "Records", "SuiteModel",
        ],
        "Trends": ["Measures", "Records", "Statistics"],
        "Charts": ["Diagnostics", "Files", "Measures", "Records", "Trends"],
        "Reports": ["Charts", "Comparison", "Diagnostics", "Files", "Gating", "Measures", "Records", "Trends"],
    ]

    /// Each C target belongs to the one Swift target that wraps it; `CSystem` is the operating system.
    static let wrappers: [String: Set<String>] = [
        "CSQLite": ["ResultsStore"], "CYAML": ["YAMLDocument"], "CArchive": ["Archives"], "CCrypto": ["Files"],
        "CBoostMath": ["Statistics"],
        "CLiteRT": ["LiteRT"],
        "CGnuplot": ["Charts"], "COnnxRuntime": ["OnnxRuntime"], "COpenVINO": ["OpenVINO"],
    ]

    /// The composition root and the executables may see the whole house.
    static let unrestricted: Set<String> = ["PawlCommand", "pawl", "pawl-bench"]
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

    @Test("Every import of a sibling is an arrow of the house") func everyImportOfASiblingIsAnArrowOfTheHouse() throws {
        let lines = try Self.importLines()
        #expect(lines.count > 100, "the reader of import lines has gone blind")
        for line in lines where Self.allowed[line.module] != nil && !Self.unrestricted.contains(line.target) {
            #expect(Self.allowed[line.target]?.contains(line.module) == true, "\(line)")
        }
    }

    @Test("Every arrow is walked by an import") func everyArrowIsWalkedByAnImport() throws {
        let imports = Dictionary(grouping: try Self.importLines(), by: \.target).mapValues { Set($0.map(\.module)) }
        for (target, modules) in Self.allowed {
            let unused = modules.subtracting(imports[target] ?? [])
            #expect(unused.isEmpty, "\(target) imports none of \(unused.sorted())")
        }
    }

    @Test("Each C library has one Swift target that wraps it") func eachCLibraryHasOneSwiftTargetThatWrapsIt() throws {
        for line in try Self.importLines() {
            guard let wrappers = Self.wrappers[line.module] else { continue }
            #expect(wrappers.contains(line.target) || line.target == "pawl-bench", "\(line)")
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

    @Test("Every target of the house stands in the table") func everyTargetOfTheHouseStandsInTheTable() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appendingPathComponent("Sources").path)
        for folder in folders where folder.first != "." {
            let isKnown =
                Self.allowed[folder] != nil || Self.wrappers[folder] != nil || Self.unrestricted.contains(folder)
                || folder == "CSystem"
            #expect(isKnown, "Sources/\(folder) has no line in the table of arrows")
        }
    }
}
