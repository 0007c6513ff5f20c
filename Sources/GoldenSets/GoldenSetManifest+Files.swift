extension GoldenSetManifest {
    /// Every data file that the manifest names, each path once, by path.
    public var dataFiles: [DataFile] {
        let files =
            inputs.values.flatMap { [$0.data, $0.shapes] } + [sequences, sampleNames, groups]
            + task.dataFiles.map(Optional.some)
        let byPath = Dictionary(files.compactMap { $0 }.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        return byPath.values.sorted { $0.path < $1.path }
    }
}

extension GoldenTask {
    fileprivate var dataFiles: [DataFile] {
        switch self {
        case .classification(let task): [task.labels, task.classes]
        case .binary(let task): [task.labels, task.classes]
        case .sequence(let task): [task.labels, task.alphabet]
        case .embedding(let task):
            [task.labels, task.pairs?.pairs, task.pairs?.similarities].compactMap { $0 }
        case .regression(let task): [task.labels]
        case .detection(let task):
            [task.boxes, task.boxClasses, task.boxSamples, task.classes] + (task.crowd.map { [$0] } ?? [])
        case .segmentation(let task): [task.masks, task.classes]
        case .anomaly(let task): [task.labels]
        case .fidelity: []
        }
    }
}
