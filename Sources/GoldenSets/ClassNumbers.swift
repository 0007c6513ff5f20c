/// Which number stands for a class where a model answers with the class itself, in a text or a whole number.
///
/// Classes whose names are all whole numbers have those numbers, as the `classes_` of scikit-learn's models; all others are counted in
/// their order, from 0.
public struct ClassNumbers: Sendable {
    private let indices: [Int32: Int]
    private let numbers: [String: Int32]

    /// - Parameter names: of the classes, unique, in their order.
    public init(_ names: [String]) {
        let own = names.compactMap { name in Int32(name).flatMap { String($0) == name ? $0 : nil } }
        let numbers = own.count == names.count ? own : names.indices.map { Int32($0) }
        indices = Dictionary(zip(numbers, numbers.indices)) { first, _ in first }
        self.numbers = Dictionary(zip(names, numbers)) { first, _ in first }
    }

    /// Of a class by its name; nil for none.
    public func number(of name: String) -> Int32? { numbers[name] }

    /// The class of a number, counted from 0; nil for none.
    public func index(of number: Int32) -> Int? { indices[number] }
}

extension GoldenSet {
    /// What the texts of an output may be: the names of the classes, where the output holds classes and not their scores.
    public func texts(ofOutput name: String) -> [String]? {
        guard case .classification(let task) = manifest.task, task.scores == nil, task.output == name else {
            return nil
        }
        return classNames
    }
}
