import Foundation
import Records

/// What to try, and what was measured that speaks for it.
public struct Advice: Sendable, Equatable, Codable {
    /// Operators that take less of an inference are not worth a word: 0.05 is 5 %.
    static let leastShare = 0.05
    /// How much longer one inference in a hundred takes than the median where waiting threads are in each other's way.
    static let longTail = 2.0

    public var rule: AdviceRule
    /// The measurement, in a sentence without a full stop.
    public var evidence: String
    /// The variant to try.
    public var suggestion: String
    /// Of the profiled time, 0 to 1; nil for what is not about operators.
    public var share: Double?

    /// What the rules say of a variant, the largest share of its time first.
    public static func given(_ subject: AdviceSubject) -> [Advice] {
        AdviceRule.allCases.compactMap { advice(by: $0, subject) }
            .enumerated().sorted { one, two in
                let shares = (one.element.share ?? 0, two.element.share ?? 0)
                return shares.0 == shares.1 ? one.offset < two.offset : shares.0 > shares.1
            }.map(\.element)
    }

    private static func advice(by rule: AdviceRule, _ subject: AdviceSubject) -> Advice? {
        switch rule {
        case .dynamicConvolutions: ofOperators(rule, subject) { ["convinteger"].contains($0.type.lowercased()) }
        case .fallback: fallback(subject)
        case .unfusedQuantisation:
            ofOperators(rule, subject) {
                ["quantizelinear", "dequantizelinear", "quantize", "dequantize"].contains($0.type.lowercased())
            }
        case .casts: ofOperators(rule, subject) { ["cast", "convert"].contains($0.type.lowercased()) }
        case .layoutChanges:
            ofOperators(rule, subject) {
                ["transpose", "reorder", "reorderinput", "reorderoutput"].contains($0.type.lowercased())
            }
        case .silentPrecision: silentPrecision(subject)
        case .threadsAboveCores: threadsAboveCores(subject)
        case .spinning: spinning(subject)
        }
    }

    private static func ofOperators(
        _ rule: AdviceRule, _ subject: AdviceSubject, _ isOfIt: (OperatorRecord) -> Bool
    ) -> Advice? {
        guard let group = subject.group(isOfIt), group.share >= leastShare else { return nil }
        return Advice(rule: rule, evidence: words(group), suggestion: rule.suggestion, share: group.share)
    }

    /// On the processor alone nothing was left behind.
    private static func fallback(_ subject: AdviceSubject) -> Advice? {
        guard let group = subject.group({ $0.isFallback == true }), group.share >= leastShare else { return nil }
        var places: [String] = []
        for node in subject.operators where node.isFallback == true && !places.contains(node.provider) {
            places.append(node.provider)
        }
        return Advice(
            rule: .fallback, evidence: words(group) + ", in \(places.joined(separator: ", "))",
            suggestion: AdviceRule.fallback.suggestion, share: group.share)
    }

    /// Kernels tell the type that they compute in (`brgconv_avx512_bf16`), and the record what was asked for.
    private static func silentPrecision(_ subject: AdviceSubject) -> Advice? {
        guard subject.runtime.options["precision"] == "f32" else { return nil }
        let group = subject.group { node in
            node.provider.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { $0 == "bf16" || $0 == "f16" }
        }
        guard let group, group.share >= leastShare else { return nil }
        return Advice(
            rule: .silentPrecision, evidence: words(group) + " in kernels of 16 bits, where f32 was asked for",
            suggestion: AdviceRule.silentPrecision.suggestion, share: group.share)
    }

    private static func threadsAboveCores(_ subject: AdviceSubject) -> Advice? {
        guard let cores = subject.cores, subject.threads > cores else { return nil }
        return Advice(
            rule: .threadsAboveCores,
            evidence: "\(subject.threads) threads on \(cores) core\(cores == 1 ? "" : "s")",
            suggestion: AdviceRule.threadsAboveCores.suggestion)
    }

    /// ONNX Runtime's threads spin by default; where they hold every core, whatever else runs costs an inference its turn.
    private static func spinning(_ subject: AdviceSubject) -> Advice? {
        let allowance = subject.runtime.options["session_config.session.intra_op.allow_spinning"]
        guard subject.runtime.name.hasPrefix("onnxruntime"), allowance != "0", subject.threads > 1,
            let cores = subject.cores, subject.threads == cores, let median = subject.medianNanoseconds, median > 0,
            let tail = subject.tailNanoseconds, tail >= longTail * median
        else { return nil }
        let ratio = String(format: "%.1f", tail / median)
        return Advice(
            rule: .spinning,
            evidence:
                "\(subject.threads) threads on \(cores) cores; one inference in a hundred takes \(ratio) times the median",
            suggestion: AdviceRule.spinning.suggestion)
    }

    /// "ConvInteger takes 63 % of an inference (12 operators, 18.2 ms)"
    private static func words(_ group: AdviceSubject.Group) -> String {
        let names = group.types.prefix(3).joined(separator: ", ") + (group.types.count > 3 ? " and others" : "")
        let share = String(format: "%.0f", (group.share * 100).rounded())
        let count = group.count == 1 ? "1 operator" : "\(group.count) operators"
        return "\(names) \(group.types.count == 1 ? "takes" : "take") \(share) % of the profiled time "
            + "(\(count), \(Quantity.text(group.nanoseconds, .time)))"
    }
}
