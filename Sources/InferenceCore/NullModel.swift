import Foundation

/// The "model file" of the null runtime: the inputs and outputs that a model would have, as text.
///
///     null-model 1
///     # role  name    type     dimensions: a size, or a name that takes its size from the inputs
///     input   bytes   int32    batch 2048
///     output  scores  float32  batch 4
struct NullModel: Equatable {
    var inputs: [TensorSpec] = []
    var outputs: [TensorSpec] = []

    private static let byteLimit = 64 << 10
    /// Keeps the product of any bound shape far from overflowing.
    private static let dimensionLimit = 1 << 30

    /// - Throws: `InferenceError.invalidModel` naming the line.
    init(path: String) throws(InferenceError) {
        guard let file = FileHandle(forReadingAtPath: path),
            let data = try? file.read(upToCount: Self.byteLimit + 1)
        else {
            throw .invalidModel(path: path, reason: "cannot be read, or is empty")
        }
        guard data.count <= Self.byteLimit, let text = String(data: data, encoding: .utf8) else {
            throw .invalidModel(path: path, reason: "not a null model: too large, or not UTF-8 text")
        }
        do {
            try self.init(text: text)
        } catch {
            throw .invalidModel(path: path, reason: error.reason)
        }
    }

    struct SyntaxError: Error, Equatable {
        var reason: String
    }

    init(text: String) throws(SyntaxError) {
        var hasHeader = false
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
            guard !words.isEmpty else { continue }
            guard hasHeader else {
                guard words == ["null-model", "1"] else {
                    throw SyntaxError(reason: "line \(index + 1): a null model begins with 'null-model 1'")
                }
                hasHeader = true
                continue
            }
            do throws(SyntaxError) {
                try add(words)
            } catch {
                throw SyntaxError(reason: "line \(index + 1): \(error.reason)")
            }
        }
        guard hasHeader else { throw SyntaxError(reason: "a null model begins with 'null-model 1'") }
        guard !inputs.isEmpty else { throw SyntaxError(reason: "a null model has at least one input") }
        try requireOutputDimensionsAreBound()
    }

    private mutating func add(_ words: [String]) throws(SyntaxError) {
        guard words.count >= 3, words[0] == "input" || words[0] == "output" else {
            throw SyntaxError(reason: "expected 'input' or 'output', a name, an element type and dimensions")
        }
        guard let elementType = ElementType(rawValue: words[2]) else {
            let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
            throw SyntaxError(reason: "unknown element type '\(words[2])'; known: \(known)")
        }
        guard !(inputs + outputs).contains(where: { $0.name == words[1] }) else {
            throw SyntaxError(reason: "'\(words[1])' is there twice")
        }
        guard words.count <= 11 else { throw SyntaxError(reason: "at most 8 dimensions") }
        var shape: [TensorSpec.Dimension] = []
        for word in words[3...] { shape.append(try Self.dimension(word)) }
        let spec = TensorSpec(name: words[1], elementType: elementType, shape: shape)
        if words[0] == "input" { inputs.append(spec) } else { outputs.append(spec) }
    }

    private static func dimension(_ word: String) throws(SyntaxError) -> TensorSpec.Dimension {
        guard word.first?.isNumber == true || word.hasPrefix("-") else { return .dynamic(name: word) }
        guard let size = Int(word), size > 0, size <= dimensionLimit else {
            throw SyntaxError(reason: "'\(word)' is no dimension: expected 1 to \(dimensionLimit), or a name")
        }
        return .fixed(size)
    }

    private func requireOutputDimensionsAreBound() throws(SyntaxError) {
        let bound = Set(inputs.flatMap(\.shape))
        for output in outputs {
            for case .dynamic(let name) in output.shape where !bound.contains(.dynamic(name: name)) {
                throw SyntaxError(reason: "dimension '\(name ?? "?")' of '\(output.name)' is in no input")
            }
        }
    }
}
