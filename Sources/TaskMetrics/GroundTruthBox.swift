/// An object that is in an image.
public struct GroundTruthBox: Sendable, Equatable {
    /// Which image, from 0.
    public var sample: Int
    /// Which class, from 0.
    public var classIndex: Int
    public var box: DetectionBox
    /// Many objects of the class that are not told apart: found or not, it does not count, and neither does any
    /// number of detections in it.
    public var isCrowd: Bool

    public init(sample: Int, classIndex: Int, box: DetectionBox, isCrowd: Bool = false) {
        self.sample = sample
        self.classIndex = classIndex
        self.box = box
        self.isCrowd = isCrowd
    }
}
