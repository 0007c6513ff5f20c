import Diagnostics

/// What `golden.yaml` says: what the set is, where it comes from, and the digest of every data file.
public struct GoldenSetManifest: Sendable, Equatable {
    public enum Task: String, CaseIterable, Sendable, Equatable { case classification }

    /// A data file in the golden set's folder.
    public struct DataFile: Sendable, Equatable {
        /// Relative to the folder, and inside it.
        public var path: String
        /// SHA-256, lower-case hexadecimal.
        public var digest: String
        /// Of the path in the manifest.
        public var location: SourceLocation
    }

    /// The model output that holds one score per class.
    public struct Output: Sendable, Equatable {
        public var name: String
        public var scores: ScoreKind
    }

    public var id: String
    public var version: String
    public var title: String
    public var task: Task
    public var source: String
    public var licence: String
    /// How the labels came about.
    public var labelled: String
    /// What the set cannot tell.
    public var limits: String
    public var samples: Int
    public var inputs: [String: DataFile]
    public var labels: DataFile
    public var sampleNames: DataFile
    public var classes: DataFile
    public var output: Output
    /// The `k` of top-k accuracy.
    public var topK: Int

    public static let defaultTopK = 5
    /// The manifest's name in the golden set's folder.
    public static let fileName = "golden.yaml"
}
