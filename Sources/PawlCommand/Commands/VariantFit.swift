import Diagnostics
import InferenceCore
import Suites
import Worker

/// How a model's tensors become those of the one that its golden set is made for, and what a suite must say of it: all that 'pawl gate'
/// does not find out by itself.
struct VariantFit {
    /// Orders of axes by the golden set's names, as the suite's `transpose` has them.
    var inputs: [String: [Int]] = [:]
    var outputs: [String: [Int]] = [:]

    /// - Parameters:
    ///   - reference: of the model that names and shapes come from.
    ///   - unread: inputs of the reference that its graph does not read: a variant need not have them.
    ///   - names: of the two files, for messages.
    init(
        _ variant: InspectCall.Reply, like reference: InspectCall.Reply, unread: Set<String>,
        names: (variant: String, reference: String)
    ) throws(UsageError) {
        let own = Set(variant.inputs.map(\.name))
        let needed = reference.inputs.filter { !unread.contains($0.name) || own.contains($0.name) }
        inputs = try Self.fit(.input, variant.inputs, needed, names)
        outputs = try Self.fit(.output, variant.outputs, reference.outputs, names)
    }

    private static func fit(
        _ kind: TensorMatching.Kind, _ own: [TensorSpec], _ wanted: [TensorSpec],
        _ names: (variant: String, reference: String)
    ) throws(UsageError) -> [String: [Int]] {
        var axes: [String: [Int]] = [:]
        while true {
            let matching = TensorMatching(
                kind, wanted: wanted.map { Self.wanted($0, kind, axes[$0.name]) }, among: own, variant: names.variant)
            // Of outputs a name is enough for a gate; here they must fit.
            let open = wanted.first { spec in
                let link = matching.links[spec.name]
                let isFit = link.map { link in
                    own.contains { $0.name == link.name && Self.suits($0, spec, kind, axes[spec.name]) }
                }
                return axes[spec.name] == nil && isFit != true
            }
            if open == nil, matching.findings.isEmpty { return axes }
            // Of the orders that converters bring about, the first that makes one more tensor fit.
            let turned = open.flatMap { open in
                TensorMatching.usualTranspositions.first { order in
                    own.contains { $0.shape.count == order.count && Self.suits($0, open, kind, order) }
                }
            }
            guard let open, let turned else {
                let words = { (specs: [TensorSpec]) in specs.map(\.description).joined(separator: "; ") }
                let hint = "variants of one model share inputs and outputs, in whatever types"
                throw UsageError(
                    message: "\(names.reference) and \(names.variant) do not have the same \(kind.rawValue)s: "
                        + "\(words(wanted)), and \(words(own))",
                    hint: matching.findings.first.map { "\(hint); \($0.message)" } ?? hint)
            }
            axes[open.name] = turned
        }
    }

    private static func wanted(
        _ spec: TensorSpec, _ kind: TensorMatching.Kind, _ axes: [Int]?
    ) -> TensorMatching.Wanted {
        var real = spec
        if kind == .output, spec.inRealUnits != nil { real.elementType = .float32 }
        return TensorMatching.Wanted(
            name: spec.name, selector: TensorSelector(transposition: axes), description: spec.typeAndShape,
            units: kind == .input ? TensorUnits(spec) : nil,
            fits: { [real] candidate in kind == .input ? real.hasShape(of: candidate) : real.resembles(candidate) })
    }

    private static func suits(
        _ own: TensorSpec, _ wanted: TensorSpec, _ kind: TensorMatching.Kind, _ axes: [Int]?
    ) -> Bool {
        let matching = TensorMatching(kind, wanted: [Self.wanted(wanted, kind, axes)], among: [own], variant: "")
        guard matching.findings.isEmpty, let link = matching.links[wanted.name] else { return false }
        // Of outputs a name is enough there, whatever the shape.
        return kind == .input || own.asOutput(through: link).map(Self.wanted(wanted, kind, axes).fits) == true
    }
}

extension TensorSpec {
    /// Of the same rank, and with no dimension that both fix to different sizes.
    fileprivate func hasShape(of other: TensorSpec) -> Bool {
        var other = other
        other.elementType = elementType
        return resembles(other)
    }
}
