/// Where the right answer of each sample is written.
public enum LabelSource: Sendable, Equatable {
    /// A table `file,label`, or `file,number,number,...` for regression.
    case table(path: String)
    /// The name of the folder that the sample lies in.
    case folderName
    /// The file's name before the first separator.
    case fileName(separator: String)
    /// A JSON file of the COCO data set's format, for detection.
    case annotations(path: String)
    /// A folder of `.npy` masks, named like the samples, for segmentation.
    case masks(folder: String)
    /// There is none.
    case none
}
