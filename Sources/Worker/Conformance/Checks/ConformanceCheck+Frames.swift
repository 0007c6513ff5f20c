import Foundation

extension ConformanceCheck {
    static let frames =
        [
            ConformanceCheck(
                .frames, "calls that were sent together are answered one by one, in order",
                says: "Calls are answered one by one, in order."
            ) { bench in
                let worker = try bench.start()
                let calls = [HelloCall.name, "no-such-call", ShutdownCall.name]
                let frames = try calls.map { call in
                    Frame.encode(try RawWorker.payload(call, call == HelloCall.name ? bench.helloArguments : [:]))
                }
                try worker.send(frames.reduce(Data(), +), as: "\(calls.joined(separator: ", ")) in one go")
                _ = try worker.reply(to: calls[0]).count("protocolVersion")
                try worker.refusal(of: calls[1])
                _ = try worker.reply(to: calls[2])
            },
            ConformanceCheck(
                .frames, "a frame that arrives in pieces is put together",
                says: "Each is one frame:"
            ) { bench in
                let worker = try bench.start()
                let frame = Frame.encode(try RawWorker.payload(HelloCall.name, bench.helloArguments))
                // Inside the header, behind it, inside the payload.
                try worker.send(pieces: [frame.prefix(2), frame[2..<4], frame[4..<20], frame[20...]].map { Data($0) })
                _ = try worker.reply(to: HelloCall.name)
            },
            ConformanceCheck(
                .frames, "a frame of 16 MiB is read",
                says: "4 bytes length of the payload, unsigned, little endian, at most 67,108,864"
            ) { bench in
                let worker = try bench.start()
                var arguments = bench.helloArguments
                arguments["remark"] = .text(String(repeating: "x", count: 16 << 20))
                _ = try worker.call(HelloCall.name, arguments)
            },
            ConformanceCheck(
                .frames, "members that it does not know are ignored",
                says: "Members that a side does not know are ignored."
            ) { bench in
                let worker = try bench.start()
                var arguments = bench.helloArguments
                arguments["weather"] = ["sky": "clear", "wind": [1, 2]]
                _ = try worker.call(HelloCall.name, arguments)
            },
            ConformanceCheck(
                .frames, "a member that is null is the same as one that is missing",
                says: "A missing member is the same as `null`."
            ) { bench in
                let worker = try bench.start()
                var arguments = bench.helloArguments
                arguments["sharedFile"] = .null
                let said = try worker.call(HelloCall.name, arguments)
                guard !said.has("sharedText") else { throw said.wrong("sharedText", "there, and no file was named") }
            },
        ] + unreadable

    /// Payloads that are no calls.
    private static let unreadable = [
        ("an empty payload gets an error", Data()),
        ("a payload that is no JSON gets an error", Data("{\"call\": \"hello\",".utf8)),
        ("a payload that is no UTF-8 gets an error", Data([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D])),
        ("a payload that is no object gets an error", Data("[\"hello\", {}]".utf8)),
        ("an object without 'call' gets an error", Data("{\"arguments\": {}}".utf8)),
        ("a 'call' that is no text gets an error", Data("{\"call\": 7, \"arguments\": {}}".utf8)),
        ("arguments that are no object get an error", Data("{\"call\": \"load\", \"arguments\": [1]}".utf8)),
        ("lists within lists, 100,000 deep, get an error", Data((String(repeating: "[", count: 100_000)).utf8)),
    ].map { name, payload in
        ConformanceCheck(.frames, name, says: "A payload that is no call gets an error.") { bench in
            let worker = try bench.greeted()
            try worker.send(Frame.encode(payload), as: "a frame of \(Excerpt.bytes(payload))")
            try worker.refusal(of: "?")
            try worker.livesOn()
        }
    }
}
