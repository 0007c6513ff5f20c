import CSystem
import Foundation
import Worker

/// Stands between a supervisor and a right worker, and spoils what the rules name.
final class TamperingWorker {
    private let tampering: Tampering
    private let process = Process()
    private let requests = Pipe()
    private let replies = Pipe()

    init(_ tampering: Tampering) throws {
        self.tampering = tampering
        signal(SIGPIPE, SIG_IGN)
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = []
        process.standardInput = requests
        process.standardOutput = replies
        try process.run()
    }

    /// - Returns: the exit code.
    func serve() -> Int32 {
        watch()
        var held: Data?
        while true {
            let payload: Data
            switch nextCall() {
            case .end(let code): return code
            case .call(let data): payload = data
            }
            let call = Self.name(of: payload)
            misbehave(at: call)
            guard let right = ask(tampering.call(payload, named: call)) else { return 2 }
            let object = (try? JSONSerialization.jsonObject(with: right)) as? [String: Any] ?? [:]
            let isTouched =
                tampering.has("moody") || tampering.rules.contains { $0.count > 1 && ($0[1] == call || $0[1] == "*") }
            let answer =
                isTouched
                ? (try? JSONSerialization.data(withJSONObject: tampering.answer(object, to: call))) ?? right : right
            if tampering.has("reversed"), held == nil, call == HelloCall.name, moreIsThere {
                held = answer
                continue
            }
            let refuses = tampering.has("strict") && call == HelloCall.name && Self.isStrange(payload)
            write(Frame.encode(refuses ? Data(#"{"error":{"code":"strict","message":"no"}}"#.utf8) : answer))
            if tampering.has("again", call) { write(Frame.encode(answer)) }
            if let first = held { write(Frame.encode(first)) }
            held = nil
            if call == ShutdownCall.name, object["reply"] != nil {
                if tampering.has("chatter") { write(Data("goodbye".utf8)) }
                return tampering.rules.first { $0[0] == "exit-code" }.flatMap { Int32($0[1]) } ?? 0
            }
        }
    }

    /// Ends with its supervisor, also while the right worker is at work.
    private func watch() {
        guard !tampering.has("outlive") else { return }
        let onlyBetweenCalls = tampering.has("outlive-block")
        Thread.detachNewThread {
            var watched = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
            while poll(&watched, 1, -1) < 0 || watched.revents & Int16(POLLHUP) == 0 {}
            if !onlyBetweenCalls { _exit(3) }
        }
    }

    private func misbehave(at call: String) {
        if tampering.has("die", call) { exit(1) }
        if tampering.has("crash", call) {
            signal(SIGSEGV, SIG_DFL)
            kill(getpid(), SIGSEGV)
        }
        if tampering.has("silent", call) { sleep(600) }
        if tampering.has("garbage", call) {
            write(Data("this is no frame, and far longer than its header says".utf8))
            sleep(600)
        }
        if tampering.has("too-much", call) {
            write(Data([0xFF, 0xFF, 0xFF, 0xFF]))
            sleep(600)
        }
        if tampering.has("nonsense", call) {
            write(Frame.encode(Data("{\"reply\": 7}".utf8)))
            sleep(600)
        }
        if tampering.has("mute-frame", call) { write(Frame.encode(Data())) }
    }

    private enum Next {
        case call(Data)
        case end(Int32)
    }

    private func nextCall() -> Next {
        guard let header = read(4, from: STDIN_FILENO) else {
            if tampering.has("outlive") { sleep(600) }
            return .end(0)
        }
        guard let count = Frame.payloadBytes(ofHeader: header) else {
            guard tampering.has("boundless") else { return .end(2) }
            return nextCall()
        }
        if tampering.has("short-frames"), count > 1 << 20 { return .end(2) }
        guard let payload = read(count, from: STDIN_FILENO) else {
            if tampering.has("outlive") { sleep(600) }
            return .end(2)
        }
        return .call(payload)
    }

    /// The right worker's answer.
    private func ask(_ payload: Data) -> Data? {
        let frame = Frame.encode(payload)
        guard (try? requests.fileHandleForWriting.write(contentsOf: frame)) != nil else { return nil }
        let descriptor = replies.fileHandleForReading.fileDescriptor
        guard let header = read(4, from: descriptor, isWhole: true), let count = Frame.payloadBytes(ofHeader: header)
        else {
            return nil
        }
        return read(count, from: descriptor, isWhole: true)
    }

    private func read(_ count: Int, from descriptor: Int32, isWhole: Bool = false) -> Data? {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while data.count < count {
            let got = Glibc.read(descriptor, &buffer, min(buffer.count, count - data.count))
            if got <= 0 { return nil }
            data.append(contentsOf: buffer.prefix(got))
            if tampering.has("impatient"), !isWhole, data.count < min(count, 1024) { return nil }
        }
        return data
    }

    private var moreIsThere: Bool {
        var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) > 0 && watched.revents & Int16(POLLIN) != 0
    }

    private static func isStrange(_ payload: Data) -> Bool {
        let object = (try? JSONSerialization.jsonObject(with: payload)) as? [String: Any]
        let arguments = object?["arguments"] as? [String: Any] ?? [:]
        return arguments["weather"] != nil || arguments["sharedFile"] is NSNull
    }

    private func write(_ data: Data) { FileHandle.standardOutput.write(data) }

    private static func name(of payload: Data) -> String {
        let object = (try? JSONSerialization.jsonObject(with: payload)) as? [String: Any]
        return object?["call"] as? String ?? "?"
    }
}
