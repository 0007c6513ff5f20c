/// An object that a model found in an image.
public struct DetectedBox: Sendable, Equatable {
    /// Which image, from 0.
    public var sample: Int
    /// Which class, from 0.
    public var classIndex: Int
    public var box: DetectionBox
    /// How sure the model is; finite.
    public var score: Double

    public init(sample: Int, classIndex: Int, box: DetectionBox, score: Double) {
        self.sample = sample
        self.classIndex = classIndex
        self.box = box
        self.score = score
    }
}
