import Foundation
import Records
import TestSupport
import Testing

@testable import Gating

@Suite(.hangLimit) struct AgeingTests {
    private static func cell(_ launches: Int, isInterleaved: Bool = false) -> CellRecord {
        CellRecord(
            id: 0, model: "m", variant: "v", runtimeLabel: "ort",
            modelFile: ModelFileRecord(path: "v.onnx", digest: "d", bytes: 1_000),
            runtime: RuntimeRecord(name: "r", version: "1", libraryDigest: "l", provider: "cpu", options: [:]),
            goldenSetDigest: "g",
            launches: (0..<launches).map { index in
                LaunchRecord(
                    index: index, wasInterleaved: isInterleaved, loadNanoseconds: UInt64(30_000_000 + index),
                    firstInferenceNanoseconds: UInt64(5_000_000 + 7 * index),
                    warmUp: WarmUpRecord(inferences: 1, nanoseconds: 1, becameSteady: true), floorMemoryBytes: 10,
                    peakMemoryBytes: UInt64(1_000 + index),
                    blocks: (0..<4).map { block in
                        BlockRecord(
                            quad: 0, position: block, startNanoseconds: 0, wallNanoseconds: 1, cpuNanoseconds: 1,
                            latenciesNanoseconds: (0..<3).map { Double(1_000_000 + 1_000 * index + 100 * block + $0) })
                    })
            })
    }

    /// What `prune` stores, and what a reader makes of it.
    private static func aged(_ cell: CellRecord, recorded: [Metric: Double] = [:]) -> CellRecord {
        var left = cell
        left.aged = cell.ageing(recorded: recorded)
        left.launches = []
        return left
    }

    @Test("Figures and levels are those of the raw values, to the last bit") func sameFigures() throws {
        let cell = Self.cell(9)
        let left = Self.aged(cell)
        for metric in Metric.allCases {
            #expect(left.summary.value(metric) == cell.summary.value(metric), "\(metric)")
            guard metric.dimension == .time || metric.dimension == .rate else { continue }
            #expect(try left.level(of: metric) == cell.level(of: metric), "\(metric)")
        }
        #expect(left.summary.value(.latencyP50) != nil && left.summary.launchCount == 9)
        #expect(left.launchCount == 9 && left.timedValueCount == 9 * 12)
        #expect(left.ageing(recorded: [:]) == left.aged, "what has aged stays as it is")
    }

    @Test("What was recorded comes before what is computed again") func recorded() {
        let left = Self.aged(Self.cell(3), recorded: [.latencyP50: 7, .accuracy: 0.5])
        #expect(left.summary.value(.latencyP50) == 7 && left.summary.value(.accuracy) == 0.5)
        #expect(left.summary.value(.peakMemory) == 991)
    }

    @Test("A cell without launches of its own has no level, also afterwards", arguments: [0, 1, 4])
    func noLevel(launches: Int) {
        let left = Self.aged(Self.cell(launches, isInterleaved: launches > 1))
        #expect(left.aged?.levels == [:])
        #expect(throws: ComparisonError.self) { try left.level(of: .latencyP50) }
        #expect(throws: ComparisonError.notMeasuredPerLaunch(.modelSize)) { try left.level(of: .modelSize) }
    }
}
