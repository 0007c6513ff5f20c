import Foundation
import InferenceCore
import Records
import TestSupport
import Testing

@Suite("Boxes and masks, from a user's files to a metric", .needsRuntime, .hangLimit)
struct VisionTaskTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// Cuts each row of [1, n, 6] into a box, a score and a label.
    private static let detector = TestModel(
        inputs: [.tensor("found", .float32, "1", "4", "6")],
        outputs: [
            .tensor("boxes", .float32, "1", "4", "4"), .tensor("scores", .float32, "1", "4"),
            .tensor("classes", .float32, "1", "4"),
        ],
        nodes: [
            .init(type: "Slice", name: "b", inputs: ["found", "zero", "four", "two"], outputs: ["boxes"]),
            .init(type: "Slice", name: "s", inputs: ["found", "four", "five", "two"], outputs: ["score"]),
            .init(type: "Slice", name: "c", inputs: ["found", "five", "six", "two"], outputs: ["class"]),
            .init(type: "Reshape", name: "sr", inputs: ["score", "row"], outputs: ["scores"]),
            .init(type: "Reshape", name: "cr", inputs: ["class", "row"], outputs: ["classes"]),
        ],
        constants: [("zero", 0), ("two", 2), ("four", 4), ("five", 5), ("six", 6)].map {
            .init(name: $0.0, shape: [1], type: .int64, elements: [Int64($0.1)])
        } + [.init(name: "row", shape: [2], type: .int64, elements: [Int64(1), 4])])

    /// Left, top, right and bottom from 0 to 1, score and class: four detections an image.
    private static let found: [[Float]] = [
        [
            0.4765625, 0.03515625, 0.6796875, 0.36328125, 0.7, 1, 0.1953125, 0.109375, 0.5078125, 0.4609375, 0.66, 1,
            0.203125, 0.3515625, 0.55859375, 0.48828125, 0.38, 2, 0.80078125, 0.12890625, 0.87109375, 0.47265625, 0.2,
            0,
        ],
        [
            0.3671875, 0.0703125, 0.51953125, 0.5546875, 0.43, 2, 0.48046875, 0.19921875, 0.7734375, 0.69921875, 0.75,
            2,
            0.47265625, 0.18359375, 0.65234375, 0.64453125, 0.6, 2, 0.1953125, 0.0625, 0.7421875, 0.6015625, 0.54, 0,
        ],
        [
            0.16796875, 0.09765625, 0.34375, 0.4296875, 0.44, 2, 0.2578125, 0.33984375, 0.98046875, 0.9453125, 0.29, 0,
            0.3125, 0.0390625, 0.75, 0.0703125, 0.27, 2, 0.7421875, 0.546875, 0.84765625, 0.6640625, 0.43, 0,
        ],
        [
            0.0625, 0.34375, 0.51953125, 0.80078125, 0.32, 0, 0.13671875, 0.14453125, 0.35546875, 0.625, 0.4, 0,
            0.078125, 0.0390625, 0.61328125, 0.234375, 0.11, 2, 0.32421875, 0.3515625, 0.640625, 0.6484375, 0.12, 1,
        ],
        [
            0.31640625, 0.1171875, 0.3984375, 0.91796875, 0.1, 2, 0.90625, 0.06640625, 0.96875, 0.703125, 0.49, 1,
            0.14453125, 0.05078125, 0.6875, 0.46875, 0.49, 1, 0.76171875, 0.265625, 0.80859375, 0.79296875, 0.19, 2,
        ],
        [
            0.38671875, 0.25, 0.609375, 0.53125, 0.78, 1, 0.32421875, 0.4765625, 0.6953125, 0.765625, 0.66, 1,
            0.15625, 0.63671875, 0.8046875, 0.7890625, 0.55, 2, 0.296875, 0.33984375, 0.6484375, 0.75390625, 0.26, 2,
        ],
    ]

    /// Image, category, left, top, width, height, crowd; in pixels.
    private static let annotations: [[Int]] = [
        [100, 3, 310, 9, 125, 156, 0], [100, 1, 118, 41, 211, 183, 0], [101, 17, 113, 19, 57, 111, 0],
        [101, 17, 153, 43, 101, 112, 0], [101, 17, 158, 41, 52, 107, 0], [102, 17, 80, 20, 80, 162, 0],
        [103, 1, 55, 140, 271, 203, 0], [103, 1, 73, 52, 133, 213, 1], [105, 3, 120, 61, 59, 86, 0],
        [105, 3, 95, 142, 129, 89, 0],
    ]

    private func writeDetection() throws {
        let sizes = [(640, 480), (320, 240), (500, 375), (640, 427), (100, 200), (300, 300)]
        let images = sizes.enumerated().map {
            "{\"id\": \(100 + $0), \"file_name\": \"val/00000\($0).jpg\", \"width\": \($1.0), \"height\": \($1.1)}"
        }
        let boxes = Self.annotations.enumerated().map { index, row in
            "{\"id\": \(index + 1), \"image_id\": \(row[0]), \"category_id\": \(row[1]), "
                + "\"bbox\": [\(row[2]), \(row[3]), \(row[4]), \(row[5])], \"iscrowd\": \(row[6])}"
        }
        try workspace.write(
            """
            {"images": [\(images.joined(separator: ", "))], "annotations": [\(boxes.joined(separator: ", "))],
             "categories": [{"id": 1, "name": "person"}, {"id": 3, "name": "car"}, {"id": 17, "name": "cat"}]}
            """, to: "coco.json")
        for (index, values) in Self.found.enumerated() {
            try workspace.write(
                NumpyFile.data(of: values, shape: [4, 6], type: "<f4"), to: "photos/00000\(index).npy")
        }
        try workspace.write(Self.detector.data, to: "ssd.onnx")
    }

    private func measured(_ golden: String, _ model: String) throws -> [Metric: Double] {
        let begun = workspace.pawl("init", model, "--golden", golden, "--output", workspace.file("suite.yaml"))
        #expect(begun.code == 0, "\(begun.diagnostic)")
        let run = workspace.pawl("run", workspace.file("suite.yaml"), "--budget", "1s")
        #expect([0, 1, 3].contains(run.code), "\(run.diagnostic)")
        let record = try #require(try workspace.latestRun())
        return try #require(record.cells[0].accuracy?.metrics, "\(String(describing: record.cells[0].failure))")
    }

    @Test("Detection: COCO's boxes in pixels against a model that answers from 0 to 1; values of pycocotools 2.0.11")
    func detection() throws {
        try writeDetection()
        let asked = workspace.pawl(
            "golden", "create", "boxes", "--task", "detection", "--samples", "photos", "--labels", "coco.json",
            "--model",
            "ssd.onnx")
        #expect(asked.code == 2 && asked.diagnostic.contains("--box-format"), "\(asked.diagnostic)")
        let created = workspace.pawl(
            "golden", "create", "boxes", "--task", "detection", "--samples", "photos", "--labels", "coco.json",
            "--model",
            "ssd.onnx", "--box-format", "xyxy", "--box-units", "relative")
        #expect(created.code == 0, "\(created.diagnostic)")
        #expect(
            created.result.contains("boxes: boxes (xyxy, 0 to 1); classes: labels; scores: scores"), "\(created.result)"
        )
        #expect(created.result.contains("classes     0 person, 1 car, 2 cat"))
        let metrics = try measured("boxes", "ssd.onnx")
        // COCOeval(bbox).stats[0] and [1] of the same boxes and detections in pixels.
        #expect(abs((metrics[.meanAveragePrecision] ?? 0) - 0.3799504950495049) < 1e-12)
        #expect(abs((metrics[.meanAveragePrecision50] ?? 0) - 0.6617161716171617) < 1e-12)
    }

    @Test("Segmentation: masks of class indices against scores; values of a plain loop in numpy")
    func segmentation() throws {
        // logits[n, c, y, x] = (7 n + 11 c + 5 y + 3 x + c y x) mod 13; mask 255 where (n + y + x) mod 9 is 0.
        let (height, width) = (4, 5)
        for sample in 0..<6 {
            var logits: [Float] = []
            for channel in 0..<3 {
                for y in 0..<height {
                    for x in 0..<width {
                        logits.append(Float((7 * sample + 11 * channel + 5 * y + 3 * x + channel * y * x) % 13))
                    }
                }
            }
            let mask = (0..<height * width).map { place -> UInt8 in
                let (y, x) = (place / width, place % width)
                return (sample + y + x) % 9 == 0 ? 255 : UInt8((sample + 2 * y + x) % 3)
            }
            try workspace.write(
                NumpyFile.data(of: logits, shape: [3, height, width], type: "<f4"), to: "photos/\(sample).npy")
            try workspace.write(
                NumpyFile.data(of: mask, shape: [height, width], type: "|u1"), to: "masks/\(sample).npy")
        }
        let model = TestModel(
            inputs: [.tensor("x", .float32, "1", "3", "4", "5")],
            outputs: [.tensor("map", .float32, "1", "3", "4", "5")],
            nodes: [.init(type: "Identity", name: "i", inputs: ["x"], outputs: ["map"])])
        try workspace.write(model.data, to: "seg.onnx")
        let created = workspace.pawl(
            "golden", "create", "areas", "--task", "segmentation", "--samples", "photos", "--labels", "masks",
            "--model",
            "seg.onnx", "--ignore", "255")
        #expect(created.code == 0, "\(created.diagnostic)")
        #expect(created.result.contains("output      map: channels first"), "\(created.result)")
        let metrics = try measured("areas", "seg.onnx")
        #expect(abs((metrics[.meanIntersectionOverUnion] ?? 0) - 0.2072268437050072) < 1e-12)
        #expect(abs((metrics[.pixelAccuracy] ?? 0) - 0.3577981651376147) < 1e-12)
    }
}
