import Diagnostics
import Files
import Foundation
import InferenceCore

/// Reads the trace that ONNX Runtime writes: a JSON array of events, one of them per operator and inference.
enum OperatorProfile {
    /// About a thousand inferences of a large model; a longer profile says nothing more.
    static let byteLimit: UInt64 = 128 << 20

    /// Sums the kernel times of each operator, slowest first.
    ///
    /// Times come in microseconds, as the library rounds them. An operator that contains a graph of its own (`If`,
    /// `Loop`) includes the time of the operators inside, which are listed too.
    ///
    /// - Parameter isFallback: whether a node that ran in this provider, such as `CPUExecutionProvider`, left the accelerated
    ///   path.
    /// - Throws: `InferenceError.runtimeFailure` for a file that is missing, too large or not such a trace.
    static func read(
        _ path: String, isFallback: (_ provider: String) -> Bool
    ) throws(InferenceError) -> [OperatorTiming] {
        let operation = "reading the profile"
        let file: MappedFile
        do {
            file = try MappedFile(path: path, limit: byteLimit)
        } catch {
            throw .runtimeFailure(operation: operation, reason: error.description)
        }
        let events: [Event]
        do {
            events = try withExtendedLifetime(file) {
                try JSONDecoder().decode([Event].self, from: Data(file.bytes))
            }
        } catch {
            throw .runtimeFailure(operation: operation, reason: "it is no trace of events: \(error)")
        }
        return sum(events, isFallback)
    }

    private static func sum(_ events: [Event], _ isFallback: (String) -> Bool) -> [OperatorTiming] {
        struct Operator: Hashable {
            var name: String
            var type: String
            var provider: String
            /// Tells nodes without names apart.
            var index: String?
        }
        let suffix = "_kernel_time"
        var timings: [Operator: OperatorTiming] = [:]
        for event in events {
            guard event.category == "Node", event.name.hasSuffix(suffix), let type = event.arguments?.operatorType,
                let microseconds = event.duration, microseconds >= 0
            else { continue }
            let key = Operator(
                name: String(event.name.dropLast(suffix.count)), type: type,
                provider: event.arguments?.provider ?? "", index: event.arguments?.nodeIndex)
            var timing =
                timings[key]
                ?? OperatorTiming(
                    name: key.name, type: key.type, provider: key.provider, isFallback: isFallback(key.provider),
                    nanoseconds: 0, calls: 0)
            timing.nanoseconds += UInt64(microseconds) * 1_000
            timing.calls += 1
            timings[key] = timing
        }
        return timings.values.sorted { ($1.nanoseconds, $0.name) < ($0.nanoseconds, $1.name) }
    }

    private struct Event: Decodable {
        struct Arguments: Decodable {
            var operatorType: String?
            var provider: String?
            var nodeIndex: String?

            enum CodingKeys: String, CodingKey {
                case operatorType = "op_name"
                case provider
                case nodeIndex = "node_index"
            }
        }

        var name: String
        var category: String?
        /// Microseconds.
        var duration: Int64?
        var arguments: Arguments?

        enum CodingKeys: String, CodingKey {
            case name
            case category = "cat"
            case duration = "dur"
            case arguments = "args"
        }
    }
}
