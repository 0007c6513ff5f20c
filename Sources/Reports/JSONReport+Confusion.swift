import Gating

extension JSONReport {
    /// Which classes were predicted for which labels.
    static func confusion(_ matrix: ConfusionMatrix) -> JSONValue {
        [
            "samples": .integer(matrix.total),
            "classes": .array(matrix.classNames.map { .string($0) }),
            "matrix": matrix.rows.map { .array($0.map { .array($0.map { .integer($0) }) }) } ?? .null,
            "top": .array(
                matrix.worst.map {
                    [
                        "label": .integer($0.label), "prediction": .integer($0.prediction), "count": .integer($0.count),
                        "samples": .integer($0.samples),
                    ]
                }),
        ]
    }
}
