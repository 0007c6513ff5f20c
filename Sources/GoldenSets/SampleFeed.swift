import InferenceCore
import Support

/// What samples feed to a model, one after another: their inputs in mapped memory, and the state that a sample takes over from the
/// one before it.
public struct SampleFeed: Sendable {
    public let sampleCount: Int
    let arrays: [String: SampleArray]
    /// The output that a recurrent input takes over, by the input's name.
    let state: [String: String]
    /// Whether each sample begins a sequence; empty when every sample stands alone.
    private let beginnings: [Bool]

    /// - Parameter sequences: which sequence each sample belongs to, never falling; empty when samples stand alone.
    init(sampleCount: Int, arrays: [String: SampleArray], state: [String: String], sequences: [Int32]) {
        self.sampleCount = sampleCount
        self.arrays = arrays
        self.state = state
        beginnings = sequences.indices.map { $0 == 0 || sequences[$0] != sequences[$0 - 1] }
    }

    /// Maps the files; every place in them is checked.
    ///
    /// - Throws: `GoldenSetError.file`, `.samples` for a description that does not fit a file, or itself.
    public static func open(_ files: SampleFiles) throws(GoldenSetError) -> SampleFeed {
        guard files.count > 0 else { throw .samples(input: nil, reason: "there is none") }
        var arrays: [String: SampleArray] = [:]
        for (name, place) in files.inputs.sorted(by: { $0.key < $1.key }) {
            arrays[name] = try SampleArray(place, named: name, count: files.count)
        }
        // Nothing but files bounds the count, and what is computed from it.
        guard !arrays.isEmpty else { throw .samples(input: nil, reason: "they have no input") }
        var sequences: [Int32] = []
        if let starts = files.sequenceStarts {
            guard starts.first == 0, starts.last! < files.count, zip(starts, starts.dropFirst()).allSatisfy(<) else {
                throw .samples(input: nil, reason: "'sequenceStarts' must rise from 0, below 'count'")
            }
            for (ordinal, start) in starts.enumerated() {
                let end = ordinal + 1 < starts.count ? starts[ordinal + 1] : files.count
                sequences += repeatElement(Int32(clamping: ordinal), count: end - start)
            }
        }
        return SampleFeed(
            sampleCount: files.count, arrays: arrays, state: files.state ?? [:], sequences: sequences)
    }

    /// What `open` needs to make the same feed in another process.
    public var files: SampleFiles {
        SampleFiles(
            count: sampleCount, inputs: arrays.mapValues(\.place), state: state.isEmpty ? nil : state,
            sequenceStarts: beginnings.isEmpty ? nil : beginnings.indices.filter { beginnings[$0] })
    }

    /// Of files, sorted; inputs that carry state are not among them.
    public var inputNames: [String] { arrays.keys.sorted() }

    /// Whether a sample's prediction depends on those before it.
    public var carriesState: Bool { !state.isEmpty }

    /// Whether a sample is the first of its sequence; every sample is where there are no sequences.
    public func beginsSequence(_ sample: Int) -> Bool { beginnings.isEmpty || beginnings[sample] }

    /// Bytes that samples take up in the files of all inputs.
    public func inputByteCount(ofSamples samples: Range<Int>) -> Int {
        arrays.values.reduce(0) { $0 + $1.bytes(ofSamples: samples).count }
    }

    /// Gives back the memory of samples that are done with: a set larger than memory is evaluated in bounded memory.
    ///
    /// Tensors of these samples stay valid, and are read from the files again when they are touched again.
    public func releasePages(samples: Range<Int>) {
        for array in arrays.values { array.releasePages(samples: samples) }
    }

    /// `bytes: int32[1042, 2048]`, sorted by name.
    var describedInputs: [String] {
        arrays.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.description)" }
    }
}

extension SampleFeed {
    /// Writes one input of every sample as a model wants it, one after another, for who cannot convert samples itself.
    ///
    /// - Parameter path: of a new file.
    /// - Returns: where the samples lie now.
    /// - Throws: `GoldenSetError`, and `InferenceError` for a sample that cannot be converted, which it names.
    public func convert(input name: String, through link: TensorLink, to path: String) throws -> SampleFiles.Input {
        guard let array = arrays[name] else { throw GoldenSetError.samples(input: name, reason: "there is none") }
        let file = try BufferedFile(path: path)
        var shapes: [[Int]] = []
        var type = array.elementType
        var resident = 0..<0
        for sample in 0..<sampleCount {
            let shape = array.shape(ofSample: sample)
            // Axes are counted with that of the batch, which samples have not.
            let addsBatch = link.transposition.map { $0.count == shape.count + 1 && $0[0] == 0 } ?? false
            let given = array.tensor(ofSample: sample, shape: addsBatch ? [1] + shape : shape)
            let tensor: Tensor
            do throws(InferenceError) {
                tensor = try link.convert(given)
            } catch {
                throw InferenceError.conversion(of: "input '\(name)' of sample \(sample) (from 0)", error)
            }
            try file.append(tensor.bytes)
            type = tensor.elementType
            shapes.append(addsBatch ? Array(tensor.shape.dropFirst()) : tensor.shape)
            resident = resident.lowerBound..<sample + 1
            if array.bytes(ofSamples: resident).count > Self.residentBytes {
                array.releasePages(samples: resident)
                resident = sample + 1..<sample + 1
            }
        }
        try file.finish()
        let isUniform = shapes.allSatisfy { $0 == shapes[0] }
        return SampleFiles.Input(
            path: path, offset: 0, elementType: type, shape: isUniform ? shapes[0] : nil,
            shapes: isUniform ? nil : shapes)
    }

    /// Samples in memory beyond this are given back.
    private static let residentBytes = 64 << 20
}
