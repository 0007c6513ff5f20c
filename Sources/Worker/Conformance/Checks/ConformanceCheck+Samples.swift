import Foundation

extension ConformanceCheck {
    /// Descriptions of samples that are wrong in one member.
    static let sampleRefusals =
        [
            sampleRefusal("no samples", says: agreement) { $0["samples", "count"] = 0 },
            sampleRefusal("a negative number of samples", says: agreement) { $0["samples", "count"] = -1 },
            sampleRefusal("a number of samples that is a text", says: agreement) { $0["samples", "count"] = "many" },
            sampleRefusal("more samples than the file holds", says: agreement) { arguments in
                guard arguments.firstInput?["shape"] ?? .null != .null else {
                    throw NotApplicable(reason: "the samples have a shape each")
                }
                arguments["samples", "count"] = .integer(1 << 40)
            },
            sampleRefusal("more samples than there are numbers", says: agreement) {
                $0["samples", "count"] = .integer(.max)
            },
            sampleRefusal("samples beyond counting, without inputs, in a sequence", says: exactly) { arguments in
                arguments["samples", "count"] = .integer(1 << 60)
                arguments["samples", "inputs"] = [:]
                arguments["samples", "sequenceStarts"] = [0]
            },
            sampleRefusal("an input that is missing", says: exactly) {
                $0["samples", "inputs", $0.firstInputName] = nil
            },
            sampleRefusal("an input that the model has not", says: exactly) {
                $0["samples", "inputs", "no_such_input"] = $0.firstInput
            },
            inputRefusal("another element type", says: agreement) { input in
                input["elementType"] = input["elementType"] == "float64" ? "int8" : "float64"
            },
            inputRefusal("an element type that there is not", says: agreement) { $0["elementType"] = "float7" },
            inputRefusal("a negative offset", says: agreement) { $0["offset"] = -4 },
            inputRefusal("an offset behind the file", says: agreement) { $0["offset"] = .integer(1 << 50) },
            inputRefusal("an offset at the end of all numbers", says: agreement) { $0["offset"] = .integer(.max) },
            inputRefusal("a file that is not there", says: agreement) { $0["path"] = "/nowhere/samples.npy" },
            inputRefusal("a folder in the place of a file", says: agreement) { $0["path"] = "/" },
            inputRefusal("a negative size", says: agreement) { $0.setShape([-1, 4]) },
            inputRefusal("a size of 0", says: agreement) { $0.setShape([0]) },
            inputRefusal("sizes whose product overflows", says: agreement) {
                $0.setShape([.integer(1 << 32), .integer(1 << 32), 4])
            },
            inputRefusal("sizes whose product overflows to a small one", says: agreement) {
                $0.setShape([.integer(1 << 62), 4])
            },
            inputRefusal("a size that is a text", says: agreement) { $0.setShape(["four"]) },
            inputRefusal("another shape than the model's", says: exactly) { $0.setShape([1, 1, 1, 1, 1, 1, 1, 1, 1]) },
            inputRefusal("fewer shapes than samples", says: "all of one `shape` or each of its own in `shapes`") {
                $0["shape"] = nil
                $0["shapes"] = [[1]]
            },
            inputRefusal("neither shape nor shapes", says: "all of one `shape` or each of its own in `shapes`") {
                $0["shape"] = nil
                $0["shapes"] = nil
            },
        ]
        + [
            ("that fall", [0, 2, 1] as JSONContent), ("that do not begin at 0", [1, 2]), ("that repeat", [0, 1, 1]),
            ("that are negative", [0, -1]), ("beyond the samples", [0, .integer(1 << 40)]),
            ("of which there are none", []),
        ].map { words, starts in
            sampleRefusal("starts of sequences \(words)", says: sequences) { arguments in
                arguments["samples", "sequenceStarts"] = starts
            }
        }
        + [
            sampleRefusal("state, of a worker without that capability", says: recurrence, needs: [.lack(.state)]) {
                $0["samples", "state"] = ["h_in": "h_out"]
            },
            sampleRefusal("state of an input that the model has not", says: exactly, needs: [.capability(.state)]) {
                $0["samples", "state"] = ["no_such_input": "no_such_output"]
            },
        ]

    private static let agreement =
        "`elementType`, `shape` and the size of the file must agree; nothing outside the file is read."
    private static let exactly = "all else is an error that names the input"
    private static let sequences = "`sequenceStarts` rises from 0 and stays below `count`."
    private static let recurrence = "`state` (capability `state`) names recurrent inputs"

    private static func inputRefusal(
        _ what: String, says sentence: String, _ spoil: @escaping @Sendable (inout JSONContent) throws -> Void
    ) -> ConformanceCheck {
        sampleRefusal(what, says: sentence) { arguments in
            guard var input = arguments.firstInput else { throw NotApplicable(reason: "the model has only state") }
            try spoil(&input)
            arguments["samples", "inputs", arguments.firstInputName] = input
        }
    }

    private static func sampleRefusal(
        _ what: String, says sentence: String, needs: [Need] = [],
        _ spoil: @escaping @Sendable (inout JSONContent) throws -> Void
    ) -> ConformanceCheck {
        ConformanceCheck(.load, "error for samples with: \(what)", says: sentence, needs: [.model] + needs) { bench in
            let worker = try bench.greeted()
            var arguments = try bench.loadArguments()
            try spoil(&arguments)
            try worker.refuses(LoadCall.name, arguments)
        }
    }
}

extension JSONContent {
    fileprivate var firstInputName: String {
        guard case .object(let inputs)? = self["samples", "inputs"] else { return "" }
        return inputs.keys.sorted().first ?? ""
    }

    fileprivate var firstInput: JSONContent? { self["samples", "inputs", firstInputName] }

    fileprivate mutating func setShape(_ shape: JSONContent) {
        self["shapes"] = nil
        self["shape"] = shape
    }
}
