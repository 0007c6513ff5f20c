import Foundation
import GoldenSets
import InferenceCore

/// The reply to an `evaluate`, compared with what was asked.
struct EvaluatedRows {
    let rows: Int
    /// By name; of each output the element type, the shape of each row and its bytes.
    let outputs: [String: Output]

    struct Output {
        var elementType: ElementType
        var shapes: [[Int]]
        var rows: [Data]

        var tensors: [Tensor] {
            zip(shapes, rows).map { Tensor(elementType: elementType, shape: $0, copying: Array($1)) }
        }
    }

    /// - Throws: `ProtocolViolation` for rows, shapes and bytes that do not agree with each other or with the call.
    init(_ reply: Reply, count: Int, outputs names: [String]) throws {
        rows = try reply.count("rows")
        _ = try reply.count("nanoseconds")
        guard 1...count ~= rows else {
            throw ProtocolViolation(reason: "\(count) samples were asked for, 'rows' is \(rows)")
        }
        let said = try reply.object("outputs")
        var outputs: [String: Output] = [:]
        for name in names { outputs[name] = try Self.output(said.object(name), rows: rows) }
        self.outputs = outputs
    }

    private static func output(_ said: Reply, rows: Int) throws -> Output {
        guard let elementType = ElementType(rawValue: try said.text("elementType")) else {
            throw said.wrong("elementType", "none that the protocol has")
        }
        guard var rest = Data(base64Encoded: try said.text("data")) else { throw said.wrong("data", "no base64") }
        let shapes = try said.list("shapes").map { shape in
            guard case .list(let sizes) = shape else { throw said.wrong("shapes", "no list of lists") }
            return try sizes.map { size in
                guard case .integer(let number) = size, number >= 0 else {
                    throw said.wrong("shapes", "no list of lists of sizes")
                }
                return number
            }
        }
        guard shapes.count == rows else {
            throw ProtocolViolation(reason: "'rows' is \(rows), 'shapes' in \(said.place) has \(shapes.count)")
        }
        let total = rest.count
        let data = try shapes.map { shape in
            var bytes = elementType.byteCount
            for size in shape {
                let (product, overflows) = bytes.multipliedReportingOverflow(by: size)
                guard !overflows else { throw said.wrong("shapes", "larger than any memory") }
                bytes = product
            }
            guard bytes <= rest.count else {
                throw ProtocolViolation(
                    reason: "'data' in \(said.place) has \(total) bytes, fewer than its shapes need")
            }
            defer { rest = rest.dropFirst(bytes) }
            return Data(rest.prefix(bytes))
        }
        guard rest.isEmpty else {
            throw ProtocolViolation(
                reason: "'data' in \(said.place) has \(total) bytes, \(rest.count) more than its shapes need")
        }
        return Output(elementType: elementType, shapes: shapes, rows: data)
    }

    var byteCount: Int { outputs.values.reduce(0) { $0 + $1.rows.reduce(0) { $0 + $1.count } } }
}

extension ConformanceContext {
    /// One call of `evaluate`, with all outputs.
    func evaluate(
        _ worker: RawWorker, first: Int, count: Int, byteLimit: Int = EvaluateCall.defaultByteLimit
    ) throws -> EvaluatedRows {
        let reply = try worker.call(
            EvaluateCall.name, evaluateArguments(first: first, count: count, byteLimit: byteLimit))
        return try EvaluatedRows(reply, count: count, outputs: outputs.map(\.name))
    }

    /// Evaluates samples, asking again for those that did not fit; by output, each sample's bytes.
    func evaluateAll(_ worker: RawWorker, _ samples: Range<Int>) throws -> [String: [Data]] {
        var all: [String: [Data]] = [:]
        var next = samples.lowerBound
        while next < samples.upperBound {
            let part = try evaluate(worker, first: next, count: samples.upperBound - next)
            for (name, output) in part.outputs { all[name, default: []] += output.rows }
            next += part.rows
        }
        return all
    }

    /// Enough samples to see something, few enough to be quick: of one sequence where there are sequences.
    var fewSamples: Range<Int> {
        let count = sampleFiles?.count ?? 0
        let starts = sampleFiles?.sequenceStarts ?? []
        let end = starts.count > 1 ? starts[1] : count
        return 0..<min(end, 6)
    }
}
