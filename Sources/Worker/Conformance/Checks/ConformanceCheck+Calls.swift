import Foundation

extension ConformanceCheck {
    /// Calls that a worker cannot do, now or ever.
    static let calls =
        [
            ConformanceCheck(
                .calls, "a call of an unknown name gets an error",
                says: "A call that a worker does not have gets an error"
            ) { bench in
                try bench.greeted().refuses("no-such-call")
            },
            ConformanceCheck(
                .calls, "shutdown is answered by an empty object, then code 0",
                says: "an empty object, then exit code 0"
            ) {
                bench in
                let worker = try bench.greeted()
                let reply = try worker.call(ShutdownCall.name)
                guard reply.members.isEmpty else { throw ProtocolViolation(reason: "\(reply.place) is not empty") }
                try expectEnd(of: worker, exitCodes: 0...0)
            },
        ]
        + [WarmUpCall.name, BlockCall.name, EvaluateCall.name, MemoryCall.name].flatMap { call in
            [
                ConformanceCheck(
                    .calls, "'\(call)' before 'hello' gets an error", says: "a call other than `hello` before `hello`"
                ) { bench in
                    let worker = try bench.start()
                    try worker.send(call, rightArguments(of: call))
                    try worker.refusal(of: call)
                    // It can still be greeted.
                    _ = try worker.call(HelloCall.name, bench.helloArguments)
                },
                beforeLoad(call, needs: []),
            ]
        }
        + [beforeLoad(ProfileCall.name, needs: [.capability(.profile)])]
        + [beforeLoad(EvaluateToFilesCall.name, needs: [.capability(.evaluateToFiles)])]
        + [
            (WorkerCapability.files, FilesCall.name), (.files, PutCall.name), (.inspect, InspectCall.name),
            (.profile, ProfileCall.name), (.evaluateToFiles, EvaluateToFilesCall.name),
        ].map { capability, call in
            ConformanceCheck(
                .calls, "'\(call)' gets an error where it is no capability",
                says: "A call that a worker does not have gets an error", needs: [.lack(capability)]
            ) { bench in
                try bench.greeted().refuses(call, rightArguments(of: call))
            }
        }

    private static func beforeLoad(_ call: String, needs: [Need]) -> ConformanceCheck {
        ConformanceCheck(
            .calls, "'\(call)' before 'load' gets an error", says: "one that needs a loaded model before `load`",
            needs: needs
        ) { bench in
            try bench.greeted().refuses(call, rightArguments(of: call))
        }
    }

    /// Arguments that nothing but the moment is wrong with.
    private static func rightArguments(of call: String) -> JSONContent {
        switch call {
        case WarmUpCall.name: ["capNanoseconds": 1_000_000]
        case BlockCall.name: ["values": 1, "inferencesPerValue": 1, "firstSample": 0]
        case EvaluateCall.name: ["first": 0, "count": 1, "outputs": ["scores"], "byteLimit": 1_000_000]
        case EvaluateToFilesCall.name: ["first": 0, "count": 1, "outputs": []]
        case ProfileCall.name: ["inferences": 1]
        case FilesCall.name: ["files": []]
        // Content of its own, of which a part is sent: what a worker has already it may refuse, and what is whole it keeps.
        case PutCall.name: SentFile(Data(UUID().uuidString.utf8), suffix: "").putArguments(0..<3)
        default: [:]
        }
    }
}
