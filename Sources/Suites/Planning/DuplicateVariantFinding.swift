import Foundation
import ModelFormats
import Records

/// Variants that are declared to be of a lower precision and are not: named before anything is measured.
///
/// A file may be copied instead of quantised, and a tool may leave every weight as it was. Whether it was meant to be another is
/// taken from its names: two float models of one suite are as they should be.
struct DuplicateVariantFinding {
    private let cells: [PlannedCell]

    init(_ cells: [PlannedCell]) { self.cells = cells }

    var warnings: [String] {
        cells.filter { !$0.isReference && !$0.isAnchor }.compactMap { cell in
            cells.first { $0.isReference && $0.side == cell.side && $0.model == cell.model }
                .flatMap { warning(cell, reference: $0) }
        }
    }

    private func warning(_ cell: PlannedCell, reference: PlannedCell) -> String? {
        if cell.modelContent.digest == reference.modelContent.digest {
            // One file with other options is a comparison like any other: a precision may be among them.
            guard cell.options == reference.options else { return nil }
            let isOnOtherRuntime =
                cell.runtime.name != reference.runtime.name || cell.runtime.version != reference.runtime.version
                || cell.runtime.libraryDigest != reference.runtime.libraryDigest
            let claim = Self.claim(of: cell)
            // So is one file on two runtimes, unless it is said to be another.
            guard !isOnOtherRuntime || claim != nil else { return nil }
            return "\(cell.name) is byte for byte the file of the reference \(reference.name)"
                + (claim.map { ": nothing in it is \($0)" } ?? ", run in the same way: whatever differs is noise (A/A)")
        }
        guard let claim = Self.claim(of: cell), let types = WeightTypes(ofModel: cell.modelContent.path)?.main,
            let others = WeightTypes(ofModel: reference.modelContent.path)?.main, types == others,
            !Self.agrees(claim, with: types),
            // A reference that is wrongly called the same has the same reason, such as scales that are no weights.
            Self.claim(of: reference).map({ Self.agrees($0, with: others) }) ?? true
        else { return nil }
        return
            "\(cell.name) is called \(claim), but its weights are \(types.joined(separator: ", ")) like those of the "
            + "reference \(reference.name)"
    }

    /// The word in a variant's or its file's name that says it is of a lower precision: "int8" of `model_int8.onnx`.
    private static func claim(of cell: PlannedCell) -> String? {
        let file = (cell.modelContent.path as NSString).lastPathComponent
        let name = "\(cell.variant) \(file)".lowercased()
        return claims.first { name.contains($0) }
    }

    /// Whether weights of a type that a claim means are among a model's.
    private static func agrees(_ claim: String, with types: [String]) -> Bool {
        let prefixes =
            switch claim {
            case "int8", "uint8": ["int8", "uint8"]
            case "int4": ["int4", "uint4"]
            case "int16": ["int16", "uint16"]
            case "fp16", "float16": ["float16"]
            case "bf16", "bfloat16": ["bfloat16"]
            case "fp8", "float8": ["float8"]
            default: ["int8", "uint8", "int4", "uint4", "int2", "uint2", "int16", "uint16", "float8", "float4", "nf4"]
            }
        return types.contains { type in prefixes.contains { type.hasPrefix($0) } }
    }

    private static let claims = [
        "int8", "uint8", "int4", "int16", "fp16", "float16", "bf16", "bfloat16", "fp8", "float8", "quantized",
        "quantised", "quant", "qdq",
    ]
}
