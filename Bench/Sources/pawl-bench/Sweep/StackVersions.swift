import Foundation
import Harness
import PawlCommand
import Records
import RuntimeLibraries
import Statistics
import Suites
import Support

/// Stacks of K layers in the place of versions of a runtime: their steps are known, and real work.
struct StackVersions {
    static let suite = "Suites/stack.yaml"
    static let model = "stack-2ms"
    /// Numbers of layers such that any two differ by 3.8 % of the time or more, input and head included.
    static let sizes = [101, 105, 110]

    let plan: Plan
    private let cells: [Int: PlannedCell]

    /// - Throws: `TraceError.nothingToRecord` when a stack is missing, `PlanError` when its model is.
    init() throws {
        let suite = try SuiteReader.read(file: Self.suite)
        let installed = InstalledRuntimes(root: PawlFolder.find(startingAt: ".").runtimes)
        let planner = Planner { name, version in
            let library = try installed.library(name: name, version: version)
            return LocatedRuntime(
                name: name, version: version, libraryPath: library.path, libraryDigest: library.digest)
        }
        plan = try planner.plan(running: suite, only: CellSelection(glob: "\(Self.model)/*"))
        var cells: [Int: PlannedCell] = [:]
        for cell in plan.cells { cells[Int(cell.variant.dropFirst()) ?? 0] = cell }
        guard Self.sizes.allSatisfy({ cells[$0] != nil }) else {
            throw TraceError.nothingToRecord(
                suite: Self.suite, hint: "it needs stacks of \(Self.sizes) layers, called k101 and so on")
        }
        self.cells = cells
    }

    /// - Parameter layers: of each version in turn, of `sizes`.
    func versions(_ layers: [Int]) -> [VersionSweep.Version] {
        layers.enumerated().compactMap { index, size in
            cells[size].map { VersionSweep.Version(label: "v\(index + 1)", cell: $0) }
        }
    }

    /// A row of versions with one to three steps between them, at random places and of random sizes.
    static func planted(_ count: Int, using generator: inout SeededGenerator) -> [Int] {
        let steps = Int.random(in: 1...3, using: &generator)
        let places = Set((1..<count).shuffled(using: &generator).prefix(steps))
        var size = sizes.randomElement(using: &generator) ?? sizes[0]
        return (0..<count).map { index in
            if places.contains(index) {
                size = sizes.filter { $0 != size }.randomElement(using: &generator) ?? size
            }
            return size
        }
    }

    /// The versions that differ from the one before.
    static func steps(_ layers: [Int]) -> [Int] { layers.indices.dropFirst().filter { layers[$0] != layers[$0 - 1] } }
}
