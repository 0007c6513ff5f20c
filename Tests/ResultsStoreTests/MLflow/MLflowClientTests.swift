import Diagnostics
import Foundation
import Records
import TestSupport
import Testing

@testable import ResultsStore

@Suite("What a client says of servers that are none, or say no", .hangLimit)
struct MLflowClientTests {
    private static func error(
        from behaviour: StubServer.Behaviour, environment: [String: String] = [:], timeout: Int = 20
    ) throws -> (TrackingError?, [String]) {
        let server = try StubServer(behaviour)
        let client = MLflowClient(
            try TrackingAddress(server.address), credentials: TrackingCredentials(environment: environment),
            timeoutSeconds: timeout)
        do throws(TrackingError) {
            _ = try client.experiment(named: "demo + é")
            return (nil, server.requests)
        } catch {
            return (error, server.requests)
        }
    }

    private static func code(_ error: TrackingError?) -> String? { error?.diagnostics.first?.code }

    @Test("A right answer is understood, and the name is sent whole") func right() throws {
        let (error, requests) = try Self.error(
            from: .answers(status: "200 OK", body: "{\"experiment\":{\"experiment_id\":\"7\"}}"))
        #expect(error == nil, "\(String(describing: error))")
        #expect(
            requests.first?.hasPrefix(
                "GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=demo%20%2B%20%C3%A9 ") == true)
    }

    @Test("401 and 403 ask for credentials, or doubt those that there are") func notAllowed() throws {
        for status in ["401 Unauthorized", "403 Forbidden"] {
            let (error, _) = try Self.error(from: .answers(status: status, body: "who are you?"))
            #expect(Self.code(error) == "mlflow.not-allowed")
            #expect(error?.diagnostics.first?.hint?.contains("MLFLOW_TRACKING_TOKEN") == true)
        }
        let environment = ["MLFLOW_TRACKING_TOKEN": "secret-token"]
        let (error, requests) = try Self.error(
            from: .answers(status: "401 Unauthorized", body: ""), environment: environment)
        #expect(requests.first?.contains("Authorization: Bearer secret-token\r\n") == true)
        #expect(error?.description.contains("secret-token") == false)
        #expect(error?.description.contains("is not what it expects") == true)
    }

    @Test("A name with its password goes before a token, as in MLflow's client") func basic() throws {
        let environment = [
            "MLFLOW_TRACKING_TOKEN": "t", "MLFLOW_TRACKING_USERNAME": "me", "MLFLOW_TRACKING_PASSWORD": "pass:word",
        ]
        let (_, requests) = try Self.error(
            from: .answers(status: "401 Unauthorized", body: ""), environment: environment)
        let encoded = Data("me:pass:word".utf8).base64EncodedString()
        #expect(requests.first?.contains("Authorization: Basic \(encoded)\r\n") == true)
        #expect(TrackingCredentials(environment: ["MLFLOW_TRACKING_USERNAME": "me"]).isEmpty)
        #expect(TrackingCredentials(environment: ["MLFLOW_TRACKING_TOKEN": ""]).isEmpty)
    }

    @Test("What is no MLflow server is named as such, whatever it answers") func notMLflow() throws {
        for behaviour in [
            StubServer.Behaviour.answers(status: "404 Not Found", body: "<html>nothing here</html>"),
            .answers(status: "200 OK", body: "<html>welcome</html>"), .answers(status: "200 OK", body: "{}"),
            .answers(status: "302 Found", body: "", headers: ["Location: http://127.0.0.1:1/elsewhere"]),
        ] {
            let (error, requests) = try Self.error(from: behaviour)
            #expect(Self.code(error) == "mlflow.not-mlflow", "\(behaviour)")
            // A redirection is not followed: nobody else gets the credentials.
            #expect(requests.count == 1)
        }
    }

    @Test("A server that breaks is told with its own words") func broken() throws {
        let (error, _) = try Self.error(
            from: .answers(
                status: "500 Internal Server Error",
                body: "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"the disk is full\"}"))
        #expect(Self.code(error) == "mlflow.refused")
        #expect(error?.description.contains("the disk is full") == true)
        let (other, _) = try Self.error(from: .answers(status: "502 Bad Gateway", body: "no upstream"))
        #expect(Self.code(other) == "mlflow.refused")
    }

    @Test(
        "What a server says back of a token or a password is not shown",
        arguments: [
            ["MLFLOW_TRACKING_TOKEN": "tok/en+1"],
            ["MLFLOW_TRACKING_USERNAME": "me", "MLFLOW_TRACKING_PASSWORD": "tok/en+1"],
        ]) func echo(environment: [String: String]) throws
    {
        let sent = TrackingCredentials(environment: environment).authorization ?? ""
        let secret = sent.split(separator: " ").last.map(String.init) ?? ""
        let said = "you sent \(secret) and tok/en+1, tok%2Fen%2B1"
        for (status, body) in [
            ("500 Internal Server Error", "{\"error_code\":\"\(secret)\",\"message\":\"\(said)\"}"),
            ("502 Bad Gateway", said), ("200 OK", said),
        ] {
            let (error, _) = try Self.error(from: .answers(status: status, body: body), environment: environment)
            let words = try #require(error?.description)
            #expect(words.contains("***") && !words.contains(secret), "\(words)")
            #expect(!words.contains("tok/en+1") && !words.contains("tok%2Fen"), "\(words)")
        }
    }

    @Test("Half an answer, and bytes that are no HTTP, end in a clear error") func garbage() throws {
        for data in [
            Data("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"experiment\":{".utf8), Data([0, 1, 2, 255, 254]),
            Data(),
        ] {
            let (error, _) = try Self.error(from: .sends(data))
            #expect(["mlflow.cannot-reach", "mlflow.not-mlflow"].contains(Self.code(error)), "\(data)")
        }
    }

    @Test("An answer without an end is given up") func endless() throws {
        let head = Data("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n".utf8)
        let (error, _) = try Self.error(from: .sends(head + Data(count: 40 << 20)))
        #expect(Self.code(error) == "mlflow.not-mlflow")
    }

    @Test("A server that says nothing is given up after the time allowed") func silent() throws {
        let (error, _) = try Self.error(from: .isSilent, timeout: 1)
        #expect(Self.code(error) == "mlflow.timed-out")
        #expect(error?.blame == .machine)
    }

    @Test("Nobody at the address") func nobody() throws {
        // A port of the system that no test machine serves.
        let client = MLflowClient(
            try TrackingAddress("http://127.0.0.1:1"),
            credentials: TrackingCredentials(environment: [:]), timeoutSeconds: 20)
        #expect(throws: TrackingError.self) { try client.experiment(named: "x") }
    }

    @Test(
        "Addresses that are none are refused without repeating what may be a password",
        arguments: [
            "", "localhost:5000", "ftp://host", "http://", "http://me:secret@host", "https://host?x=1", "file:///etc",
            "http://me:secret@",
        ])
    func badAddress(text: String) {
        do throws(TrackingError) {
            _ = try TrackingAddress(text)
            Issue.record("'\(text)' was accepted")
        } catch {
            #expect(Self.code(error) == "mlflow.bad-address")
            #expect(!error.description.contains("secret"))
        }
    }

    @Test("Slashes at the end do not double, and what is readable on the way is known") func address() throws {
        #expect(try TrackingAddress("http://host:5000//").description == "http://host:5000")
        #expect(try TrackingAddress("http://host").isReadableOnTheWay)
        #expect(try !TrackingAddress("https://host").isReadableOnTheWay)
        #expect(try !TrackingAddress("http://127.0.0.1:5000").isReadableOnTheWay)
    }

    @Test("Names and values stay within what MLflow takes") func entries() {
        let entry = MLflowEntry("option.a=b{c}\n\u{1F43E}", String(repeating: "x", count: 9000))
        #expect(entry.key == "option.a_b_c___")
        #expect(entry.value.count == 5000)
        #expect(MLflowEntry.name(String(repeating: "k", count: 999)).count == 250)
        #expect(MLflowContent.name(of: .latencyP50) == "latency_p50_seconds")
        #expect(MLflowContent.name(of: .accuracy) == "accuracy_ratio")
        #expect(MLflowContent.name(of: .determination) == "r2")
    }
}
