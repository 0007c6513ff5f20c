import Foundation
import InferenceCore
import Records
import Support

extension GoldenSet {
    /// A golden set of some of this one's samples, evenly spread, for questions that do not need all of them.
    ///
    /// - Parameters:
    ///   - count: how many; at least 1.
    ///   - folder: for copies of the inputs, which must stay as long as the excerpt is used.
    /// - Returns: nil for a set that has no more samples; where samples belong together, in groups, sequences or pairs; and for boxes
    ///   and masks.
    /// - Throws: `GoldenSetError.file`, `.samples`.
    public func excerpt(of count: Int, copiesIn folder: TemporaryFolder) throws(GoldenSetError) -> GoldenSet? {
        guard count >= 1, count < sampleCount, groups == nil, sequences.isEmpty, !feed.carriesState else { return nil }
        let chosen = (0..<count).map { sampleCount * $0 / count }
        func picked<Value>(_ values: [Value]) -> [Value] { values.isEmpty ? [] : chosen.map { values[$0] } }
        let truth: GroundTruth
        switch groundTruth {
        case .labelsOnly, .alphabet: truth = groundTruth
        case .numbers(let numbers, let columns):
            let rows = chosen.flatMap { numbers[$0 * columns..<($0 + 1) * columns] }
            truth = .numbers(rows, columns: columns)
        case .similarities, .boxes, .masks: return nil
        }
        var files = feed.files
        files.count = count
        for (index, name) in feed.inputNames.enumerated() {
            guard let array = feed.arrays[name] else { continue }
            var place = array.place
            place.path = folder.file("excerpt-\(index)")
            place.offset = 0
            place.shapes = place.shapes.map { shapes in chosen.map { shapes[$0] } }
            do {
                try AtomicFile.write(array.copied(chosen), to: place.path)
            } catch {
                throw .file(error)
            }
            files.inputs[name] = place
        }
        return GoldenSet(
            folder: self.folder, manifest: manifest, digest: digest, sampleNames: picked(sampleNames), groups: nil,
            labels: picked(labels), classNames: classNames, texts: picked(texts), sequences: [],
            columns: columns.map { column in
                SampleColumn(name: column.name, texts: chosen.map { column.values[Int(column.indices[$0])] })
            },
            feed: try SampleFeed.open(files), inputQuantizations: inputQuantizations, groundTruth: truth)
    }
}

extension SampleArray {
    /// Some samples, one after another.
    fileprivate func copied(_ samples: [Int]) -> Data {
        var data = Data()
        for sample in samples {
            data.append(contentsOf: tensor(ofSample: sample, shape: shape(ofSample: sample)).bytes)
        }
        return data
    }
}
