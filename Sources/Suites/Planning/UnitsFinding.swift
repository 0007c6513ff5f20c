import Diagnostics
import InferenceCore

/// Why samples cannot become what a model takes, with a way out that is true for these two.
struct UnitsFinding {
    var wanted: TensorMatching.Wanted
    var obstacle: TensorUnits.Obstacle
    var model: TensorUnits
    var variant: String

    var diagnostic: Diagnostic {
        let samples = wanted.units?.elementType ?? model.elementType
        let own = model.quantization.map { "\(model.elementType.rawValue) of \($0)" } ?? model.elementType.rawValue
        switch obstacle {
        case .unknownTarget:
            return Diagnostic(
                code: "model.units",
                "samples of '\(wanted.name)' are \(samples.rawValue), the model of \(variant) takes "
                    + "\(model.elementType.rawValue) and does not say what its integers stand for",
                hint:
                    "say it under the variant: inputs: { \(wanted.name): { quantization: { scale: S, zero_point: Z } } }"
            )
        case .unknownSource:
            return Diagnostic(
                code: "model.units",
                "samples of '\(wanted.name)' are \(samples.rawValue), the model of \(variant) takes \(own), and "
                    + "golden.yaml does not say what the samples' integers stand for", hint: hint(samples))
        }
    }

    private func hint(_ samples: ElementType) -> String {
        let place = "under the input in golden.yaml"
        guard let own = model.quantization, own.axis == nil else {
            let way =
                "write \(place): quantization: { scale: S, zero_point: Z }, as { scale: 0.00392157, zero_point: 0 } for "
                + "pixels 0 to 255 that stand for 0 to 1"
            guard model.elementType.isFloatingPoint || samples == .bool else { return way }
            return way
                + "; or, if the model takes the numbers as they are, under the variant: inputs: { \(wanted.name): "
                + "{ cast: \(model.elementType.rawValue) } }"
        }
        // The same scale, and a zero point that stands where the model's does between the type's ends.
        let shifted: Int? =
            if let theirs = samples.integerRange, let ours = model.elementType.integerRange, theirs.count == ours.count
            {
                own.zeroPoints[0] - ours.lowerBound + theirs.lowerBound
            } else { nil }
        guard let shifted else {
            return "write \(place) what the samples' integers stand for: quantization: { scale: S, zero_point: Z }"
        }
        return
            "if the samples are the model's own values, counted from \(samples.integerRange?.lowerBound ?? 0) instead of "
            + "\(model.elementType.integerRange?.lowerBound ?? 0), as pixels are, write \(place): quantization: { scale: "
            + "\(own.scales[0]), zero_point: \(shifted) }"
    }
}
