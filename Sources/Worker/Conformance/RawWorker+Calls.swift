import Foundation

extension RawWorker {
    /// What a reply holds.
    enum Response {
        case reply(Reply)
        case error(Reply)
    }

    static func payload(_ call: String, _ arguments: JSONContent) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(["call": .text(call), "arguments": arguments] as JSONContent)
    }

    func send(_ call: String, _ arguments: JSONContent = [:]) throws {
        let payload = try Self.payload(call, arguments)
        try send(Frame.encode(payload), as: Excerpt.text(payload))
    }

    /// The next reply, whichever call it is to.
    func response(to call: String) throws -> Response {
        let payload = try receive()
        guard let content = try? JSONDecoder().decode(JSONContent.self, from: payload) else {
            throw ProtocolViolation(reason: "the reply to '\(call)' is no JSON object in UTF-8")
        }
        let response = try Reply(content, place: "the reply to '\(call)'")
        switch (response.has("reply"), response.has("error")) {
        case (true, false):
            return .reply(try Reply(response.members["reply"] ?? .null, place: "the reply to '\(call)'"))
        case (false, true):
            return .error(try Reply(response.members["error"] ?? .null, place: "the error of '\(call)'"))
        default: throw ProtocolViolation(reason: "the reply to '\(call)' has neither 'reply' nor 'error', or both")
        }
    }

    /// Calls, and takes nothing but a reply.
    func call(_ name: String, _ arguments: JSONContent = [:]) throws -> Reply {
        try send(name, arguments)
        return try reply(to: name)
    }

    func reply(to call: String) throws -> Reply {
        switch try response(to: call) {
        case .reply(let reply): return reply
        case .error(let error):
            throw ProtocolViolation(
                reason: "'\(call)' got an error: \(Excerpt.text(Data(try error.name("message").utf8)))")
        }
    }

    /// Takes nothing but a well-formed error.
    ///
    /// - Returns: its code.
    @discardableResult
    func refusal(of call: String) throws -> String {
        guard case .error(let error) = try response(to: call) else {
            throw ProtocolViolation(reason: "it replied, where the protocol asks for an error")
        }
        let code = try error.name("code")
        _ = try error.name("message")
        for member in ["hint", "cause"] { _ = try error.optionalText(member) }
        guard code.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw error.wrong("code", "no word for programs") }
        return code
    }

    /// Sends what must be refused, then sees that the worker lives on and takes the next call.
    func refuses(_ call: String, _ arguments: JSONContent = [:]) throws {
        try send(call, arguments)
        try refusal(of: call)
        try livesOn()
    }

    /// An error is a reply too.
    func livesOn() throws {
        let (sent, received) = (lastSent, lastReceived)
        do {
            try send("is-anyone-there")
            _ = try response(to: "is-anyone-there")
        } catch let violation as ProtocolViolation {
            recall(sent: sent, received: received)
            throw ProtocolViolation(
                reason: "it does not take the next call after this one: \(violation.reason)",
                isTimeout: violation.isTimeout)
        }
        recall(sent: sent, received: received)
    }
}
