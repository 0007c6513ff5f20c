import Foundation
import Synchronization

/// Answers every connection on loopback with the same bytes, right or wrong: how a client takes what is no MLflow server.
final class StubServer: Sendable {
    enum Behaviour: Sendable {
        /// A whole answer.
        case answers(status: String, body: String, headers: [String] = [])
        /// These bytes and nothing more.
        case sends(Data)
        /// Takes the request and says nothing.
        case isSilent
    }

    struct Unavailable: Error {}

    let port: UInt16
    private let listener: Int32
    private let requestTexts = Mutex<[String]>([])

    var address: String { "http://127.0.0.1:\(port)" }
    var requests: [String] { requestTexts.withLock { $0 } }

    init(_ behaviour: Behaviour) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard listener >= 0, isListening else { throw Unavailable() }
        self.listener = listener
        port = UInt16(bigEndian: place.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                let text = Self.request(on: connection)
                self?.requestTexts.withLock { $0.append(text) }
                Self.serve(connection, behaviour)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// The head of a request; small ones come with their body.
    private static func request(on connection: Int32) -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while !text.contains("\r\n\r\n") {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { break }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return text
    }

    private static func serve(_ connection: Int32, _ behaviour: Behaviour) {
        switch behaviour {
        case .answers(let status, let body, let headers):
            let head = (["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers)
                .joined(separator: "\r\n")
            send(Data((head + "\r\n\r\n" + body).utf8), on: connection)
            close(connection)
        case .sends(let data):
            send(data, on: connection)
            close(connection)
        case .isSilent: break
        }
    }

    private static func send(_ data: Data, on connection: Int32) {
        data.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = Foundation.send(
                    connection, bytes.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return }
                done += count
            }
        }
    }
}
