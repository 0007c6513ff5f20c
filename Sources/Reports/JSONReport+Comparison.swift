import Records

extension JSONReport {
    /// A cell's outputs against those of its reference or baseline.
    static func comparison(_ comparison: OutputComparison, on set: GoldenSetRecord?) -> JSONValue {
        [
            "outputs": .array(
                comparison.tensors.map { tensor in
                    [
                        "name": .string(tensor.output), "shape": .array(tensor.shape.map { .integer($0) }),
                        "samples": .integer(tensor.samples), "sqnr_db": .optional(tensor.fidelity?.sqnr),
                        "cosine_similarity": .optional(tensor.fidelity?.cosineSimilarity),
                        "max_abs_error": .optional(tensor.fidelity?.maximumAbsoluteError),
                        "explanation": tensor.explanation.map(explanation) ?? .null,
                    ]
                }),
            "worst_samples": .array(
                comparison.worstSamples.map { sample in
                    let names = set?.sampleNames ?? []
                    return [
                        "sample": .integer(sample.sample),
                        "name": .optional(names.indices.contains(sample.sample) ? names[sample.sample] : nil),
                        "output": .string(sample.output), "sqnr_db": .number(sample.sqnr),
                        "max_abs_error": .number(sample.maximumAbsoluteError), "answer": prediction(sample.prediction),
                        "other_answer": prediction(sample.otherPrediction),
                    ]
                }),
        ]
    }

    private static func prediction(_ prediction: SamplePrediction) -> JSONValue {
        ["text": .optional(prediction.text), "score": .optional(prediction.score)]
    }

    private static func explanation(_ explanation: TensorExplanation) -> JSONValue {
        func because(_ kind: String, sqnr: Double? = nil, order: [Int]? = nil) -> JSONValue {
            [
                "kind": .string(kind), "sqnr_db": .optional(sqnr),
                "order": order.map { .array($0.map { .integer($0) }) } ?? .null,
            ]
        }
        switch explanation {
        case .missing: return because("missing")
        case .notFinite: return because("not_finite")
        case .otherShape: return because("other_shape")
        case .zeros: return because("zeros")
        case .constant: return because("constant")
        case .linear(let factor, let offset, let left):
            return [
                "kind": "linear", "factor": .number(factor), "offset": .number(offset), "sqnr_db": .number(left),
                "order": .null,
            ]
        case .withoutSoftmax(let left): return because("without_softmax", sqnr: left)
        case .withSoftmax(let left): return because("with_softmax", sqnr: left)
        case .withoutSigmoid(let left): return because("without_sigmoid", sqnr: left)
        case .withSigmoid(let left): return because("with_sigmoid", sqnr: left)
        case .axes(let axes, let left): return because("axes", sqnr: left, order: axes)
        case .lastAxis(let order, let left): return because("last_axis", sqnr: left, order: order)
        }
    }
}
