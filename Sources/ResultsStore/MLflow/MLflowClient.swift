import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The part of MLflow's REST interface 2.0 that a run needs.
///
/// - Source: https://mlflow.org/docs/latest/rest-api.html
public struct MLflowClient: Sendable {
    public let address: TrackingAddress
    private let credentials: TrackingCredentials
    private let timeoutSeconds: Int

    public init(_ address: TrackingAddress, credentials: TrackingCredentials, timeoutSeconds: Int = 60) {
        self.address = address
        self.credentials = credentials
        self.timeoutSeconds = timeoutSeconds
    }

    /// Id of an experiment, which is made when there is none.
    func experiment(named name: String) throws(TrackingError) -> String {
        if let id = try findExperiment(name) { return id }
        struct Request: Encodable { var name: String }
        struct Response: Decodable { var experiment_id: String }
        do throws(TrackingError) {
            return try post("experiments/create", Request(name: name), as: Response.self).experiment_id
        } catch {
            guard case .refused(_, _, "RESOURCE_ALREADY_EXISTS", _) = error else { throw error }
            // Another exporter was faster.
            guard let id = try findExperiment(name) else { throw .experimentDeleted(name: name) }
            return id
        }
    }

    private func findExperiment(_ name: String) throws(TrackingError) -> String? {
        struct Response: Decodable {
            struct Experiment: Decodable {
                var experiment_id: String
                var lifecycle_stage: String?
            }
            var experiment: Experiment
        }
        do throws(TrackingError) {
            let response = try get("experiments/get-by-name", ["experiment_name": name], as: Response.self)
            guard response.experiment.lifecycle_stage != "deleted" else { throw .experimentDeleted(name: name) }
            return response.experiment.experiment_id
        } catch {
            guard case .refused(_, _, "RESOURCE_DOES_NOT_EXIST", _) = error else { throw error }
            return nil
        }
    }

    /// Runs of an experiment that were made from this run of Pawl, by what their tag `pawl.cell` says.
    func runs(ofPawlRun id: String, experiment: String) throws(TrackingError) -> [String: MLflowRun] {
        struct Request: Encodable {
            var experiment_ids: [String]
            var filter: String
            var max_results = 1000
            var page_token: String?
        }
        struct Response: Decodable {
            struct Run: Decodable {
                struct Info: Decodable { var run_id, status: String }
                struct Contents: Decodable { var tags: [MLflowEntry]? }
                var info: Info
                var data: Contents?
            }
            var runs: [Run]?
            var next_page_token: String?
        }
        // An id is a UUID: nothing in it needs quoting.
        var request = Request(experiment_ids: [experiment], filter: "tags.`pawl.run_id` = '\(id)'")
        var found: [String: MLflowRun] = [:]
        repeat {
            let response = try post("runs/search", request, as: Response.self)
            for run in response.runs ?? [] {
                guard let cell = run.data?.tags?.first(where: { $0.key == MLflowTag.cell })?.value else { continue }
                found[cell] = MLflowRun(id: run.info.run_id, isEnded: run.info.status != "RUNNING")
            }
            request.page_token = response.next_page_token.flatMap { $0.isEmpty ? nil : $0 }
        } while request.page_token != nil
        return found
    }

    /// Makes a run, whose status is RUNNING until `end`.
    func createRun(
        experiment: String, name: String, startedAt: Int64, tags: [MLflowEntry]
    ) throws(TrackingError) -> MLflowRun {
        struct Request: Encodable {
            var experiment_id: String
            var run_name: String
            var start_time: Int64
            var tags: [MLflowEntry]
        }
        struct Response: Decodable {
            struct Run: Decodable {
                struct Info: Decodable { var run_id: String }
                var info: Info
            }
            var run: Run
        }
        let request = Request(experiment_id: experiment, run_name: name, start_time: startedAt, tags: tags)
        return MLflowRun(id: try post("runs/create", request, as: Response.self).run.info.run_id, isEnded: false)
    }

