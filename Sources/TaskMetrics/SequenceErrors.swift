/// What is wrong with texts that a model read, in characters and in words.
///
/// A character is a Unicode scalar, as in jiwer and most published error rates (Python's `str` counts them so), and
/// because what a grapheme cluster is changes with the version of Unicode that a machine's library knows. Texts are compared as
/// they are: labels and alphabet must use the same normal form, or an "é" of two scalars is not the "é" of one.
/// Words are what stands between white space (Unicode's White_Space).
public struct SequenceErrors: Sendable, Equatable {
    /// Edits in characters, one a sample.
    public let characterEdits: [Int]
    /// Characters of the right text, one a sample.
    public let characterLengths: [Int]
    /// Edits in words, one a sample.
    public let wordEdits: [Int]
    /// Words of the right text, one a sample.
    public let wordLengths: [Int]

    /// - Parameters:
    ///   - references: the right text of each sample; may be empty.
    ///   - hypotheses: what the model read.
    ///   - ignoringSpaces: white space counts neither in characters nor in exact matches. Words are not changed by it.
    /// - Precondition: as many hypotheses as references.
    /// - Complexity: for each sample, the product of the lengths.
    public init(references: [String], hypotheses: [String], ignoringSpaces: Bool = false) {
        precondition(references.count == hypotheses.count, "one text a sample")
        func characters(_ text: String) -> [Unicode.Scalar] {
            text.unicodeScalars.filter { !ignoringSpaces || !$0.properties.isWhitespace }
        }
        func words(_ text: String) -> [[Unicode.Scalar]] {
            text.unicodeScalars.split { $0.properties.isWhitespace }.map(Array.init)
        }
        let texts = zip(references, hypotheses)
        characterEdits = texts.map { EditDistance.distance(characters($0), characters($1)) }
        characterLengths = references.map { characters($0).count }
        wordEdits = texts.map { EditDistance.distance(words($0), words($1)) }
        wordLengths = references.map { words($0).count }
    }

    /// Which texts are right in every character.
    public var isExact: [Bool] { characterEdits.map { $0 == 0 } }

    /// CER: all edits in characters over all characters of the right texts. Above 1 when the model invents more than there is.
    ///
    /// - Returns: nil when all right texts are empty.
    public func characterErrorRate(units: JackknifeUnits) -> MetricEstimate? {
        RatioMetric.estimate(
            numerators: characterEdits.map(Double.init), denominators: characterLengths.map(Double.init), units: units)
    }

    /// WER: all edits in words over all words of the right texts. Above 1 when the model invents more than there is.
    ///
    /// - Returns: nil when all right texts are empty.
    public func wordErrorRate(units: JackknifeUnits) -> MetricEstimate? {
        RatioMetric.estimate(
            numerators: wordEdits.map(Double.init), denominators: wordLengths.map(Double.init), units: units)
    }
}
