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

/// Levenshtein's distance.
public enum EditDistance {
    /// The fewest insertions, deletions and substitutions, each counting 1, that make one list of the other.
    ///
    /// - Complexity: O(n m) time; memory for one row of the shorter list.
    /// - Source: Wagner & Fischer, "The string-to-string correction problem", Journal of the ACM 21 (1974).
    public static func distance<Element: Equatable>(_ first: [Element], _ second: [Element]) -> Int {
        let (long, short) = first.count >= second.count ? (first, second) : (second, first)
        // row[j]: distance of the elements of `long` so far to the first j of `short`.
        var row = Array(0...short.count)
        for (index, element) in long.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in short.indices {
                let substituted = diagonal + (short[column] == element ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
            }
        }
        return row[short.count]
    }
}

/// From symbol indices to text.
public enum CTCDecoding {
    /// Best-path decoding: repeats are collapsed, then blanks dropped.
    ///
    /// - Parameters:
    ///   - indices: the symbol of highest score of each time step.
    ///   - blank: the index that stands for no symbol, and between equal symbols that are both meant.
    ///   - alphabet: the text of each index.
    /// - Throws: `UnusableOutputs` for an index that the alphabet has not.
    /// - Source: Graves, Fernández, Gomez & Schmidhuber, "Connectionist temporal classification", ICML 2006, section 3.2.
    public static func greedy(indices: [Int32], blank: Int32, alphabet: [String]) throws(UnusableOutputs) -> String {
        var text = ""
        var last: Int32?
        for index in indices {
            if index != last, index != blank { text += try symbol(index, alphabet) }
            last = index
        }
        return text
    }

    /// The text of indices that are symbols already; it ends before the first blank.
    ///
    /// - Throws: `UnusableOutputs` for an index before the end that the alphabet has not.
    public static func indices(_ indices: [Int32], blank: Int32, alphabet: [String]) throws(UnusableOutputs) -> String {
        var text = ""
        for index in indices.prefix(while: { $0 != blank }) { text += try symbol(index, alphabet) }
        return text
    }

    private static func symbol(_ index: Int32, _ alphabet: [String]) throws(UnusableOutputs) -> String {
        guard index >= 0, index < alphabet.count else {
            throw UnusableOutputs(
                reason: "the model returned symbol \(index), and the alphabet has \(alphabet.count) symbols",
                hint: "the first line of the alphabet is the symbol of index 0; blank needs a line too")
        }
        return alphabet[Int(index)]
    }
}
