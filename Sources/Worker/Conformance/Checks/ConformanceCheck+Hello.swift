import Foundation

extension ConformanceCheck {
    static let hello =
        [
            ConformanceCheck(
                .hello, "hello is answered with the protocol's version", says: "`protocolVersion` is the supervisor's."
            ) { bench in
                let version = try bench.start().call(HelloCall.name, bench.helloArguments).count("protocolVersion")
                guard version == workerProtocolVersion else {
                    throw ProtocolViolation(
                        reason: "it speaks protocol \(version), this is protocol \(workerProtocolVersion)")
                }
            },
            ConformanceCheck(
                .hello, "the worker has a name",
                says: "`worker` is a name for people, such as `pawl-worker 0.1.0`."
            ) { bench in
                let reply = try bench.start().call(HelloCall.name, bench.helloArguments)
                _ = try reply.name("worker")
                _ = try reply.optionalText("device")
            },
            ConformanceCheck(
                .hello, "it names the runtimes that it can run",
                says: "`runtimes` lists what it can run, each with `name` and, where it is fixed, `version`"
            ) { bench in
                let reply = try bench.start().call(HelloCall.name, bench.helloArguments)
                let runtimes = try reply.objects("runtimes")
                guard !runtimes.isEmpty else { throw reply.wrong("runtimes", "empty") }
                for runtime in runtimes {
                    _ = try runtime.name("name")
                    _ = try runtime.optionalText("version")
                }
            },
            ConformanceCheck(
                .hello, "its capabilities are a list of texts",
                says: "The others are **capabilities**, which the reply to `hello` lists"
            ) { bench in
                let reply = try bench.start().call(HelloCall.name, bench.helloArguments)
                let names = try reply.texts("capabilities")
                guard Set(names).count == names.count else {
                    throw reply.wrong("capabilities", "a list that repeats itself")
                }
            },
            ConformanceCheck(
                .hello, "it shows that it sees the supervisor's files, or keeps those that are sent",
                says: "Else files are sent, and the worker needs the capability `files`."
            ) { bench in
                let reply = try bench.start().call(HelloCall.name, bench.helloArguments)
                guard let text = try reply.optionalText("sharedText") else {
                    guard try reply.texts("capabilities").contains(WorkerCapability.files.rawValue) else {
                        throw ProtocolViolation(reason: "there is neither 'sharedText' nor the capability 'files'")
                    }
                    return
                }
                guard text == bench.probe.text else { throw reply.wrong("sharedText", "not what the file holds") }
            },
            ConformanceCheck(
                .hello, "a shared file that is not there is no error",
                says: "A worker that can read it replies with its text as `sharedText`"
            ) { bench in
                var arguments = bench.helloArguments
                arguments["sharedFile"] = .text(bench.file("not-there"))
                let reply = try bench.start().call(HelloCall.name, arguments)
                guard !reply.has("sharedText") else { throw reply.wrong("sharedText", "there, and the file is not") }
            },
        ]
        + [
            ("an older version", JSONContent.integer(workerProtocolVersion - 1)), ("a newer version", 1_000_000),
            ("version 0", 0),
        ]
        .map { words, version in
            ConformanceCheck(
                .hello, "\(words) of the protocol gets an error",
                says: "A worker of another version replies with the error `worker.protocol-version`."
            ) { bench in
                let worker = try bench.start()
                try worker.send(HelloCall.name, ["protocolVersion": version])
                let code = try worker.refusal(of: HelloCall.name)
                guard code == "worker.protocol-version" else {
                    throw ProtocolViolation(reason: "the error's code is '\(code)'")
                }
                // It can still be greeted in its own version.
                _ = try worker.call(HelloCall.name, bench.helloArguments)
            }
        }
}
