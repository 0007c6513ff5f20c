import Foundation

extension ConformanceCheck {
    /// Models that are none. Where there is no model, one input of zeros stands for the samples.
    static let loadRefusals =
        [
            ("a model file that is not there gets an error", "not-there.onnx", nil as Data?),
            ("an empty model file gets an error", "empty", Data()),
            ("a model file of text gets an error", "text", Data(String(repeating: "no model\n", count: 100).utf8)),
            ("a model file of large numbers gets an error", "large", Data(repeating: 0xFF, count: 4096)),
            ("a model file of zeros gets an error", "zeros", Data(count: 65_536)),
        ].flatMap { name, file, content in
            [(LoadCall.name, [Need]()), (InspectCall.name, [Need.capability(.inspect)])].map { call, needs in
                ConformanceCheck(.load, "\(call): \(name), and ends nothing", says: livesOn, needs: needs) { bench in
                    let worker = try bench.greeted()
                    let suffix = bench.modelSuffix
                    var path = bench.file(file + suffix)
                    if let content { path = try bench.place(bench.write(content, to: file + suffix), suffix: suffix) }
                    try worker.refuses(call, bench.loadArguments(modelPath: path))
                }
            }
        }
        + [
            ConformanceCheck(
                .load, "a model file that is cut off gets an error, and ends nothing", says: livesOn, needs: [.model]
            ) { bench in
                guard let whole = bench.subject.material.flatMap({ FileManager.default.contents(atPath: $0.modelPath) })
                else { throw NotApplicable(reason: "the model is no file") }
                let worker = try bench.greeted()
                let suffix = bench.modelSuffix
                var arguments = try bench.loadArguments()
                let half = try bench.write(whole.prefix(whole.count / 2), to: "half" + suffix)
                arguments["modelPath"] = .text(try bench.place(half, suffix: suffix))
                try worker.refuses(LoadCall.name, arguments)
                // What the refused call left behind does not stand in the way of the right one.
                _ = try worker.call(LoadCall.name, bench.loadArguments())
            },
            ConformanceCheck(.load, "a folder in the place of a model gets an error", says: livesOn) { bench in
                try bench.greeted().refuses(LoadCall.name, bench.loadArguments(modelPath: "/"))
            },
            ConformanceCheck(
                .load, "a runtime that it does not have gets an error",
                says: "`runtimes` lists what it can run, each with `name` and, where it is fixed, `version`"
            ) { bench in
                let worker = try bench.greeted()
                var arguments = try bench.loadArguments(modelPath: bench.file("not-there"))
                arguments["runtime", "name"] = "no-such-runtime"
                try worker.refuses(LoadCall.name, arguments)
            },
            ConformanceCheck(
                .load, "another version than the worker's gets an error",
                says: "Another version than the one that was asked for is an error.", needs: [.model]
            ) { bench in
                let worker = try bench.greeted()
                var arguments = try bench.loadArguments()
                arguments["runtime", "version"] = "0.0.999"
                try worker.refuses(LoadCall.name, arguments)
            },
            ConformanceCheck(
                .load, "a load without arguments gets an error", says: "A missing member is the same as `null`."
            ) { bench in
                try bench.greeted().refuses(LoadCall.name)
            },
        ]

    static let optionRefusals =
        [
            ("0 threads are refused", "threads", 0 as JSONContent), ("negative threads are refused", "threads", -1),
            ("a million threads are refused", "threads", 1_000_000),
            ("a provider that it does not have is refused", "provider", "no-such-provider"),
            ("a precision that it does not have is refused", "precision", "f8"),
            (
                "a key of 'configuration' that it does not know is refused", "configuration",
                ["no_such_option_of_any_runtime": "1"]
            ),
        ].map { name, member, value in
            ConformanceCheck(
                .load, name,
                says: """
                    What a worker cannot follow it refuses with an error, a key of `configuration` that it does not know \
                    too
                    """, needs: [.model]
            ) { bench in
                let worker = try bench.greeted()
                var arguments = try bench.loadArguments()
                arguments["options", member] = value
                try worker.refuses(LoadCall.name, arguments)
            }
        }

    private static let livesOn = "**After an error the worker lives on** and takes the next call"
}

extension ConformanceContext {
    /// Runtimes go by it.
    fileprivate var modelSuffix: String {
        let suffix = (subject.material?.modelPath as NSString?)?.pathExtension ?? "onnx"
        return suffix.isEmpty ? "" : ".\(suffix)"
    }
}
