import Diagnostics
import Support

/// How the numbers in a golden set's file of labels become the model's classes.
public enum LabelMapping: Sendable, Equatable {
    /// This much is added: 1 where the model has a background class in front.
    case offset(Int)
    /// The class of each number, from 0.
    case table([Int])

    static let keys = ["offset", "map"]

    /// The class, as long as the numbers fit; nil for a number that the table does not have.
    func callAsFunction(_ label: Int64) -> Int64? {
        switch self {
        case .offset(let offset):
            let (sum, overflows) = label.addingReportingOverflow(Int64(offset))
            return overflows ? nil : sum
        case .table(let classes):
            guard let index = Int(exactly: label), classes.indices.contains(index) else { return nil }
            return Int64(classes[index])
        }
    }

    /// Of `labels: { file: ..., sha256: ..., offset: 1 }` or `map: [2, 0, 1]`; nil where neither stands.
    static func read(_ mapping: YAMLMapping, _ reader: YAMLReader) -> LabelMapping? {
        if let offset = mapping["offset"], let map = mapping["map"] {
            reader.report(
                "label-mapping", "'offset' and 'map' exclude each other", at: map.location,
                hint: "leave out 'offset' at line \(offset.location.line): a map can say all of it")
            return nil
        }
        if let offset = mapping["offset"] {
            guard let text = reader.text(offset, "'offset' of the labels") else { return nil }
            guard let number = Int(text), (-1_000_000...1_000_000).contains(number) else {
                reader.report(
                    "invalid-value", "'offset' of the labels must be a whole number, not \(text.quotedForMessage)",
                    at: offset.location)
                return nil
            }
            return .offset(number)
        }
        guard let map = mapping["map"], let nodes = reader.list(map, "'map' of the labels") else { return nil }
        guard !nodes.isEmpty else {
            reader.report(
                "label-mapping", "'map' of the labels has no classes", at: map.location,
                hint: "give the class of each number from 0, such as [2, 0, 1], or leave 'map' out")
            return nil
        }
        let classes = nodes.map { reader.integer($0, "a class in 'map'", in: 0...1_000_000) }
        let known = classes.compactMap { $0 }
        return known.count == classes.count ? .table(known) : nil
    }
}

extension LabelMapping: CustomStringConvertible {
    /// "plus 1", "through a map of 10 numbers"
    public var description: String {
        switch self {
        case .offset(let offset): "\(offset < 0 ? "minus" : "plus") \(offset.magnitude)"
        case .table(let classes): "through a map of \(classes.count) numbers"
        }
    }
}

/// Which number stands for a class where a model returns the class itself, in a text or a whole number.
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
