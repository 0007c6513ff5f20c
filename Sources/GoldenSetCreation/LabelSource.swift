/// Where the right answer of each sample is written.
public enum LabelSource: Sendable, Equatable {
    /// A table `file,label`, or `file,number,number,...` for regression.
    case table(path: String)
    /// The name of the folder that the sample lies in.
    case folderName
    /// The file's name before the first separator.
    case fileName(separator: String)
    /// There is none.
    case none
}
