import Foundation
import Support

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@testable import ResultsStore

/// `mlflow server` on a free port of loopback, in a folder that goes away with it.
final class MLflowServer {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    struct Told {
        var status: String
        var metrics: [String: Double]
        var parameters: [String: String]
        var tags: [String: String]
    }

    /// PAWL_TEST_MLFLOW: a virtual environment of Python with MLflow in it.
    static let environment = ProcessInfo.processInfo.environment["PAWL_TEST_MLFLOW"].flatMap { $0.isEmpty ? nil : $0 }

    let address: String
    private let folder: TemporaryFolder
    private let process = Process()

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-mlflow-test")
        // Closed at once; nobody else is likely to take it within the second.
        let port = try StubServer(.isSilent).port
        address = "http://127.0.0.1:\(port)"
        process.executableURL = URL(fileURLWithPath: (Self.environment ?? "") + "/bin/mlflow")
        process.arguments = [
            "server", "--host", "127.0.0.1", "--port", "\(port)", "--workers", "1", "--backend-store-uri",
            "sqlite:///\(folder.file("mlflow.db"))", "--default-artifact-root", folder.file("artifacts"),
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        var variables = ProcessInfo.processInfo.environment
        variables["PATH"] = (Self.environment ?? "") + "/bin:" + (variables["PATH"] ?? "/usr/bin:/bin")
        // What runs its background jobs would be processes of their own.
        variables["MLFLOW_SERVER_ENABLE_JOB_EXECUTION"] = "false"
        process.environment = variables
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = Date().addingTimeInterval(120)
        while (try? get("/health")) == nil {
            guard process.isRunning, Date() < deadline else {
                throw Failure(description: "mlflow server did not start")
            }
            usleep(100_000)
        }
    }

    deinit {
        // With its workers, which would outlive it: they are of its process group.
        kill(-process.processIdentifier, SIGKILL)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func run(_ id: String) throws -> Told {
        let answer = try JSONSerialization.jsonObject(with: try get("/api/2.0/mlflow/runs/get?run_id=\(id)"))
        guard let run = (answer as? [String: Any])?["run"] as? [String: Any], let info = run["info"] as? [String: Any],
            let data = run["data"] as? [String: Any]
        else { throw Failure(description: "\(answer)") }
        func entries<Value>(_ key: String, _ type: Value.Type) -> [String: Value] {
            let list = data[key] as? [[String: Any]] ?? []
            return Dictionary(
                list.compactMap { entry in
                    (entry["key"] as? String).flatMap { key in (entry["value"] as? Value).map { (key, $0) } }
                }
            ) { first, _ in first }
        }
        return Told(
            status: info["status"] as? String ?? "", metrics: entries("metrics", Double.self),
            parameters: entries("params", String.self), tags: entries("tags", String.self))
    }

    func post(_ call: String, _ body: String) throws {
        var request = Self.request(address + "/api/2.0/mlflow/" + call)
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        _ = try HTTPRequest.perform(request, timeoutSeconds: 60)
    }

    private func get(_ path: String) throws -> Data {
        let answer = try HTTPRequest.perform(Self.request(address + path), timeoutSeconds: 60)
        guard answer.status == 200 else { throw Failure(description: "HTTP \(answer.status)") }
        return answer.body
    }

    private static func request(_ address: String) -> URLRequest { URLRequest(url: URL(string: address)!) }
}
