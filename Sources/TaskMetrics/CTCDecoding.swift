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
                reason: "the model answered symbol \(index), and the alphabet has \(alphabet.count) symbols",
                hint: "the first line of the alphabet is the symbol of index 0; blank needs a line too")
        }
        return alphabet[Int(index)]
    }
}
