import InferenceCore

/// Opens everything that a manifest names and holds it against the manifest and each other.
struct GoldenSetDataReader {
    typealias DataFile = GoldenSetManifest.DataFile

    private let folder: String
    let manifest: GoldenSetManifest
    var files: DataFiles

    init(folder: String, manifest: GoldenSetManifest, verifiesDigests: Bool) {
        self.folder = folder
        self.manifest = manifest
        files = DataFiles(folder: folder, verifiesDigests: verifiesDigests)
    }

    mutating func read(digest: String) throws(GoldenSetError) -> GoldenSet {
        var inputs: [String: SampleArray] = [:]
        for (name, input) in manifest.inputs.sorted(by: { $0.key < $1.key }) {
            inputs[name] = self.input(input)
        }
        let sampleNames = files.names(manifest.sampleNames, "sample")
        if let sampleNames { checkCount(sampleNames.count, "lines", manifest.sampleNames) }
        let sequences = manifest.sequences.map { self.sequences($0) } ?? []
        var content = taskContent()
        let groups = manifest.groups.flatMap { self.groups($0) }
        if let groups, let sampleNames, files.findings.isEmpty { content?.judge(groups, sampleNames, manifest, &files) }
        let columns = self.columns(groups, sampleNames ?? [])
        let judgedSequences = groups.map { judged(sequences, $0) } ?? sequences
        guard let sampleNames, let content, files.findings.isEmpty else { throw .invalid(files.findings) }
        return GoldenSet(
            folder: folder, manifest: manifest, digest: digest, sampleNames: sampleNames, groups: groups,
            labels: content.labels, classNames: content.classNames, texts: content.texts, sequences: judgedSequences,
            columns: columns,
            feed: SampleFeed(
                sampleCount: sampleNames.count, arrays: inputs, state: manifest.state, sequences: sequences),
            inputQuantizations: manifest.inputs.compactMapValues(\.quantization), groundTruth: content.groundTruth)
    }

    private mutating func input(_ input: GoldenSetManifest.Input) -> SampleArray? {
        guard let array = files.array(input.data) else { return nil }
        if let reason = input.quantization?.mismatch(elementType: array.elementType, shape: []) {
            files.report(
                "quantization", "the quantisation of '\(input.data.path)' does not fit it: \(reason)",
                at: input.data.location, hint: "'quantization' says what integers stand for; leave it out for others")
        }
        guard let shapesFile = input.shapes else {
            checkCount(array.shape[0], "rows", input.data)
            return SampleArray(rows: array)
        }
        guard let shapes = files.array(shapesFile) else { return nil }
        checkCount(shapes.shape[0], "rows", shapesFile)
        do {
            return try SampleArray(ragged: array, shapes: shapes)
        } catch {
            files.reportArray(input.data, error)
            return nil
        }
    }

    /// Renumbered from 0, so that an index a sequence can be counted on.
    private mutating func sequences(_ file: DataFile) -> [Int32] {
        guard let array = integers(file, "sequences", rank: 1) else { return [] }
        checkCount(array.shape[0], "sequence indices", file)
        var renumbered: [Int32] = []
        renumbered.reserveCapacity(array.shape[0])
        for sample in 0..<array.shape[0] {
            let value = array.integer(at: sample)
            guard sample > 0 else {
                renumbered.append(0)
                continue
            }
            let before = array.integer(at: sample - 1)
            guard value >= before else {
                files.report(
                    "sequences", "'\(file.path)' falls from \(before) to \(value) at sample \(sample) (from 0)",
                    at: file.location, hint: "samples of a sequence stand together, in the order of time")
                return []
            }
            renumbered.append(renumbered[sample - 1] + (value > before ? 1 : 0))
        }
        return renumbered
    }

    mutating func checkCount(_ count: Int, _ unit: String, _ file: DataFile) {
        guard count != manifest.samples else { return }
        files.report(
            "sample-count", "'\(file.path)' has \(count) \(unit), the manifest says \(manifest.samples) samples",
            at: file.location, hint: "build the golden set again, or correct 'samples'")
    }

    /// An array of integers or bools of one rank.
    mutating func integers(_ file: DataFile, _ what: String, rank: Int) -> NumPyArray? {
        guard let array = files.array(file) else { return nil }
        let isInteger =
            switch array.elementType {
            case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .bool: true
            default: false
            }
        guard array.shape.count == rank, isInteger else {
            files.report(
                "labels", "\(what) must be whole numbers of rank \(rank), '\(file.path)' has \(array.description)",
                at: file.location)
            return nil
        }
        return array
    }
}
