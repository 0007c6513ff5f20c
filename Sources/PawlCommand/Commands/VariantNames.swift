import Foundation
import GoldenSets

/// Names of a model and its variants, taken from file names: `mine-fp32.onnx` and `mine-int8.onnx` are `fp32` and `int8`
/// of `mine`, and so are `fp32-mine.onnx` and `int8-mine.onnx`.
struct VariantNames {
    let model: String
    /// In the order of the files.
    private(set) var variants: [String]
    /// What each file's own name says beside the model's: what `variants` adds to it is no evidence of anything. Empty for a file that
    /// has the model's name alone.
    let stated: [String]

    private static let separators: Set<Character> = ["-", "_", ".", " "]
    private static let edges = CharacterSet(charactersIn: "-_. ")

    /// - Parameters:
    ///   - files: not empty.
    ///   - types: of each file's weights, `float32`; they name a file that has the model's name and nothing else.
    init(files: [String], types: [String?] = []) {
        let stems = files.map { (($0 as NSString).lastPathComponent as NSString).deletingPathExtension }
        guard stems.count > 1 else {
            model = FileStem.safe(stems[0])
            (variants, stated) = (["original"], [""])
            return
        }
        guard let (name, rests) = Self.parts(stems) else {
            // Files may lie in a folder that has the model's name: mine/fp32.onnx.
            let folder = ((files[0] as NSString).deletingLastPathComponent as NSString).lastPathComponent
            model = folder.isEmpty || folder == "/" ? "model" : FileStem.safe(folder)
            (variants, stated) = (stems.map(FileStem.safe), stems)
            disambiguate(files)
            return
        }
        model = FileStem.safe(name)
        let taken = Set(rests)
        stated = rests
        variants = rests.indices.map { index in
            guard rests[index].isEmpty else { return FileStem.safe(rests[index]) }
            let type = types.indices.contains(index) ? types[index].map(Self.short) : nil
            return type.map { taken.contains($0) ? "original" : $0 } ?? "original"
        }
        disambiguate(files)
    }

    /// What file names share at word ends, and what is left of each; nil where they share nothing.
    private static func parts(_ stems: [String]) -> (name: String, rests: [String])? {
        let words = stems.map(Self.words)
        let shortest = words.map(\.count).min() ?? 0
        let front = (0..<shortest).prefix { position in words.allSatisfy { $0[position] == words[0][position] } }.count
        let left = words.map { $0.dropFirst(front) }
        let shortestLeft = left.map(\.count).min() ?? 0
        let back = (0..<shortestLeft).prefix { position in
            left.allSatisfy { $0[$0.endIndex - 1 - position] == left[0][left[0].endIndex - 1 - position] }
        }.count
        // Of both, what is in front: the end may be a version that all share.
        let (name, rests) =
            front > 0
            ? (words[0].prefix(front), left.map { Array($0) })
            : (words[0].suffix(back), words.map { Array($0.dropLast(back)) })
        let text = name.joined().trimmingCharacters(in: edges)
        guard !text.isEmpty else { return nil }
        return (text, rests.map { $0.joined().trimmingCharacters(in: edges) })
    }

    /// Words, each with the separators behind it left out of the comparison: `a`, `-int8`, `-dynamic`.
    private static func words(_ stem: String) -> [String] {
        var words: [String] = []
        for character in stem {
            if separators.contains(character) || words.isEmpty { words.append("") }
            words[words.count - 1].append(character)
        }
        return words
    }

    /// Files that differ in their format alone are called after it.
    private mutating func disambiguate(_ files: [String]) {
        guard Set(variants).count < variants.count else { return }
        let formats = files.map { ($0 as NSString).pathExtension.lowercased() }
        guard Set(formats).count > 1 else { return }
        variants = zip(variants, formats).map { $0 == "original" ? FileStem.safe($1) : FileStem.safe("\($0)-\($1)") }
    }

    private static func short(_ type: String) -> String {
        type.replacing("bfloat", with: "bf").replacing("float", with: "fp")
    }

    /// - Throws: `UsageError` for two files of one name.
    func check() throws(UsageError) {
        guard Set(variants).count < variants.count else { return }
        throw UsageError(
            message: "two model files have the same name", hint: "variants are named after their files: rename one")
    }

    /// The suite's name: that of its file.
    func suite(_ path: String) -> String {
        FileStem.safe(((path as NSString).lastPathComponent as NSString).deletingPathExtension)
    }
}
