import Foundation
import ModelFormats

/// Finds the variant that the others are compared with: the one that nothing was taken from.
struct ReferenceChoice {
    let index: Int
    /// Why, as a continuation of its name.
    let reason: String

    private static let floatNames = ["fp32", "float32", "f32", "float", "original", "full"]
    private static let reducedNames = [
        "int8", "uint8", "int4", "int16", "i8", "u8", "quant", "qdq", "dyn", "fp16", "float16", "f16", "bf16", "w8",
        "w4", "q4", "q8", "pruned", "sparse", "distilled",
    ]

    /// - Parameters:
    ///   - names: of the variants; not empty.
    ///   - stated: what the names of their files say; empty where that is the model's name alone.
    ///   - weights: of each; nil where the file does not tell.
    ///   - bytes: of each file.
    init(names: [String], stated: [String], weights: [WeightTypes?], bytes: [Int]) {
        guard names.count > 1 else {
            (index, reason) = (0, "the only one so far")
            return
        }
        var candidates = Array(names.indices)
        var ground: String?
        let bits = weights.map { $0?.bitsPerWeight }
        if bits.allSatisfy({ $0 != nil }), let most = bits.compactMap({ $0 }).max() {
            // Scales, biases and shapes make up a few hundredths.
            candidates = names.indices.filter { (bits[$0] ?? 0) > 0.95 * most }
            if candidates.count < names.count {
                let others = names.indices.filter { !candidates.contains($0) }
                    .map { "those of \(names[$0]) \(weights[$0]?.description ?? "")" }
                ground =
                    "its weights are \(weights[candidates[0]]?.description ?? ""), "
                    + others.joined(separator: ", ")
            }
        }
        if candidates.count == 1, let ground {
            (index, reason) = (candidates[0], ground)
            return
        }
        let same =
            candidates.count == names.count && bits[0] != nil
            ? "; the weights of all are \(weights[0]?.description ?? "")" : ground.map { "; \($0)" } ?? ""
        // A name that says what was done to a file outranks the float type that it may name as well: fp32-pruned.
        let isReduced = stated.map { name in Self.reducedNames.contains { name.lowercased().contains($0) } }
        let unreduced = candidates.filter { !isReduced[$0] }
        for word in Self.floatNames {
            guard let named = unreduced.first(where: { stated[$0].lowercased().contains(word) }) else { continue }
            (index, reason) = (named, "by its name the one that nothing was taken from\(same)")
            return
        }
        let reduced = candidates.filter { isReduced[$0] }.map { stated[$0] }
        if unreduced.count == 1, !reduced.isEmpty {
            let names = reduced.joined(separator: ", ")
            (index, reason) = (
                unreduced[0], "the files of the others are named after what was done to them (\(names))\(same)"
            )
            return
        }
        let choice = unreduced.isEmpty ? candidates : unreduced
        let largest = choice.max { (bytes[$0], $1) < (bytes[$1], $0) } ?? 0
        guard !unreduced.isEmpty else {
            (index, reason) = (largest, "the largest file; all are named after what was done to them\(same)")
            return
        }
        let among = reduced.isEmpty ? "" : " whose name does not say that it was derived"
        (index, reason) = (
            largest, "the largest file\(among), so most likely the one that nothing was taken from\(same)"
        )
    }
}
