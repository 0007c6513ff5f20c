import Diagnostics
import Foundation
import Records
import Support

/// Reads device class files; they look like the gates of a suite with a word on where the numbers come from.
public enum DeviceClassReader {
    /// The folder beside a suite that holds its device classes.
    public static let folderName = "devices"

    /// Finds a device class by what people call it.
    ///
    /// - Parameters:
    ///   - name: a name, for `devices/NAME.yaml` in the suite's folder, or a path: with a `/`, or ending in `.yaml`.
    ///   - suiteFolder: the folder of the suite's file.
    ///   - resolve: makes a path from the command line absolute.
    /// - Throws: `DeviceClassError`.
    public static func find(
        _ name: String, suiteFolder: String, resolve: (String) -> String
    ) throws(DeviceClassError) -> DeviceClass {
        if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
            return try read(file: resolve(name))
        }
        let folder = suiteFolder + "/" + folderName
        let known = names(in: folder)
        guard known.contains(name) else { throw .unknown(name: name, folder: folder, known: known) }
        return try read(file: "\(folder)/\(name).yaml")
    }

    /// Names of the device classes of a folder, sorted.
    public static func names(in folder: String) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// - Throws: `DeviceClassError.unreadable`, `.invalid` with all findings.
    public static func read(file: String) throws(DeviceClassError) -> DeviceClass {
        let document: YAMLDocument
        do {
            let mapped = try MappedFile(path: file, limit: UInt64(YAMLDocument.maximumBytes))
            document = try withExtendedLifetime(mapped) { try YAMLDocument.parse(mapped.bytes, file: file) }
        } catch let error as FileError {
            throw .unreadable(error)
        } catch {
            throw .invalid((error as? any DiagnosableError)?.diagnostics ?? [])
        }
        let reader = YAMLReader(codePrefix: "device", document: document)
        let device = read(document.root, reader)
        guard let device, !reader.hasErrors else { throw .invalid(reader.findings) }
        return device
    }

    private static func read(_ root: YAMLNode, _ reader: YAMLReader) -> DeviceClass? {
        let keys = ["pawl", "device", "title", "source", "gates"]
        guard let mapping = reader.mapping(root, "a device class", required: keys) else { return nil }
        SuiteSections.checkFormat(mapping["pawl"], of: "device class", reader)
        let name = mapping["device"].flatMap { reader.name($0, "a device class's name") }
        let title = mapping["title"].flatMap { reader.text($0, "'title'") }
        let source = mapping["source"].flatMap { reader.text($0, "'source'") }
        var gates = mapping["gates"].map { GateSection(reader: reader, models: nil).gates($0) } ?? []
        if case .sequence(let items) = mapping["gates"]?.content, items.isEmpty, let node = mapping["gates"] {
            reader.report("no-gates", "a device class without gates says nothing", at: node.location)
        }
        for index in gates.indices {
            gates[index].deviceClass = name
            let gate = gates[index]
            guard gate.against != .nothing || !gate.models.isEmpty || !gate.variants.isEmpty else { continue }
            reader.report(
                "gate",
                "a device class limits values of every variant: its gates have no 'against', 'models' or 'variants'",
                at: gate.location, hint: "write it as { metric: latency_p50, max: 100 ms }, or put it into the suite")
        }
        guard let name, let title, let source else { return nil }
        return DeviceClass(name: name, title: title, source: source, gates: gates)
    }
}

/// Limits that a kind of device sets, to be applied to any suite.
public struct DeviceClass: Sendable, Equatable {
    public var name: String
    /// One line for people.
    public var title: String
    /// Where the numbers come from.
    public var source: String
    /// Each limits a value itself; `deviceClass` is the name.
    public var gates: [Gate]
}

extension Suite {
    /// The suite with the device class's gates behind its own.
    public func applying(_ device: DeviceClass) -> Suite {
        var suite = self
        suite.gates += device.gates.enumerated().map { offset, gate in
            var gate = gate
            gate.index = gates.count + offset
            return gate
        }
        return suite
    }
}
