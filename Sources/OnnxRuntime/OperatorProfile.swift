import Diagnostics
import Foundation
import InferenceCore
import Support

/// Reads the trace that ONNX Runtime writes: a JSON array of events, one of them per operator and inference.
enum OperatorProfile {
    /// About a thousand inferences of a large model; a longer profile says nothing more.
    static let byteLimit: UInt64 = 128 << 20

    /// Sums the kernel times of each operator, in the order in which they first ended.
    ///
    /// Times come in microseconds, as the library rounds them. The library lists an operator that contains a graph of its own
    /// (`If`, `Loop`, `Scan`) with the time of the operators inside, and those as well: here each has its own time alone, so that
    /// the sum is no more than the inference.
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
        var timings: [OperatorTiming] = []
        var places: [Operator: Int] = [:]
        var calls: [Operator: [UInt64]] = [:]
        let kernels = events.filter(\.isKernel)
        for (event, microseconds) in zip(kernels, ownMicroseconds(kernels)) {
            guard let type = event.arguments?.operatorType else { continue }
            let key = Operator(
                name: String(event.name.dropLast(Event.kernelSuffix.count)), type: type,
                provider: event.arguments?.provider ?? "", index: event.arguments?.nodeIndex)
            let place = places[key] ?? timings.count
            if place == timings.count {
                places[key] = place
                timings.append(
                    OperatorTiming(
                        name: key.name, type: key.type, provider: key.provider, shape: event.arguments?.outputs?.text,
                        isFallback: isFallback(key.provider), nanoseconds: 0, calls: 0))
            }
            timings[place].nanoseconds += UInt64(microseconds) * 1_000
            timings[place].calls += 1
            calls[key, default: []].append(UInt64(microseconds) * 1_000)
        }
        for (key, place) in places { timings[place].usualNanoseconds = OperatorTiming.usual(calls[key] ?? []) }
        return timings
    }

    /// Each kernel's time without that of the kernels inside it, in microseconds and in the same order.
    ///
    /// What a graph within an operator runs lies between that operator's start and end on the same thread. A trace without starts
    /// is taken as it is.
    ///
    /// - Complexity: O(n log n).
    private static func ownMicroseconds(_ kernels: [Event]) -> [Int64] {
        var own = kernels.map { $0.duration ?? 0 }
        let order = kernels.indices.filter { kernels[$0].span != nil }.sorted { left, right in
            guard let first = kernels[left].span, let second = kernels[right].span else { return left < right }
            return (kernels[left].thread ?? 0, first.lowerBound, second.upperBound, left)
                < (kernels[right].thread ?? 0, second.lowerBound, first.upperBound, right)
        }
        var containers: [Int] = []
        for kernel in order {
            guard let span = kernels[kernel].span else { continue }
            while let container = containers.last, !kernels[container].contains(span, thread: kernels[kernel].thread) {
                containers.removeLast()
            }
            // The library's rounding may leave a microsecond more inside than outside.
            if let container = containers.last {
                own[container] = max(0, own[container] - (kernels[kernel].duration ?? 0))
            }
            if kernels[kernel].hasGraphInside { containers.append(kernel) }
        }
        return own
    }

    private struct Event: Decodable {
        static let kernelSuffix = "_kernel_time"
        /// Up to a quarter of an hour, so that no sum of a whole trace overflows.
        private static let plausibleMicroseconds: ClosedRange<Int64> = 0...900_000_000
        private static let typesWithGraphs: Set<String> = ["If", "Loop", "Scan", "SequenceMap"]

        struct Arguments: Decodable {
            var operatorType: String?
            var provider: String?
            var nodeIndex: String?
            var outputs: Shapes?

            enum CodingKeys: String, CodingKey {
                case operatorType = "op_name"
                case provider
                case nodeIndex = "node_index"
                case outputs = "output_type_shape"
            }
        }

        /// `[{"float":[1,64]},{"int64":[]}]`; what is written otherwise is no shape and no error.
        struct Shapes: Decodable {
            /// `float[1,64], int64[]`; nil where it is not told.
            var text: String?

            init(from decoder: any Decoder) throws {
                let shapes = (try? [[String: [Int64]]](from: decoder)) ?? []
                let words = shapes.flatMap { $0 }.map { type, sizes in
                    "\(type)[\(sizes.map(String.init).joined(separator: ","))]"
                }
                text = words.isEmpty ? nil : words.joined(separator: ", ")
            }
        }

        var name: String
        var category: String?
        /// Microseconds.
        var duration: Int64?
        /// Microseconds since the session began.
        var start: Int64?
        var thread: Int64?
        var arguments: Arguments?

        var isKernel: Bool {
            category == "Node" && name.hasSuffix(Self.kernelSuffix) && arguments?.operatorType != nil
                && Self.plausibleMicroseconds.contains(duration ?? -1)
        }

        var hasGraphInside: Bool { Self.typesWithGraphs.contains(arguments?.operatorType ?? "") }

        /// From the start to the end; nil if the trace does not say, or is inconsistent.
        var span: ClosedRange<Int64>? {
            guard let start, let duration, start >= 0, duration >= 0 else { return nil }
            let (end, overflows) = start.addingReportingOverflow(duration)
            return overflows ? nil : start...end
        }

        /// Starts and ends are rounded: what is inside may seem to end a microsecond late.
        func contains(_ other: ClosedRange<Int64>, thread: Int64?) -> Bool {
            guard let span, thread == self.thread else { return false }
            return span.contains(other.lowerBound) && other.upperBound - span.upperBound <= 1
        }

        enum CodingKeys: String, CodingKey {
            case name
            case category = "cat"
            case duration = "dur"
            case start = "ts"
            case thread = "tid"
            case arguments = "args"
        }
    }
}
