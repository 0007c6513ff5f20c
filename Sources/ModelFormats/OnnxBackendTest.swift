import Diagnostics
import Foundation
import InferenceCore
import Support

/// A model with inputs and right outputs, as the package `onnx` carries them for those who write a runtime:
/// `model.onnx` beside `test_data_set_0/input_0.pb`, `output_0.pb` and so on.
///
/// - Source: onnx/backend/test of github.com/onnx/onnx: `loader` for the layout and the tolerances, `runner` for what is held against
///   what.
public struct OnnxBackendTest: Sendable {
    public struct Port: Sendable {
        public var name: String
        public var value: Tensor
    }

    /// Inputs, and what comes of them.
    public struct DataSet: Sendable {
        public var inputs: [Port]
        public var outputs: [Port]
    }

    /// Why a test cannot be run.
    public struct Unusable: Error, Equatable {
        /// What it has that Pawl does not pass, or what is wrong with it: `strings`.
        public var reason: String
    }

    /// The folder's.
    public let name: String
    public let modelPath: String
    /// At least one.
    public let dataSets: [DataSet]
    /// A right value v differs from the known one e by at most `absoluteTolerance + relativeTolerance * |e|`.
    public let relativeTolerance: Double
    public let absoluteTolerance: Double

    public static let relativeToleranceByDefault = 1e-3
    public static let absoluteToleranceByDefault = 1e-7

    /// A folder with more than these is no test of an operator.
    private static let mostDataSets = 100
    private static let mostPorts = 1000

    /// Reads a test's files.
    ///
    /// - Parameter folder: absolute; it has a `model.onnx`.
    public init(folder: String) throws(Unusable) {
        name = (folder as NSString).lastPathComponent
        modelPath = folder + "/" + Self.modelName
        let graph: OnnxGraph
        do {
            graph = try OnnxGraph(path: modelPath)
        } catch {
            throw Unusable(reason: "a model that cannot be read (\(error.diagnostics[0].message))")
        }
        let inputs = graph.inputs.filter { !graph.isConstant($0.name) }
        guard !inputs.isEmpty else { throw Unusable(reason: "no input") }
        for port in inputs + graph.outputs { try Self.requireTensor(port) }
        var sets: [DataSet] = []
        while sets.count < Self.mostDataSets, Self.isFolder("\(folder)/test_data_set_\(sets.count)") {
            let place = "\(folder)/test_data_set_\(sets.count)"
            sets.append(
                DataSet(
                    inputs: try Self.read(inputs, "input", in: place),
                    outputs: try Self.read(graph.outputs, "output", in: place)))
            guard sets[sets.count - 1].inputs.allSatisfy({ $0.value.elementCount > 0 }) else {
                throw Unusable(reason: "an input without elements")
            }
        }
        guard !sets.isEmpty else { throw Unusable(reason: "no inputs and outputs beside the model") }
        dataSets = sets
        (relativeTolerance, absoluteTolerance) = Self.tolerances(folder)
    }

    public static let modelName = "model.onnx"

    /// Whether a folder looks like a test.
    public static func isOne(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(modelName)") && isFolder("\(folder)/test_data_set_0")
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func requireTensor(_ port: OnnxGraph.NamedValue) throws(Unusable) {
        guard let bytes = port.type, let type = try? OnnxValue(type: bytes) else { return }
        guard case .other(let name)? = type.kind else { return }
        throw Unusable(reason: name == "optional" ? "an optional" : "a \(name)")
    }

    private static func read(_ ports: [OnnxGraph.NamedValue], _ kind: String, in folder: String) throws(Unusable)
        -> [Port]
    {
        guard ports.count <= mostPorts else { throw Unusable(reason: "more than \(mostPorts) \(kind)s") }
        var read: [Port] = []
        for (index, port) in ports.enumerated() {
            let value: Tensor
            do throws(OnnxStoredTensor.Unreadable) {
                value = try OnnxStoredTensor.read(path: "\(folder)/\(kind)_\(index).pb")
            } catch {
                throw Unusable(reason: error.reason)
            }
            // Early packages kept bfloat16 as uint16.
            let code = (try? OnnxValue.tensor(type: port.type))?.code
            if let code, code != value.elementType.onnxCode {
                throw Unusable(
                    reason: "\(kind)s of \(OnnxElementType.name(code)) that are kept as \(value.elementType.rawValue)")
            }
            read.append(Port(name: port.name, value: value))
        }
        return read
    }

    /// `data.json`, which few tests have.
    private struct Settings: Decodable {
        var rtol: Double?
        var atol: Double?
    }

    private static func tolerances(_ folder: String) -> (relative: Double, absolute: Double) {
        let file = try? MappedFile(path: "\(folder)/data.json", limit: 1 << 20)
        let settings = withExtendedLifetime(file) {
            file.flatMap { try? JSONDecoder().decode(Settings.self, from: Data($0.bytes)) }
        }
        func usable(_ value: Double?, or fallback: Double) -> Double {
            value.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } ?? fallback
        }
        return (
            usable(settings?.rtol, or: relativeToleranceByDefault),
            usable(settings?.atol, or: absoluteToleranceByDefault)
        )
    }
}

extension OnnxBackendTest {
    /// The operators that a test's model consists of, those of ONNX by their name alone, others behind their domain; in order, each once.
    ///
    /// - Returns: none for a file that is no model.
    public static func operators(ofTestIn folder: String) -> [String] {
        guard let graph = try? OnnxGraph(path: "\(folder)/\(modelName)") else { return [] }
        var names: [String] = []
        for node in graph.nodes {
            let name = node.domain.isEmpty ? node.type : "\(node.domain).\(node.type)"
            if !names.contains(name) { names.append(name) }
        }
        return names
    }
}
