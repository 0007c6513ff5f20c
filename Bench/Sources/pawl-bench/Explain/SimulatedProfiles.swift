import Explanation
import Foundation
import Statistics

/// Profiles of imagined launches: layers of a matrix product and an activation each, about 4 ms together, with the noise of a machine.
///
/// A launch is faster or slower as a whole (2 %), each operator of a process by itself (1.5 %), one process in twenty meets something
/// that makes some operators take up to twice as long, times are counted in whole microseconds over 40 inferences, and each inference
/// has 40 us outside of its operators. The profiler adds 0.3 us to every operator and 4 % to the inference.
struct SimulatedProfiles {
    static let layers = 12
    private static let launches = 16
    private static let product = 280_000.0, activation = 45_000.0, between = 40_000.0

    private typealias Node = (node: ProfiledOperator, nanoseconds: Double)

    /// - Returns: the launches of one case, and the layers with a cause.
    static func make(
        _ cause: PlantedCause, using generator: inout SeededGenerator
    ) -> (launches: [ProfiledLaunch], layers: Set<Int>) {
        let planted = cause.layers(of: layers, using: &generator)
        let sides = [graph(cause, planted, isCandidate: false), graph(cause, planted, isCandidate: true)]
        let launches = (0..<launches).map { _ in
            let pace = 1 + 0.02 * StandardNormal.draw(using: &generator)
            let measured = sides.map { side($0, pace, &generator) }
            return ProfiledLaunch(baseline: measured[0], candidate: measured[1])
        }
        return (launches, planted)
    }

    private static func graph(_ cause: PlantedCause, _ planted: Set<Int>, isCandidate: Bool) -> [Node] {
        (0..<layers).flatMap { layer -> [Node] in
            let isPlanted = planted.contains(layer)
            let wide = isPlanted && isCandidate && (cause == .wider || cause == .two)
            var nodes: [Node] = []
            func add(_ suffix: String, _ type: String, _ time: Double, shape: String = "float[256,256]") {
                nodes.append((.init(name: "layer_\(layer)/\(suffix)", type: type, provider: "cpu", shape: shape), time))
            }
            if isPlanted, cause == .split {
                // One operator with its activation inside, of which the candidate makes two.
                add("product", isCandidate ? "MatMul" : "FusedMatMul", product)
                if isCandidate { add("activation", "Relu", activation * 3) }
                return nodes
            }
            add("product", "MatMul", wide ? product * 2 : product, shape: wide ? "float[256,512]" : "float[256,256]")
            let moved = isPlanted && isCandidate && cause == .otherType
            add("activation", moved ? "Asinh" : "Relu", moved ? activation * 5 : activation)
            return nodes
        }
    }

    private static func side(
        _ nodes: [Node], _ pace: Double, _ generator: inout SeededGenerator
    ) -> ProfiledLaunch.Side {
        // Two processes: one without a profiler, one with it.
        func process() -> [Double] {
            let isDisturbed = Double.random(in: 0..<1, using: &generator) < 0.05
            return nodes.map { node in
                let own = 1 + 0.015 * StandardNormal.draw(using: &generator)
                let hit = isDisturbed && Double.random(in: 0..<1, using: &generator) < 0.3
                return node.nanoseconds * pace * own * (hit ? 1 + Double.random(in: 0..<1, using: &generator) : 1)
            }
        }
        let plain = process().reduce(between, +)
        let profiled = process().map { $0 + 300 }
        return ProfiledLaunch.Side(
            operators: zip(nodes, profiled).map { node, time in
                // 40 calls, each in whole microseconds.
                let calls = (0..<40).map { _ in
                    (time / 1_000 + Double.random(in: 0..<1, using: &generator)).rounded(.down)
                }
                return (node.node, calls.reduce(0, +) / 40 * 1_000)
            }, inferenceNanoseconds: plain, profiledNanoseconds: (profiled.reduce(between, +)) * 1.04)
    }
}
