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

extension SampleFile {
    /// The name of the folder that it lies in; nil directly in the samples' folder.
    var folder: String? {
        let components = relativePath.split(separator: "/")
        return components.count >= 2 ? String(components[components.count - 2]) : nil
    }

    /// What its file name has before the first separator; nil where there is none, or nothing before it.
    func prefix(before separator: String) -> String? {
        let base = name.split(separator: "/").last ?? ""
        guard let range = base.firstRange(of: separator), range.lowerBound > base.startIndex else { return nil }
        return String(base[..<range.lowerBound])
    }
}
