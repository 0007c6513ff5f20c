/// An object that a sample shows, in the units in which the model places it.
struct AnnotatedBox: Equatable {
    /// Counted from 0.
    var sample: Int
    var classIndex: Int
    /// Left, top, width, height.
    var box: [Double]
    /// Whether it stands for many objects that are not told apart.
    var isCrowd: Bool
}
