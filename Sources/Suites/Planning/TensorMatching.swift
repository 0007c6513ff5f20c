import Diagnostics
import InferenceCore

/// Finds out which tensor of a converted model is which of those that its golden set names.
///
/// In this order, each for what is still open: the name that the suite gives; the same name; the same name with what converters
/// to `.tflite` put around it; the only two that are left; the only two that fit each other in type and shape.
public struct TensorMatching: Sendable {
    /// A tensor that a model must have, or may have.
    public struct Wanted: Sendable {
        public var name: String
        public var selector: TensorSelector
        /// What is known of it without the model, for messages, such as `float32[1, 28, 28]`; nil when nothing is.
        public var description: String?
        /// What the values are: those that an input is fed, or those of the reference's output; nil if unknown.
        public var units: TensorUnits?
        /// Whether a tensor can be it that looks so through the selector's link: in shape, where an input's units are known.
        public var fits: @Sendable (TensorSpec) -> Bool
        /// Whether there is no measuring without it.
        public var isRequired: Bool

        public init(
            name: String, selector: TensorSelector = TensorSelector(), description: String? = nil,
            units: TensorUnits? = nil,
            isRequired: Bool = true, fits: @escaping @Sendable (TensorSpec) -> Bool = { _ in true }
        ) {
            self.name = name
            self.selector = selector
            self.description = description
            self.units = units
            self.isRequired = isRequired
            self.fits = fits
        }
    }

    public enum Kind: String, Sendable {
        case input, output

        fileprivate func fits(_ wanted: Wanted, _ spec: TensorSpec) -> Bool {
            if case .success = link(wanted, spec) { true } else { false }
        }

        /// Whether it fits without becoming another type.
        fileprivate func isOfSameType(_ wanted: Wanted, _ spec: TensorSpec) -> Bool {
            guard case .success(let link) = link(wanted, spec) else { return false }
            guard self == .output else { return link.cast == wanted.selector.cast }
            return wanted.units.map { $0.elementType == spec.asOutput(through: link)?.elementType } ?? true
        }

        /// How a tensor that is known to be it becomes what is wanted, whatever its shape.
        fileprivate func namedLink(_ wanted: Wanted, _ spec: TensorSpec) -> TensorLink {
            if case .success(let link) = link(wanted, spec) { return link }
            var link = wanted.selector.link(to: spec.name)
            if self == .output { link.cast = spec.inRealUnits }
            return link
        }

        /// How a tensor becomes what is wanted.
        fileprivate func link(_ wanted: Wanted, _ spec: TensorSpec) -> Result<TensorLink, Mismatch> {
            var spec = spec
            spec.quantization = wanted.selector.quantization ?? spec.quantization
            var link = TensorLink(
                name: spec.name, transposition: wanted.selector.transposition,
                preprocessing: wanted.selector.preprocessing)
            switch self {
            case .input:
                guard var seen = spec.asInput(through: link) else { return .failure(.shape) }
                if let cast = wanted.selector.cast {
                    guard cast.to == spec.elementType else { return .failure(.shape) }
                    (seen.elementType, link.cast) = (cast.from, cast)
                } else if let units = wanted.units {
                    do throws(TensorUnits.Obstacle) {
                        link.cast = try units.conversion(to: TensorUnits(spec))
                    } catch {
                        // The shape is the better reason.
                        return .failure(wanted.fits(seen) ? .units(error, TensorUnits(spec)) : .shape)
                    }
                    (seen.elementType, seen.quantization) = (units.elementType, units.quantization)
                }
                return wanted.fits(seen) ? .success(link) : .failure(.shape)
            case .output:
                link.cast = spec.inRealUnits
                return spec.asOutput(through: link).map(wanted.fits) ?? false ? .success(link) : .failure(.shape)
            }
        }
    }

    fileprivate enum Mismatch: Error {
        case shape
        /// With what the model's tensor is.
        case units(TensorUnits.Obstacle, TensorUnits)
    }

    /// How a tensor was recognised.
    public enum Ground: String, Sendable {
        case suite = "as the suite says"
        case name = "by its name"
        case only = "the only one left"
        case shape = "by type and shape"
    }

    /// By the golden set's names.
    public private(set) var links: [String: TensorLink] = [:]
    public private(set) var grounds: [String: Ground] = [:]
    public private(set) var findings: [Diagnostic] = []

    private let kind: Kind
    private let variant: String

    /// - Parameters:
    ///   - wanted: of distinct names.
    ///   - specs: all that the model has of this kind.
    ///   - variant: for messages.
    public init(_ kind: Kind, wanted: [Wanted], among specs: [TensorSpec], variant: String) {
        self.kind = kind
        self.variant = variant
        var open = wanted
        var free = specs
        takeNamed(&open, &free, specs)
        let kind = kind
        for name in [{ $0 }, Self.bareName] as [(String) -> String] {
            take(.name, &open, &free) { wanted, spec in wanted.selector.name == nil && name(spec.name) == wanted.name }
        }
        if open.filter(\.isRequired).count == 1, free.count == 1 {
            let required = open.filter(\.isRequired)[0]
            take(.only, &open, &free) { $0.name == required.name && kind.fits($0, $1) }
        }
        // Of two that fit, the one of the same type is it.
        takeFitting(&open, &free) { kind.isOfSameType($0, $1) }
        takeFitting(&open, &free) { kind.fits($0, $1) }
        for missing in open where missing.isRequired { explain(missing, free) }
        guard kind == .input else { return }
        // What was found by name must still take the samples.
        for found in wanted {
            guard let name = links[found.name]?.name, let spec = specs.first(where: { $0.name == name }),
                !kind.fits(found, spec)
            else { continue }
            explain(found, [spec])
        }
    }

