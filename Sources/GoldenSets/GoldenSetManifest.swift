import Diagnostics
import InferenceCore
import Records

/// What `golden.yaml` says: what the set is, where it comes from, and the digest of every data file.
public struct GoldenSetManifest: Sendable, Equatable {
    /// A data file in the golden set's folder.
    public struct DataFile: Sendable, Equatable {
        /// Relative to the folder, and inside it.
        public var path: String
        /// SHA-256, lower-case hexadecimal.
        public var digest: String
        /// Of the path in the manifest.
        public var location: SourceLocation
    }

    /// What one model input gets.
    public struct Input: Sendable, Equatable {
        /// A row a sample; with `shapes` all elements of all samples, one after another.
        public var data: DataFile
        /// int64[samples, rank]: the shape of each sample, where they differ.
        public var shapes: DataFile?
        /// What the integers of quantised samples stand for; nil where the manifest does not say.
        public var quantization: TensorQuantization?
    }

    /// What is known of every sample beside its label.
    public struct Column: Sendable, Equatable {
        public var name: String
        /// A text a sample.
        public var data: DataFile
    }

    public var id: String
    public var version: String
    public var title: String
    public var source: String
    public var licence: String
    /// How the labels came about.
    public var labelled: String
    /// What the set cannot tell.
    public var limits: String
    public var samples: Int
    public var inputs: [String: Input]
    /// The model output whose value a recurrent input takes from the sample before, by the input's name.
    public var state: [String: String]
    /// int32[samples] or int64[samples], never falling: which sequence a sample belongs to.
    public var sequences: DataFile?
    public var sampleNames: DataFile
    /// A text a sample: the name of the group that it is judged with.
    public var groups: DataFile?
    /// In the order of the manifest, each name once.
    public var columns: [Column]
    public var task: GoldenTask
    /// Outputs whose tensors are compared with the reference's, whatever the task is, each once.
    public var fidelityOutputs: [String]

    public static let defaultTopK = 5
    /// The manifest's name in the golden set's folder.
    public static let fileName = "golden.yaml"
}

extension GoldenSetManifest {
    /// Every data file that the manifest names, each path once, by path.
    public var dataFiles: [DataFile] {
        let files =
            inputs.values.flatMap { [$0.data, $0.shapes] } + [sequences, sampleNames, groups]
            + columns.map(\.data) + task.dataFiles.map(Optional.some)
        let byPath = Dictionary(files.compactMap { $0 }.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        return byPath.values.sorted { $0.path < $1.path }
    }
}

extension GoldenSetManifest {
    /// What samples can be cut into slices by.
    public var sliceNames: [String] {
        (task.kind.hasClassLabels ? [SampleColumn.labelName] : []) + columns.map(\.name)
    }
}

extension GoldenTask.Kind {
    /// Whether each that is judged has one class.
    fileprivate var hasClassLabels: Bool { [.classification, .binary, .anomaly].contains(self) }
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
