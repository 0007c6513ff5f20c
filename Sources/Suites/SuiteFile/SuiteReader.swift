import Diagnostics
import Foundation
import Records
import Support

/// Turns a suite file into a `Suite`, or into a list of everything that is wrong with it.
public enum SuiteReader {
    /// The `pawl:` number that this Pawl reads.
    public static let format = "1"

    /// Reads and checks a suite; whether the files it names exist is not checked here.
    ///
    /// - Parameter file: as the user gave it; it begins every location.
    /// - Throws: `SuiteError.unreadable`, or `.invalid` with all findings.
    public static func read(file: String) throws(SuiteError) -> Suite {
        let mapped: MappedFile
        do {
            mapped = try MappedFile(path: file, limit: UInt64(YAMLDocument.maximumBytes))
        } catch {
            throw .unreadable(error)
        }
        let document: YAMLDocument
        do {
            document = try YAMLDocument.parse(mapped.bytes, file: file)
        } catch {
            throw .invalid(error.diagnostics)
        }
        let digest = withExtendedLifetime(mapped) { SHA256.hexadecimal(of: mapped.bytes) }
        let reader = YAMLReader(codePrefix: "suite", document: document)
        let suite = SuiteSections(reader: reader, folder: SuiteFolder(ofFile: file)).read(
            document.root, file: file, digest: digest)
        guard var suite, !reader.hasErrors else { throw .invalid(reader.findings) }
        suite.warnings = reader.findings
        return suite
    }
}

/// Reads the sections of a suite, each as far as it is valid, so that one error does not hide the others.
struct SuiteSections {
    let reader: YAMLReader
    let folder: SuiteFolder

    func read(_ root: YAMLNode, file: String, digest: String) -> Suite? {
        let mapping = reader.mapping(
            root, "the suite", required: ["pawl", "suite", "golden_sets", "runtimes", "models"],
            optional: ["gates", "measurement", "on_inconclusive"])
        guard let mapping else { return nil }
        Self.checkFormat(mapping["pawl"], of: "suite", reader)
        let name = mapping["suite"].flatMap { reader.name($0, "a suite's name") }
        let goldenSets = mapping["golden_sets"].flatMap(goldenSets)
        let runtimes = mapping["runtimes"].flatMap {
            RuntimeSection(reader: reader, folder: folder).runtimes($0)
        }
        let models = mapping["models"].flatMap { node in
            ModelSection(
                reader: reader, folder: folder, goldenSets: keys(of: mapping["golden_sets"]),
                runtimes: keys(of: mapping["runtimes"])
            ).models(node)
        }
        let gates = mapping["gates"].map { GateSection(reader: reader, models: models).gates($0) } ?? []
        let measurement = mapping["measurement"].map { MeasurementSection(reader: reader).policy($0) }
        let onInconclusive = mapping["on_inconclusive"].flatMap {
            reader.choice($0, "'on_inconclusive'", among: InconclusivePolicy.allCases.map(\.rawValue))
        }
        guard let name, let goldenSets, let runtimes, let models else { return nil }
        return Suite(
            name: name, file: file, digest: digest, goldenSets: goldenSets, runtimes: runtimes, models: models,
            gates: gates, measurement: measurement ?? MeasurementPolicy(),
            onInconclusive: onInconclusive.flatMap(InconclusivePolicy.init(rawValue:)) ?? .fail)
    }

    /// - Parameter what: the kind of file, for the message.
    static func checkFormat(_ node: YAMLNode?, of what: String, _ reader: YAMLReader) {
        guard let node, let format = reader.text(node, "'pawl'"), format != SuiteReader.format else { return }
        reader.report(
            "format",
            "this \(what) is of format \(format.quotedForMessage); this Pawl reads format \(SuiteReader.format)",
            at: node.location,
            hint: "write 'pawl: \(SuiteReader.format)', or use the Pawl that the \(what) was made for")
    }

    private func goldenSets(_ node: YAMLNode) -> [String: LocatedPath]? {
        guard let mapping = reader.anyMapping(node, "'golden_sets'") else { return nil }
        var sets: [String: LocatedPath] = [:]
        for entry in mapping.entries {
            let name = reader.name(entry.key, "a golden set's name", at: entry.keyLocation)
            guard let path = reader.text(entry.value, "a golden set's folder"), let name else { continue }
            sets[name] = LocatedPath(path: folder.absolute(path), location: entry.value.location)
        }
        return sets
    }

    /// What the section declares, sound or not: a reference to a broken declaration is no second mistake.
    private func keys(of node: YAMLNode?) -> [String] {
        guard case .mapping(let mapping) = node?.content else { return [] }
        return mapping.entries.map(\.key)
    }
}
