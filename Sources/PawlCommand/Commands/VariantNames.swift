import Foundation
import GoldenSetCreation

/// Names of a model and its variants, taken from file names: `mine-fp32.onnx` and `mine-int8.onnx` are `fp32` and `int8`
/// of `mine`.
struct VariantNames {
    let model: String
    /// In the order of the files.
    let variants: [String]

    private static let separators: Set<Character> = ["-", "_", ".", " "]

    /// - Parameter files: not empty.
    init(files: [String]) {
        let stems = files.map { (($0 as NSString).lastPathComponent as NSString).deletingPathExtension }
        guard stems.count > 1 else {
            model = FileStem.safe(stems[0])
            variants = ["original"]
            return
        }
        var common = stems.dropFirst().reduce(stems[0]) { $0.commonPrefix(with: $1) }
        // A prefix ends where a word ends: "small" and "smaller" share no name.
        while let last = common.last, !Self.separators.contains(last) { common.removeLast() }
        let rests = stems.map { String($0.dropFirst(common.count)) }
        let name = common.trimmingCharacters(in: CharacterSet(charactersIn: "-_. "))
        guard !name.isEmpty, rests.allSatisfy({ !$0.isEmpty }) else {
            // Files may lie in a folder that has the model's name: mine/fp32.onnx.
            let folder = ((files[0] as NSString).deletingLastPathComponent as NSString).lastPathComponent
            model = folder.isEmpty || folder == "/" ? "model" : FileStem.safe(folder)
            variants = stems.map(FileStem.safe)
            return
        }
        model = FileStem.safe(name)
        variants = rests.map(FileStem.safe)
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
