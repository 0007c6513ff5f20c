/// One file of samples: an `.npz` with an array for each model input, or an `.npy` for a model of one input.
struct SampleFile: Sendable, Equatable {
    enum Kind: String, CaseIterable { case npy, npz }

    var kind: Kind
    /// From the samples' folder, with the extension.
    var relativePath: String
    var path: String

    /// The sample's name in reports and in tables of labels: the relative path without the extension.
    var name: String { String(relativePath.dropLast(kind.rawValue.count + 1)) }
}
