import Foundation
import Records
import Statistics

/// The wording of predictions that are no classes of samples and have nothing to do with them.
enum PredictionQualityText {
    /// "has an R² of -0.3100, no more than the mean of the labels for every sample (0)"
    static func complaint(_ quality: PredictionQuality, on set: GoldenSetRecord) -> String {
        let value = Quantity.text(quality.value, quality.metric.dimension)
        let guess =
            quality.metric.dimension == .coefficient ? "0" : Quantity.text(quality.guess, quality.metric.dimension)
        let found = "has \(article(quality.metric)) \(quality.metric.title) of \(value)"
        let naming = "\(guesser(quality.metric)) (\(guess))"
        return switch quality.outcome {
        case .atOrBelow: found + ", no better than \(naming)"
        case .undecided:
            found
                + (quality.isWithoutSpread
                    ? ", which labels that hardly vary do not tell from \(naming)"
                    : ", which so few \(telling(quality.metric, set)) do not tell from \(naming)")
        default: found
        }
    }

    private static func article(_ metric: Metric) -> String {
        [.determination, .meanAveragePrecision50].contains(metric) ? "an" : "a"
    }

    /// Those that can tell a prediction from a guess.
    private static func telling(_ metric: Metric, _ set: GoldenSetRecord) -> String {
        let units = "\(set.judgedWord)s"
        return switch metric {
        case .determination: "\(units) of different labels"
        case .meanAveragePrecision50: "\(units) with objects"
        case .meanIntersectionOverUnion: "\(units) of more than one class"
        case .characterErrorRate: "\(units) with a text"
        case .recallAtK: "\(units) with others of their group"
        case .spearman: "pairs"
        default: units
        }
    }

    static func oppositeSimilarities(_ quality: PredictionQuality) -> String {
        "with the opposite sign of the similarities it is \(Quantity.text(-quality.value, .coefficient)): they may be distances"
    }

    private static func guesser(_ metric: Metric) -> String {
        switch metric {
        case .determination: "the mean of the labels for every sample"
        case .meanAveragePrecision50: "boxes that have nothing to do with the images"
        case .meanIntersectionOverUnion: "naming the most frequent class everywhere"
        case .characterErrorRate: "an empty prediction"
        case .recallAtK: "neighbours at random"
        default: "chance"
        }
    }

    /// "with --box-format xywh it is 49.68 %"
    static func explain(_ finding: ReadingTrials.Outcome, on set: GoldenSetRecord) -> String {
        let value = Quantity.text(finding.value, .proportion)
        switch finding.reading {
        case .boxFormat(let format):
            return "with boxes read as \(format) (--box-format, or 'format' in golden.yaml) it is \(value)"
        case .boxUnits(let predicted, let labelled):
            let remedy =
                predicted < labelled
                ? "relative, and the labels' are pixels: --box-units relative"
                : "pixels, and the labels' are relative: --box-units image or input"
            return "the model's coordinates reach \(number(predicted)), those of the labels \(number(labelled)): "
                + "the model's are \(remedy)"
        case .blank(let blank): return "with blank \(blank) it is \(value)"
        case .line(let scale, let offset):
            return "the labels are about \(number(scale)) * x \(offset < 0 ? "-" : "+") \(number(offset.magnitude)) "
                + "of the model's x, with an R² of \(Quantity.text(finding.value, .coefficient)): they count in another unit"
        case .labelsShifted(let shift) where set.task == "detection":
            return "with the boxes' labels \(shift > 0 ? "plus" : "minus") \(shift.magnitude) it is \(value)"
                + (shift > 0
                    ? ": the model has a class in front of the golden set's first, often a background class" : "")
        case .labelsShifted(let shift):
            return "with the masks' labels \(shift > 0 ? "plus" : "minus") \(shift.magnitude) "
                + "(\(shift > 0 ? "after the last class the first" : "before the first class the last")) it is \(value)"
        case .masksTransposed: return "with rows and columns of the masks swapped it is \(value)"
        }
    }

    private static func number(_ value: Double) -> String { String(format: "%.4g", value) }
}
