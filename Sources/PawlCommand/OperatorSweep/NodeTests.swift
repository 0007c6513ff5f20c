import Diagnostics
import Foundation
import ModelFormats
import RuntimeLibraries
import Suites

/// The tests of operators in a folder, and which operator each is of.
struct NodeTests {
    struct Entry: Equatable {
        /// Absolute.
        var folder: String
        /// The folder's own name: `test_gelu_default_1`.
        var name: String
        /// Such as `Gelu`, or `ai.onnx.ml.Scaler`.
        var operatorName: String
        /// Whether the model is what the operator is defined by, written out in others.
        var isExpanded: Bool

        /// For people.
        var title: String { isExpanded ? "\(operatorName), expanded" : operatorName }
    }

    /// Sorted by name.
    private(set) var entries: [Entry]
    /// Absolute.
    let folder: String

    /// A folder of more entries than this is some other.
    private static let mostEntries = 100_000

    /// - Parameter folder: absolute; it holds the tests, or is what a package `onnx` was unpacked in.
    /// - Throws: `UsageError` for a folder without tests.
    init(folder given: String) throws(UsageError) {
        let inner = given + "/" + Self.placeInPackages
        let folder = Self.names(in: inner).isEmpty ? given : inner
        let names = Self.names(in: folder)
        guard names.count <= Self.mostEntries else {
            throw UsageError(message: "\(folder) has over \(Self.mostEntries) entries", hint: Self.advice)
        }
        let tests = names.filter { OnnxBackendTest.isOne("\(folder)/\($0)") }
        guard !tests.isEmpty else {
            throw UsageError(message: "\(folder) has no tests of operators", hint: Self.advice)
        }
        self.folder = folder
        let operators = Dictionary(
            tests.map { ($0, OnnxBackendTest.operators(ofTestIn: "\(folder)/\($0)")) },
            uniquingKeysWith: { one, _ in one })
        entries = tests.map { name in
            let base = name.range(of: "_expanded").map { String(name[..<$0.lowerBound]) }
            let original = base.flatMap { operators[$0] }.flatMap { $0.count == 1 ? $0[0] : nil }
            return Entry(
                folder: "\(folder)/\(name)", name: name,
                operatorName: original ?? Self.title(operators[name] ?? []), isExpanded: original != nil)
        }
    }

    private static func title(_ operators: [String]) -> String {
        switch operators.count {
        case 0: "unreadable models"
        case 1...3: operators.joined(separator: "+")
        default: "several operators"
        }
    }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Leaves out tests of other operators.
    ///
    /// - Throws: `UsageError` when none is left.
    mutating func keep(_ selection: OperatorSelection) throws(UsageError) {
        let known = Set(entries.map(\.operatorName)).sorted()
        entries = entries.filter { selection.contains($0.operatorName) || selection.contains($0.name) }
        guard entries.isEmpty else { return }
        throw UsageError(
            message: "no test in \(folder) is of operator '\(selection.text ?? "")'",
            hint: Suggestion.hint(for: selection.text ?? "", among: known))
    }

    // MARK: - Where they come from

    private static let placeInPackages = "onnx/backend/test/data/node"

    /// The tests that the package `onnx` of the project's Python environment carries.
    ///
    /// - Throws: `UsageError` where it carries none.
    static func carried(by pawl: PawlFolder) throws(UsageError) -> String {
        let libraries = pawl.path + "/python/lib"
        for version in names(in: libraries) where version.hasPrefix("python3") {
            let folder = "\(libraries)/\(version)/site-packages/\(placeInPackages)"
            if !names(in: folder).isEmpty { return folder }
        }
        throw UsageError(message: "there are no tests of operators in \(pawl.path)/python", hint: advice)
    }

    /// - Note: the wheel of onnx 1.22.0 has 1765 of them, that of 1.23.2 none. The operator sets of 1.16.2 are those that ONNX Runtime knows
    ///   from 1.18 on.
    private static let advice =
        "the package onnx carries them up to 1.22.0, and one of the older version's time suits both: "
        + "`pip download --no-deps onnx==1.16.2`, `python3 -m zipfile -e onnx-1.16.2-*.whl onnx-1.16.2`, then "
        + "--node-tests onnx-1.16.2; or leave numbers out with --only time"
}

/// Which operators a sweep takes in: `--operators`.
struct OperatorSelection {
    /// As given; nil is all.
    let text: String?
    private let patterns: [GlobPattern]

    init(_ text: String?) {
        self.text = text
        patterns = (text ?? "*").split(separator: ",").map { GlobPattern($0.trimmingCharacters(in: .whitespaces)) }
    }

    func contains(_ name: String) -> Bool { patterns.contains { $0.matches(name) } }
}
