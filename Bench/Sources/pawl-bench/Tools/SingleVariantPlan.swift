import Diagnostics
import RuntimeLibraries
import Suites

/// One model file on one runtime, planned as a suite of one variant would be: files found, digests verified.
struct SingleVariantPlan {
    var model: String
    var variant: String
    /// Absolute.
    var modelFile: String
    /// Absolute.
    var goldenFolder: String
    var runtime: String
    var version: String
    var measurement = MeasurementPolicy()

    func plan(in pawl: PawlFolder) throws -> Plan {
        let place = SourceLocation(file: "bench", line: 1, column: 1)
        let suite = Suite(
            name: "bench", file: "bench", digest: "",
            goldenSets: ["golden": LocatedPath(path: goldenFolder, location: place)],
            runtimes: [
                runtime: RuntimeDeclaration(label: runtime, name: runtime, version: version, location: place)
            ],
            models: [
                ModelDeclaration(
                    name: model, goldenSet: "golden", reference: nil,
                    variants: [
                        VariantDeclaration(
                            name: variant, file: LocatedPath(path: modelFile, location: place), runtime: runtime,
                            location: place)
                    ], location: place)
            ], gates: [], measurement: measurement)
        let installed = InstalledRuntimes(root: pawl.runtimes)
        let planner = Planner { name, version in
            let library = try installed.library(name: name, version: version)
            return LocatedRuntime(
                name: name, version: version, libraryPath: library.path, libraryDigest: library.digest)
        }
        return try planner.plan(running: suite)
    }
}
