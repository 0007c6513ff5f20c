/// What is known of every golden sample beside its label: the camera that took it, its language, how long it is.
public struct SampleColumn: Sendable, Codable, Equatable {
    public var name: String
    /// Each different value once, in the order in which samples have it first.
    public var values: [String]
    /// The value of each sample, or of each group of samples that is judged as one: an index into `values`.
    public var indices: [Int32]

    public init(name: String, values: [String], indices: [Int32]) {
        self.name = name
        self.values = values
        self.indices = indices
    }

    /// - Parameter texts: a value for each sample.
    public init(name: String, texts: [String]) {
        var numbers: [String: Int32] = [:]
        var values: [String] = []
        let indices = texts.map { text -> Int32 in
            if let number = numbers[text] { return number }
            let number = Int32(values.count)
            numbers[text] = number
            values.append(text)
            return number
        }
        self.init(name: name, values: values, indices: indices)
    }

    /// The column that every set with class labels has, of the labels themselves.
    public static let labelName = "label"
    /// With more columns, or values in a column, or longer ones, it is no longer a set cut into slices.
    public static let mostColumns = 32
    public static let mostValues = 1000
    public static let mostBytes = 200
}
