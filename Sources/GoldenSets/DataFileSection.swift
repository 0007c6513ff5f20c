import Diagnostics
import InferenceCore
import Records
import Support

/// Reads `{ file: PATH, sha256: DIGEST }` wherever it stands in a manifest.
struct DataFileSection {
    typealias DataFile = GoldenSetManifest.DataFile

    let reader: YAMLReader

    func inputs(_ node: YAMLNode) -> [String: GoldenSetManifest.Input]? {
        guard let mapping = reader.anyMapping(node, "'inputs'") else { return nil }
        guard !mapping.entries.isEmpty else {
            reader.report("wrong-type", "'inputs' must name at least one input", at: node.location)
            return nil
        }
        var inputs: [String: GoldenSetManifest.Input] = [:]
        for entry in mapping.entries {
            let name = reader.text(entry.key, "an input's name", at: entry.keyLocation)
            let what = "input \(entry.key.quotedForMessage)"
            let mapping = reader.mapping(
                entry.value, what, required: ["file", "sha256"], optional: ["shapes", "quantization"])
            let data = mapping.flatMap(dataFile)
            let shapes = mapping?["shapes"].flatMap { file($0, "the shapes of \(what)") }
            let numbers = mapping?["quantization"].flatMap {
                reader.scaleAndZeroPoint($0, "the quantisation of \(what)")
            }
            guard let name, let data else { continue }
            inputs[name] = GoldenSetManifest.Input(
                data: data, shapes: shapes,
                // Both numbers are in range: the reader saw to it.
                quantization: numbers.flatMap { try? TensorQuantization(scale: $0.scale, zeroPoint: $0.zeroPoint) })
        }
        return inputs
    }

    func columns(_ node: YAMLNode) -> [GoldenSetManifest.Column]? {
        guard let mapping = reader.anyMapping(node, "'columns'") else { return nil }
        if mapping.entries.isEmpty || mapping.entries.count > SampleColumn.mostColumns {
            reader.report(
                "invalid-value", "'columns' must name 1 to \(SampleColumn.mostColumns) columns", at: node.location)
        }
        return mapping.entries.compactMap { entry -> GoldenSetManifest.Column? in
            let name = reader.name(entry.key, "a column's name", at: entry.keyLocation)
            let data = file(entry.value, "column \(entry.key.quotedForMessage)")
            guard name != SampleColumn.labelName else {
                reader.report(
                    "column-name", "a column cannot be called '\(SampleColumn.labelName)', which the labels are",
                    at: entry.keyLocation, hint: "leave it out where it holds the labels, or give it another name")
                return nil
            }
            guard let name, let data else { return nil }
            return GoldenSetManifest.Column(name: name, data: data)
        }
    }

    func file(_ node: YAMLNode, _ what: String) -> DataFile? {
        reader.mapping(node, what, required: ["file", "sha256"]).flatMap(dataFile)
    }

    /// Class indices, and how they become the model's.
    func labels(_ node: YAMLNode) -> (DataFile?, LabelMapping?) {
        guard
            let mapping = reader.mapping(
                node, "'labels'", required: ["file", "sha256"], optional: LabelMapping.keys)
        else { return (nil, nil) }
        return (dataFile(mapping), LabelMapping.read(mapping, reader))
    }

    private func dataFile(_ mapping: YAMLMapping) -> DataFile? {
        let path = mapping["file"].flatMap(relativePath)
        let digest = mapping["sha256"].flatMap(digest)
        guard let path, let digest, let location = mapping["file"]?.location else { return nil }
        return DataFile(path: path, digest: digest, location: location)
    }

    /// A path that cannot leave the folder by its words; links are checked when the file is opened.
    private func relativePath(_ node: YAMLNode) -> String? {
        guard let path = reader.text(node, "a data file's path") else { return nil }
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        guard components.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            reader.report(
                "path", "the path \(path.quotedForMessage) must stay inside the golden set's folder",
                at: node.location, hint: "write it relative to golden.yaml, without '.', '..' and a leading '/'")
            return nil
        }
        return path
    }

    private func digest(_ node: YAMLNode) -> String? {
        guard let digest = reader.text(node, "'sha256'") else { return nil }
        let isHexadecimal = digest.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard isHexadecimal, digest.utf8.count == 64 else {
            reader.report(
                "invalid-value", "'sha256' must be 64 lower-case hexadecimal digits, not \(digest.quotedForMessage)",
                at: node.location, hint: "'sha256sum FILE' prints it")
            return nil
        }
        return digest
    }
}