    /// Logs in batches that are within the limits of the interface: 1000 metrics, 100 parameters, 100 tags, 1000 in all.
    /// The same values again change nothing.
    func log(
        _ run: MLflowRun, metrics: [MLflowMetric], parameters: [MLflowEntry], tags: [MLflowEntry]
    ) throws(TrackingError) {
        struct Request: Encodable {
            var run_id: String
            var metrics: [MLflowMetric] = []
            var params: [MLflowEntry] = []
            var tags: [MLflowEntry] = []
        }
        struct EmptyResponse: Decodable {}
        let most = 100
        let count = max(metrics.count, parameters.count, tags.count)
        for start in stride(from: 0, to: count, by: most) {
            func part<Element>(_ all: [Element]) -> [Element] { Array(all.dropFirst(start).prefix(most)) }
            let request = Request(
                run_id: run.id, metrics: part(metrics), params: part(parameters), tags: part(tags))
            _ = try post("runs/log-batch", request, as: EmptyResponse.self)
        }
    }

    func end(_ run: MLflowRun, status: String, at time: Int64) throws(TrackingError) {
        struct Request: Encodable {
            var run_id, status: String
            var end_time: Int64
        }
        struct EmptyResponse: Decodable {}
        _ = try post("runs/update", Request(run_id: run.id, status: status, end_time: time), as: EmptyResponse.self)
    }

    // MARK: - HTTP

    private func get<Response: Decodable>(
        _ call: String, _ query: [String: String], as type: Response.Type
    ) throws(TrackingError) -> Response {
        var parts = URLComponents()
        parts.queryItems = query.sorted { $0.key < $1.key }.map { URLQueryItem(name: $0.key, value: $0.value) }
        // A plus sign means a blank to servers.
        let text = (parts.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        return try send(call, query: "?" + text, body: nil, as: type)
    }

    private func post<Response: Decodable>(
        _ call: String, _ request: some Encodable, as type: Response.Type
    ) throws(TrackingError) -> Response {
        guard let body = try? JSONEncoder().encode(request) else {
            throw .refused(call: call, status: 0, code: "no request", reason: "a value cannot be said in JSON")
        }
        return try send(call, query: "", body: body, as: type)
    }

    private func send<Response: Decodable>(
        _ call: String, query: String, body: Data?, as type: Response.Type
    ) throws(TrackingError) -> Response {
        guard let url = URL(string: "\(address)/api/2.0/mlflow/\(call)\(query)") else {
            throw .badAddress("\(address)", reason: "it is no URL")
        }
        var request = URLRequest(url: url)
        request.httpMethod = body == nil ? "GET" : "POST"
        request.httpBody = body
        request.setValue("application/json", forHTTPHeaderField: "Accept")
        if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        if let authorization = credentials.authorization {
            request.setValue(authorization, forHTTPHeaderField: "Authorization")
        }
        let response: HTTPRequest.Response
        do throws(HTTPRequest.Failure) {
            response = try HTTPRequest.perform(request, timeoutSeconds: timeoutSeconds)
        } catch {
            switch error {
            case .timedOut: throw .timedOut(address: "\(address)", seconds: timeoutSeconds)
            case .tooLarge: throw .notMLflow(address: "\(address)", reason: "its answer has no end")
            case .connection(let reason): throw .cannotReach(address: "\(address)", reason: reason)
            }
        }
        return try read(response, call)
    }

    private func read<Value: Decodable>(_ response: HTTPRequest.Response, _ call: String) throws(TrackingError) -> Value
    {
        // A server, or what stands before it, may say back what it was sent.
        func said(_ text: String, atMost limit: Int) -> String { String(credentials.blackened(in: text).prefix(limit)) }
        let start = said(String(decoding: response.body.prefix(4000), as: UTF8.self), atMost: 200)
        if response.status == 401 || response.status == 403 {
            throw .notAllowed(address: "\(address)", status: response.status, hasCredentials: !credentials.isEmpty)
        }
        guard (200..<300).contains(response.status) else {
            guard let refusal = try? JSONDecoder().decode(Refusal.self, from: response.body) else {
                guard response.status < 500 else {
                    throw .refused(
                        call: call, status: response.status, code: "no reason given", reason: start)
                }
                throw .notMLflow(
                    address: "\(address)", reason: "it answers '\(call)' with HTTP \(response.status)")
            }
            throw .refused(
                call: call, status: response.status, code: said(refusal.error_code, atMost: 100),
                reason: said(refusal.message ?? "", atMost: 500))
        }
        do {
            return try JSONDecoder().decode(Value.self, from: response.body)
        } catch {
            throw .notMLflow(
                address: "\(address)", reason: "its answer to '\(call)' is not MLflow's: \(start)"
            )
        }
    }

    /// What MLflow says when it says no.
    private struct Refusal: Decodable {
        var error_code: String
        var message: String?
    }
}
