import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct GoldenSetTests {
    @Test("A whole golden set opens, with everything that its manifest says") func opens() throws {
        let small = try SmallGoldenSet()
        let set = try small.open()
        #expect(set.sampleCount == 4)
        #expect(set.sampleNames == ["a.txt", "b.txt", "c.txt", "d.txt"])
        #expect(set.labels == [0, 1, 2, 0])
        #expect(set.classNames == ["cat", "dog", "fox"])
        #expect(set.feed.inputNames == ["x"])
        #expect(set.manifest.version == "1.20")
        #expect(set.manifest.task.topK == 5)
        #expect(set.manifest.outputs == [RequestedOutput(name: "y")])
        guard case .classification(let task) = set.manifest.task else {
            Issue.record("the task is \(set.manifest.task.kind)")
            return
        }
        #expect(task.scores == .probabilities)
        #expect(try set.digest == SHA256.hexadecimal(ofFile: small.folder.file("golden.yaml")))
    }

    @Test("Labels of 64 bits are labels too") func longLabels() throws {
        var small = try SmallGoldenSet()
        small["labels.npy"] = NumpyFile.data(of: [2, 1, 0, 1] as [Int64], shape: [4], type: "<i8")
        #expect(try small.open().labels == [2, 1, 0, 1])
    }

    @Test("A sample is a view of the mapped file, with a batch dimension when the model has one")
    func samplesAreViews() throws {
        let set = try SmallGoldenSet().open()
        let batched = TensorSpec(name: "x", elementType: .float32, shape: [.dynamic(name: "batch"), .fixed(2)])
        let bare = TensorSpec(name: "x", elementType: .float32, shape: [.fixed(2)])
        for index in 0..<4 {
            let expected = [Float(index * 10), Float(index * 10 + 1)]
            for (spec, shape) in [(batched, [1, 2]), (bare, [2])] {
                let tensor = try #require(try set.feed.inputs(ofSample: index, for: [spec])["x"])
                #expect(tensor.shape == shape)
                let values = withExtendedLifetime(tensor) { Array(tensor.bytes.bindMemory(to: Float.self)) }
                #expect(values == expected)
            }
        }
        let first = try #require(try set.feed.inputs(ofSample: 0, for: [bare])["x"]).bytes.baseAddress
        let second = try #require(try set.feed.inputs(ofSample: 1, for: [bare])["x"]).bytes.baseAddress
        #expect(try #require(second) - (try #require(first)) == 8)
    }

    @Test("A tensor outlives the golden set it came from") func tensorsOutliveTheSet() throws {
        func tensor() throws -> Tensor? {
            let spec = TensorSpec(name: "x", elementType: .float32, shape: [.fixed(2)])
            return try SmallGoldenSet().open().feed.inputs(ofSample: 3, for: [spec])["x"]
        }
        let sample = try #require(try tensor())
        let values = withExtendedLifetime(sample) { Array(sample.bytes.bindMemory(to: Float.self)) }
        #expect(values == [30, 31])
    }

    @Test("A model whose inputs do not fit is told what differs") func inputMismatches() throws {
        let set = try SmallGoldenSet().open()
        func spec(_ name: String, _ type: ElementType, _ shape: [TensorSpec.Dimension]) -> TensorSpec {
            TensorSpec(name: name, elementType: type, shape: shape)
        }
        let right = spec("x", .float32, [.fixed(1), .fixed(2)])
        let cases: [([TensorSpec], GoldenSetError)] = [
            (
                [right, spec("z", .int8, [.fixed(1)])],
                .missingInput(expected: "z: int8[1]", available: ["x: float32[4, 2]"])
            ),
            ([], .extraInput(name: "x", modelInputs: [])),
            (
                [spec("x", .int64, [.fixed(1), .fixed(2)])],
                .inputType(expected: "x: int64[1, 2]", found: "x: float32[1, 2]")
            ),
            (
                [spec("x", .float32, [.dynamic(name: "n"), .fixed(3)])],
                .inputShape(expected: "x: float32[n, 3]", found: "x: float32[1, 2] for a sample")
            ),
            (
                [spec("x", .float32, [.fixed(1), .fixed(1), .fixed(2)])],
                .inputShape(expected: "x: float32[1, 1, 2]", found: "x: float32[2] for a sample")
            ),
        ]
        for (specs, error) in cases {
            #expect(throws: error) { try set.feed.inputs(ofSample: 0, for: specs) }
            #expect(!error.description.isEmpty)
        }
    }

    @Test("The description names what a person asks for") func description() throws {
        let set = try SmallGoldenSet().open()
        #expect(
            GoldenSetDescription(set).rows.map { "\($0.label): \($0.value)" } == [
                "id: small 1.20",
                "title: Animals",
                "task: classification",
                "metrics: accuracy, macro F1, calibration error, agreement, KL divergence, cosine similarity, SQNR, largest absolute error",
                "samples: 4",
                "classes: 3, 3 of them with samples: cat 2, dog 1, fox 1",
                "input: x: float32[4, 2], 32 bytes",
                "output: y",
                "source: made up",
                "licence: CC0-1.0",
                "labelled: by hand",
                "limits: four samples",
                "digest: \(set.digest)",
            ])
    }
}
