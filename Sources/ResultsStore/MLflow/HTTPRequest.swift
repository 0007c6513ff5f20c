import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One HTTP request and its answer, bounded in time and size. Certificates are verified as the system does; a redirection is an answer
/// and is not followed, so that credentials go to the server that was named and to no other.
final class HTTPRequest: NSObject, URLSessionDataDelegate, Sendable {
    struct Response: Sendable {
        var status: Int
        var body: Data
    }

    enum Failure: Error, Sendable {
        case timedOut
        case tooLarge
        case connection(String)
    }

    /// Far more than any answer that is asked for here.
    private static let largestResponse = 16 << 20

    private struct State {
        var body = Data()
        var status = 0
        var failure: Failure?
    }

    private let state = Mutex(State())
    private let isDone = DispatchSemaphore(value: 0)

    static func perform(_ request: URLRequest, timeoutSeconds: Int) throws(Failure) -> Response {
        let exchange = HTTPRequest()
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = Double(timeoutSeconds)
        configuration.timeoutIntervalForResource = Double(timeoutSeconds)
        configuration.httpCookieAcceptPolicy = .never
        configuration.urlCache = nil
        let session = URLSession(configuration: configuration, delegate: exchange, delegateQueue: nil)
        let task = session.dataTask(with: request)
        task.resume()
        // The session's own limits do not hold for a server that sends a byte now and then.
        if exchange.isDone.wait(timeout: .now() + .seconds(timeoutSeconds)) == .timedOut {
            task.cancel()
            session.invalidateAndCancel()
            throw .timedOut
        }
        session.finishTasksAndInvalidate()
        let state = exchange.state.withLock { $0 }
        if let failure = state.failure { throw failure }
        return Response(status: state.status, body: state.body)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooLarge = state.withLock { state in
            guard state.body.count + data.count <= Self.largestResponse else {
                state.failure = .tooLarge
                return true
            }
            state.body.append(data)
            return false
        }
        if isTooLarge { dataTask.cancel() }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let status = (task.response as? HTTPURLResponse)?.statusCode ?? 0
        state.withLock { state in
            state.status = status
            if state.failure == nil, let error {
                let isTimeout = (error as? URLError)?.code == .timedOut
                state.failure = isTimeout ? .timedOut : .connection(error.localizedDescription)
            }
        }
        isDone.signal()
    }
}