    private mutating func takeNamed(_ open: inout [Wanted], _ free: inout [TensorSpec], _ all: [TensorSpec]) {
        take(.suite, &open, &free) { wanted, spec in wanted.selector.name == spec.name }
        for wanted in open {
            guard let name = wanted.selector.name else { continue }
            findings.append(
                Diagnostic(
                    code: "model.unknown-tensor", "the model of \(variant) has no \(kind.rawValue) '\(name)'",
                    hint: Suggestion.hint(for: name, among: all.map(\.name))))
        }
        open.removeAll { $0.selector.name != nil }
    }

    private mutating func take(
        _ ground: Ground, _ open: inout [Wanted], _ free: inout [TensorSpec], where isIt: (Wanted, TensorSpec) -> Bool
    ) {
        for wanted in open {
            guard let index = free.firstIndex(where: { isIt(wanted, $0) }) else { continue }
            links[wanted.name] = kind.namedLink(wanted, free[index])
            grounds[wanted.name] = ground
            free.remove(at: index)
            open.removeAll { $0.name == wanted.name }
        }
    }

    /// Pairs of which each is the other's only one, until there are no more.
    private mutating func takeFitting(
        _ open: inout [Wanted], _ free: inout [TensorSpec], where fits: (Wanted, TensorSpec) -> Bool
    ) {
        while true {
            var pair: (wanted: String, spec: String)?
            for wanted in open where pair == nil {
                let candidates = free.filter { fits(wanted, $0) }
                guard candidates.count == 1, open.count(where: { fits($0, candidates[0]) }) == 1 else { continue }
                pair = (wanted.name, candidates[0].name)
            }
            guard let pair else { return }
            take(.shape, &open, &free) { $0.name == pair.wanted && $1.name == pair.spec }
        }
    }

    /// `serving_default_image:0` without what the signature put around the name.
    static func bareName(_ name: String) -> String {
        var bare = Substring(name)
        if bare.hasPrefix("serving_default_") { bare = bare.dropFirst("serving_default_".count) }
        if let colon = bare.lastIndex(of: ":"), bare[colon...].dropFirst().allSatisfy(\.isNumber) {
            bare = bare[..<colon]
        }
        return String(bare)
    }

    private mutating func explain(_ wanted: Wanted, _ free: [TensorSpec]) {
        if free.count == 1, case .failure(.units(let obstacle, let model)) = kind.link(wanted, free[0]) {
            findings.append(UnitsFinding(wanted: wanted, obstacle: obstacle, model: model, variant: variant).diagnostic)
            return
        }
        let candidates = free.filter { kind.fits(wanted, $0) }
        let shown = candidates.isEmpty ? free : candidates
        let what = wanted.description.map { "'\(wanted.name)' (\($0))" } ?? "'\(wanted.name)'"
        let section = kind == .input ? "inputs" : "outputs"
        let list = shown.map(\.description).joined(separator: "; ")
        let message: String
        var hint = "say which it is under the variant: \(section): { \(wanted.name): NAME }"
        if shown.isEmpty {
            message = "the model of \(variant) has no \(kind.rawValue) left that could be \(what)"
            hint =
                kind == .input
                ? "if the model needs it no more, say so under the variant: inputs: { \(wanted.name): { missing: allowed } }"
                : "the golden set and the model must have the same outputs, under whatever names"
        } else if candidates.isEmpty {
            message = "no \(kind.rawValue) of the model of \(variant) fits \(what); there are: \(list)"
            hint = suggestion(wanted, shown) ?? hint
        } else {
            message = "the model of \(variant) has several that could be \(kind.rawValue) \(what): \(list)"
        }
        findings.append(Diagnostic(code: "model.unmatched-tensor", message, hint: hint))
    }

    /// Orders of axes that converters bring about: channels behind the other axes, or before them.
    public static let usualTranspositions = [
        [0, 2, 3, 1], [0, 3, 1, 2], [0, 2, 1], [0, 2, 3, 4, 1], [0, 4, 1, 2, 3],
    ]

    /// The transposition that would make the only candidate fit.
    private func suggestion(_ wanted: Wanted, _ specs: [TensorSpec]) -> String? {
        guard specs.count == 1, wanted.selector.transposition == nil, wanted.selector.cast == nil else { return nil }
        let rank = specs[0].shape.count
        // Of several that fit, the one that moves an image's channels is what converters do.
        let axes = Self.usualTranspositions.filter { $0.count == rank }.first { axes in
            var changed = wanted
            changed.selector.transposition = axes
            return kind.fits(changed, specs[0])
        }
        let section = kind == .input ? "inputs" : "outputs"
        return axes.map {
            "if its axes are in another order, write \(section): { \(wanted.name): { transpose: \($0) } }"
        }
    }
}

extension TensorSpec {
    /// How an output of quantised integers comes back as real numbers; nil for all others.
    public var inRealUnits: TensorLink.Cast? {
        guard elementType.isQuantizedOutput, let quantization else { return nil }
        return TensorLink.Cast(from: elementType, to: .float32, fromQuantization: quantization)
    }
}
