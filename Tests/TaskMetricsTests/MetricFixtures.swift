import Foundation

/// The known answers of `Tools/metric_fixtures.py`, with the versions of the packages that gave them.
struct MetricFixtures: Decodable {
    static let known: MetricFixtures = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/metrics.json")
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(MetricFixtures.self, from: Data(contentsOf: path))
        } catch {
            fatalError("\(path.path): \(error)")
        }
    }()

    struct Ranking: Decodable {
        struct Partial: Decodable {
            var limit: Double
            var value: Double
        }
        var name: String
        var scores: [Double]
        var labels: [Bool]
        var averagePrecision: Double?
        var auc: Double?
        var partialAuc: [Partial]
        var delongVariance: Double?
    }

    struct Calibration: Decodable {
        var name: String
        var bins: Int
        var confidences: [Double]
        var right: [Bool]
        var error: Double
    }

    struct MacroF1: Decodable {
        var name: String
        var classCount: Int
        var labels: [Int32]
        var predictions: [Int32]
        var value: Double
    }

    struct Text: Decodable {
        var reference: String
        var hypothesis: String
        var characterEdits: Int
        var characterEditsWithoutSpaces: Int
        var wordEdits: Int
    }

    struct TextRate: Decodable {
        var name: String
        var references: [String]
        var hypotheses: [String]
        var characterErrorRate: Double
        var wordErrorRate: Double
    }

    struct Regression: Decodable {
        var name: String
        var outputs: Int
        var labels: [Double]
        var predictions: [Double]
        var mae: Double
        var rmse: Double
        var r2: Double
    }

    struct RankCorrelation: Decodable {
        var name: String
        var x: [Double]
        var y: [Double]
        var spearman: Double?
    }

    struct Retrieval: Decodable {
        struct Recall: Decodable {
            var k: Int
            var value: Double
        }
        var name: String
        var dimension: Int
        var embeddings: [Float]
        var groups: [Int32]
        var recall: [Recall]
    }

    struct Detection: Decodable {
        struct Box: Decodable {
            var sample: Int
            var `class`: Int
            var box: [Double]
            var crowd: Bool?
            var score: Double?
        }
        struct Precision: Decodable {
            var map: Double?
            var map50: Double?
        }
        var name: String
        var classCount: Int
        var samples: Int
        var truth: [Box]
        var found: [Box]
        var all: Precision
        var without: [Precision]
    }

    struct Segmentation: Decodable {
        var name: String
        var classCount: Int
        var ignored: Int32
        var labels: [[Int32]]
        var predictions: [[Int32]]
        var meanIou: Double
        var pixelAccuracy: Double
    }

    struct Fidelity: Decodable {
        var name: String
        var reference: [[Float]]
        var candidate: [[Float]]
        var cosines: [Double]
        var sqnr: Double
        var largest: Double
    }

    var ranking: [Ranking]
    var calibration: [Calibration]
    var macroF1: [MacroF1]
    var texts: [Text]
    var textRates: [TextRate]
    var regression: [Regression]
    var rankCorrelation: [RankCorrelation]
    var retrieval: [Retrieval]
    var detection: [Detection]
    var segmentation: [Segmentation]
    var fidelity: [Fidelity]
}
