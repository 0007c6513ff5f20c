import Diagnostics
import Foundation
import Support

/// What is wrong with a file beside a model in which weights lie.
public struct WeightFault: Sendable, Equatable {
    public enum Found: Error, Sendable, Equatable {
        case missing(tensor: String?)
        case outside(tensor: String?)
        /// The tensor lies at bytes `offset ..< end` of a file of `bytes`.
        case short(bytes: UInt64, _ offset: UInt64, end: UInt64, tensor: String?)
        /// Its place is not written as a number.
        case noNumber(tensor: String?)
        case unreadable(FileError)
    }

    /// As the model names it.
    public var file: String
    public var what: Found

    func diagnostic(ofModel path: String) -> Diagnostic {
        let model = (path as NSString).lastPathComponent
        let place = "\(WeightFiles.folder(of: path))\(file)"
        return switch what {
        case .missing(let tensor):
            finding(
                "\(path) keeps weights in \(file), which is not there", tensor.map { "tensor '\($0)' lies in it" },
                hint: "copy it to \(place): \(model) alone is not the whole model")
        case .outside(let tensor):
            finding(
                "\(path) keeps weights in '\(file)', which leads out of its folder",
                tensor.map { "tensor '\($0)' lies in it" },
                hint: "save the model again with its weights in a file beside it; ONNX allows no other place")
        case .short(let bytes, let offset, let end, let tensor):
            finding(
                "\(place) is too short for \(model): it has \(bytes) bytes",
                "\(tensor.map { "tensor '\($0)'" } ?? "a constant") lies at bytes \(offset) to \(end)",
                hint: "the two are of different exports, or a copy was cut short: export or copy both again")
        case .noNumber(let tensor):
            finding(
                "\(path) does not say where in \(file) its weights lie",
                "offset or length of tensor '\(tensor ?? "")' is no number", hint: "export the model again")
        case .unreadable(let error): error.diagnostics[0]
        }
    }

    private func finding(_ message: String, _ cause: String?, hint: String) -> Diagnostic {
        Diagnostic(code: "model.weights", message, hint: hint, cause: cause)
    }
}
