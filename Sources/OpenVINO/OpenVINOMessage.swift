/// What the library says of an error, without the places in its source that it passed through on the way.
///
/// The words of release 2026.4.1 are layers, one a line: `Exception from src/inference/src/cpp/core.cpp:84:`, then `Check 'false' failed at
/// src/frontends/...:151:`, and in the innermost what a user can act on.
enum OpenVINOMessage {
    /// - Returns: the words as they are where nothing else would be left.
    static func atAGlance(_ words: String) -> String {
        let lines = words.split(separator: "\n").compactMap { line -> String? in
            var text = line.replacing(/Exception from [^\s:]+:\d+:/, with: "")
                .replacing(/Check '.*' failed at [^\s:]+:\d+:/, with: "")
                .replacing(/FrontEnd API failed with \w+:/, with: "")
                .replacing(/^Model wasn't fully converted\..*$/, with: "")
                .replacing(/^Summary:$/, with: "")
                // The operator is named where its message stands.
                .replacing(/^-- Conversion is failed for: .*$/, with: "")
            text.replace(#/ with a message:$/#, with: ":")
            if text.hasPrefix("-- ") { text.removeFirst(3) }
            let trimmed = text.trimmingPrefix(while: \.isWhitespace)
            guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
            return String(trimmed[...last])
        }
        return lines.isEmpty ? words : lines.joined(separator: "\n")
    }
}
