import CSystem
import Foundation
import GoldenSets
import InferenceCore
import OnnxRuntime
import RuntimeLibraries
import Statistics
import Support
import Worker

/// What the harness's timed path adds to an inference, against a loop that does nothing else, over the same session.
///
/// Both loops alternate in A B B A quads within one run, so that the machine's drift cancels; every figure is a median
/// over quads.
struct OverheadBenchmark {
    var rotation: [any BoundInference]
    var inferencesPerBlock: Int
    var quads: Int

    struct Result {
        /// Nanoseconds that a harness inference takes more than one of a loop without any clock.
        var addedNanoseconds: Double
        /// Reported p50 over the p50 of a plain loop that reads the clock before and after each inference.
        var medianRatio: Double
        var tightNanoseconds: Double
    }

    func run() throws -> Result {
        let loop = LatencyLoop(rotation: rotation)
        let stamps = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: inferencesPerBlock)
        defer { stamps.deallocate() }
        stamps.initialize(repeating: 0)
        var added: [Double] = [], tight: [Double] = [], reported: [Double] = [], plain: [Double] = []
        _ = try tightBlock()
        for _ in 0..<quads {
            let first = try tightBlock()
            let second = try harnessBlock(loop, stamps)
            reported += stamps.map { Double($0) }
            let third = try harnessBlock(loop, stamps)
            reported += stamps.map { Double($0) }
            let fourth = try tightBlock()
            added.append((second + third - first - fourth) / 2)
            tight.append((first + fourth) / 2)
            try plainBlock(into: &plain)
            try plainBlock(into: &plain)
        }
        return Result(
            addedNanoseconds: median(added), medianRatio: median(reported) / median(plain),
            tightNanoseconds: median(tight))
    }

    /// Nanoseconds per inference of a loop that reads the clock at its ends only.
    private func tightBlock() throws -> Double {
        try rotation[rotation.count - 1].run()
        var sample = 0
        let start = pawl_monotonic_raw_nanoseconds()
        for _ in 0..<inferencesPerBlock {
            try rotation[sample].run()
            sample += 1
            if sample == rotation.count { sample = 0 }
        }
        return Double(pawl_monotonic_raw_nanoseconds() - start) / Double(inferencesPerBlock)
    }

    private func harnessBlock(_ loop: LatencyLoop, _ stamps: UnsafeMutableBufferPointer<UInt64>) throws -> Double {
        let (wall, _) = try loop.run(inferencesPerValue: 1, firstSample: 0, into: stamps)
        return Double(wall) / Double(inferencesPerBlock)
    }

    /// What anybody would write: the clock before and after each inference.
    private func plainBlock(into latencies: inout [Double]) throws {
        try rotation[rotation.count - 1].run()
        for index in 0..<inferencesPerBlock {
            let bound = rotation[index % rotation.count]
            let start = pawl_monotonic_raw_nanoseconds()
            try bound.run()
            latencies.append(Double(pawl_monotonic_raw_nanoseconds() - start))
        }
    }

    private func median(_ values: [Double]) -> Double { Sample(values)?.median ?? .nan }
}

extension OverheadBenchmark {
    /// The null runtime: an inference that does nothing leaves only the harness.
    static func onNullRuntime(folder: String) throws -> [BenchmarkLine] {
        let model = folder + "/null.model"
        let text = "null-model 1\ninput x float32 1 4\noutput y float32 1 4\n"
        try AtomicFile.write(text, to: model)
        let session = try NullRuntime().openSession(modelAt: model, options: SessionOptions())
        let inputs = Dictionary(
            uniqueKeysWithValues: session.inputs.map { spec in
                let shape = spec.shape.map { if case .fixed(let size) = $0 { size } else { 1 } }
                let zeros = [UInt8](repeating: 0, count: shape.reduce(1, *) * spec.elementType.byteCount)
                return (spec.name, Tensor(elementType: spec.elementType, shape: shape, copying: zeros))
            })
        let rotation = try (0..<64).map { _ in try session.bind(inputs: inputs) }
        let result = try OverheadBenchmark(rotation: rotation, inferencesPerBlock: 100_000, quads: 25).run()
        return [
            .told("null runtime: an inference in a tight loop", result.tightNanoseconds, "ns"),
            .atMost(1000, "null runtime: added by the harness per inference", result.addedNanoseconds, "ns"),
        ]
    }

    /// Magika in ONNX Runtime; empty where it is not set up.
    static func onMagika() throws -> [BenchmarkLine] {
        let pawl = PawlFolder.find(startingAt: FileManager.default.currentDirectoryPath)
        let library = try InstalledRuntimes(root: pawl.runtimes).library(name: "onnxruntime", version: "1.31.1")
        let goldenSet = try GoldenSet.open(folder: "GoldenSets/filetypes", verifyingDigests: false)
        let session = try OnnxRuntimeLibrary.open(libraryPath: library.path)
            .openSession(modelAt: pawl.path + "/models/filetype/fp32.onnx", options: SessionOptions())
        let rotation = try (0..<64).map {
            try session.bind(inputs: goldenSet.feed.inputs(ofSample: $0, for: session.inputs))
        }
        let result = try OverheadBenchmark(rotation: rotation, inferencesPerBlock: 20, quads: 60).run()
        return [
            .told("magika fp32: an inference in a tight loop", result.tightNanoseconds / 1e6, "ms"),
            .atMost(
                1, "magika fp32: added by the harness, share of the inference",
                100 * result.addedNanoseconds / result.tightNanoseconds, "%"),
            .between(
                0.99...1.01, "magika fp32: reported p50 over the plain loop's p50", result.medianRatio, ""),
        ]
    }
}
