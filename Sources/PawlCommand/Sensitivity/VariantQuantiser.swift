import Foundation
import Support

/// Makes variants of one model, each with other nodes kept in single precision.
public protocol VariantMaker: AnyObject {
    /// What the method would quantise, in the order in which it runs.
    var nodes: [QuantisableNode] { get }

    /// Writes a variant with all nodes quantised but those of the names.
    ///
    /// - Returns: false when nothing was left to quantise; no file is written then.
    /// - Throws: `SensitivityError`.
    func make(excluding names: [String], output: String) throws(SensitivityError) -> Bool
}

/// Pawl's model tools in one Python process: `python -m pawl_models quantise-each`.
public final class VariantQuantiser: VariantMaker {
    public let nodes: [QuantisableNode]
    private let conversation: LineConversation
    private let python: String
    /// Static quantisation runs the model on its calibration samples every time.
    private static let timeoutSeconds = 1800.0

    /// - Parameters:
    ///   - python: an interpreter that has the tools.
    ///   - calibration: a folder of samples; for `int8-qdq` only, which needs it.
    public init(
        python: String, model: String, method: String, calibration: String?, environment: [String: String],
        interruption: Interruption
    ) throws(SensitivityError) {
        self.python = python
        let arguments =
            // What lies in the working folder is no part of the tools.
            [python, "-P", "-m", "pawl_models", "quantise-each", model, "--method", method]
            + (calibration.map { ["--calibration", $0] } ?? [])
        do throws(ProcessError) {
            conversation = try LineConversation(arguments, environment: environment, interruption: interruption)
        } catch {
            throw .quantiser(error, python: python)
        }
        let answer = try Self.answer(to: nil, of: conversation, python: python)
        guard let nodes = answer.nodes else { throw .answerMakesNoSense("no nodes") }
        guard !nodes.isEmpty else { throw .nothingToQuantise(method: method, model: model) }
        self.nodes = nodes
    }

    public func make(excluding names: [String], output: String) throws(SensitivityError) -> Bool {
        guard let request = try? JSONEncoder().encode(Request(exclude: names, output: output)) else {
            throw .answerMakesNoSense("a name that is no text")
        }
        let answer = try Self.answer(to: String(decoding: request, as: UTF8.self), of: conversation, python: python)
        guard let made = answer.made else { throw .answerMakesNoSense("neither made nor an error") }
        return made
    }

    private struct Request: Encodable {
        var exclude: [String]
        var output: String
    }

    private struct Answer: Decodable {
        var nodes: [QuantisableNode]?
        var made: Bool?
        var error: String?
        var hint: String?
    }

    private static func answer(
        to request: String?, of conversation: LineConversation, python: String
    ) throws(SensitivityError) -> Answer {
        let line: String
        do throws(ProcessError) {
            line = try conversation.ask(request, timeoutSeconds: timeoutSeconds)
        } catch .interrupted {
            throw .interrupted
        } catch {
            throw .quantiser(error, python: python)
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(line.utf8)) else {
            throw .answerMakesNoSense(line)
        }
        if let message = answer.error { throw .refused(message: message, hint: answer.hint ?? "") }
        return answer
    }
}
