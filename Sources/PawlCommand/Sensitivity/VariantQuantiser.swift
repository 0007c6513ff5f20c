import Foundation
import Support

/// Makes variants of one model, each with other nodes kept in single precision.
protocol VariantMaker: AnyObject {
    /// What the method would quantise, in the order in which it runs.
    var nodes: [QuantisableNode] { get }

    /// Writes a variant with all nodes quantised but those at some positions.
    ///
    /// - Returns: false when nothing was left to quantise; no file is written then.
    /// - Throws: `SensitivityError`.
    func make(keeping kept: Set<Int>, output: String) throws(SensitivityError) -> Bool
}

/// Pawl's model tools in one Python process: `python -m pawl_models quantise-each`.
final class VariantQuantiser: VariantMaker {
    let nodes: [QuantisableNode]
    private let conversation: LineProtocolProcess
    private let python: String
    /// Static quantisation runs the model on its calibration samples every time.
    private static let timeoutSeconds = 1800.0

    /// - Parameters:
    ///   - python: an interpreter that has the tools.
    ///   - calibration: a folder of samples; for `int8-qdq` only, which needs it.
    init(
        python: String, model: String, method: String, calibration: String?, environment: [String: String],
        interruption: Interruption
    ) throws(SensitivityError) {
        self.python = python
        let arguments =
            // What lies in the working folder is no part of the tools.
            [python, "-P", "-m", "pawl_models", "quantise-each", model, "--method", method]
            + (calibration.map { ["--calibration", $0] } ?? [])
        do throws(ProcessError) {
            conversation = try LineProtocolProcess(arguments, environment: environment, interruption: interruption)
        } catch {
            throw .quantiser(error, python: python)
        }
        let response = try Self.response(to: nil, of: conversation, python: python)
        guard let nodes = response.nodes else { throw .unreadableReply("no nodes") }
        guard !nodes.isEmpty else { throw .nothingToQuantise(method: method, model: model) }
        self.nodes = nodes
    }

    func make(keeping kept: Set<Int>, output: String) throws(SensitivityError) -> Bool {
        guard kept.count < nodes.count else { return false }
        let names = kept.sorted().map { nodes[$0].name }
        guard let request = try? JSONEncoder().encode(Request(exclude: names, output: output)) else {
            throw .unreadableReply("a name that is no text")
        }
        let response = try Self.response(to: String(decoding: request, as: UTF8.self), of: conversation, python: python)
        guard let made = response.made else { throw .unreadableReply("neither made nor an error") }
        return made
    }

    private struct Request: Encodable {
        var exclude: [String]
        var output: String
    }

    private struct Response: Decodable {
        var nodes: [QuantisableNode]?
        var made: Bool?
        var error: String?
        var hint: String?
    }

    private static func response(
        to request: String?, of conversation: LineProtocolProcess, python: String
    ) throws(SensitivityError) -> Response {
        let line: String
        do throws(ProcessError) {
            line = try conversation.ask(request, timeoutSeconds: timeoutSeconds)
        } catch .interrupted {
            throw .interrupted
        } catch {
            throw .quantiser(error, python: python)
        }
        guard let response = try? JSONDecoder().decode(Response.self, from: Data(line.utf8)) else {
            throw .unreadableReply(line)
        }
        if let message = response.error { throw .refused(message: message, hint: response.hint ?? "") }
        return response
    }
}
