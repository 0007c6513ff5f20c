import Foundation

extension ConformanceCheck {
    /// How the conversation ends.
    static let conversationEnds =
        [
            ConformanceCheck(
                .frames, "a frame that is cut off gets no reply, and ends the worker", says: whenInputEnds
            ) { bench in
                let worker = try bench.greeted()
                let frame = Frame.encode(try RawWorker.payload("no-such-call", [:]))
                try worker.send(frame.dropLast(5), as: "all but the last 5 bytes of a frame, then the end")
                worker.closeInput()
                try expectEnd(of: worker, exitCodes: nil)
            },
            ConformanceCheck(.frames, "it exits when standard input ends", says: whenInputEnds) { bench in
                let worker = try bench.greeted()
                worker.closeInput()
                try expectEnd(of: worker, exitCodes: nil)
            },
            ConformanceCheck(
                .frames, "it exits when standard input ends before anything was said", says: whenInputEnds
            ) { bench in
                let worker = try bench.start()
                worker.closeInput()
                try expectEnd(of: worker, exitCodes: nil)
            },
            ConformanceCheck(
                .frames, "it exits when standard input ends in the middle of a block", says: whenInputEnds,
                needs: [.model]
            ) { bench in
                let worker = try bench.loaded().worker
                // No model is so fast that this ends by itself.
                try worker.send(
                    BlockCall.name, ["values": 1_000_000, "inferencesPerValue": 1_000_000_000, "firstSample": 0])
                usleep(100_000)
                worker.closeInput()
                try expectEnd(of: worker, exitCodes: nil)
            },
            ConformanceCheck(
                .frames, "nothing but frames is on standard output",
                says: "Nothing but frames may reach standard output.", needs: [.model]
            ) { bench in
                let worker = try bench.loaded().worker
                _ = try worker.call(EvaluateCall.name, bench.evaluateArguments(first: 0, count: 1))
                _ = try worker.call(ShutdownCall.name)
                try expectEnd(of: worker, exitCodes: 0...0)
            },
        ] + tooLong

    /// Also for others: each frame over the limit is refused by its header alone.
    private static let tooLong = [
        ("a frame of a byte over the limit", [0x01, 0x00, 0x00, 0x04] as [UInt8]),
        ("a frame of 4 GiB", [0xFF, 0xFF, 0xFF, 0xFF]),
    ].map { name, header in
        ConformanceCheck(
            .frames, "\(name) ends the conversation, with a code other than 0",
            says: """
                A frame that announces more than the limit ends the conversation: whoever reads it stops reading, and \
                exits with a code other than 0.
                """
        ) { bench in
            let worker = try bench.greeted()
            try worker.send(Data(header))
            try expectEnd(of: worker, exitCodes: 1...255)
        }
    }

    static let whenInputEnds = "When standard input ends, the supervisor is gone: exit at once"

    /// Waits for the worker's own end, without another frame.
    ///
    /// - Parameter exitCodes: those that are right; nil takes any, and SIGKILL, with which a process that watches may end
    ///   a worker.
    static func expectEnd(of worker: RawWorker, exitCodes: ClosedRange<Int32>?) throws {
        let rest = try worker.rest(withinSeconds: ConformanceContext.endSeconds)
        guard let end = try worker.end(withinSeconds: ConformanceContext.endSeconds) else {
            throw ProtocolViolation(reason: "it still runs \(Int(ConformanceContext.endSeconds)) s later")
        }
        guard rest.isEmpty else {
            throw ProtocolViolation(reason: "it wrote \(rest.count) bytes more to standard output")
        }
        if exitCodes == nil, end.signal == SIGKILL { return }
        guard let code = end.exitCode else { throw ProtocolViolation(reason: "it \(end.description)") }
        if let exitCodes, !exitCodes.contains(code) { throw ProtocolViolation(reason: "it \(end.description)") }
    }
}
