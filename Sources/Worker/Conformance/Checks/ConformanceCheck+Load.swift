import CSystem
import Foundation
import GoldenSets
import InferenceCore

extension ConformanceCheck {
    static let load = [
        ConformanceCheck(
            .load, "the reply says which runtime it was: the one that was asked for",
            says: "Another version than the one that was asked for is an error.", needs: [.model]
        ) { bench in
            let runtime = try bench.loaded().reply.object("runtime")
            let (name, version) = (try runtime.name("name"), try runtime.name("version"))
            guard name == bench.runtime.name, version == bench.runtime.version else {
                throw ProtocolViolation(
                    reason: "\(bench.runtime.name) \(bench.runtime.version) was asked for, \(name) \(version) replied")
            }
            for member in ["libraryPath", "buildInformation"] { _ = try runtime.optionalText(member) }
            if runtime.has("availableProviders") { _ = try runtime.texts("availableProviders") }
        },
        ConformanceCheck(
            .load, "the reply describes inputs and outputs",
            says: "`inputs` and `outputs` of the reply describe the model",
            needs: [.model]
        ) { bench in
            let reply = try bench.loaded().reply
            try expectDescription(reply)
            let outputs = try reply.objects("outputs").map { try $0.name("name") }
            for output in bench.outputs where !outputs.contains(output.name) {
                throw ProtocolViolation(
                    reason: "the golden set reads output '\(output.name)', 'outputs' has \(outputs)")
            }
        },
        ConformanceCheck(
            .load, "loading, the first inference and the memory before are numbers above 0",
            says: "note the resident memory as `floorMemoryBytes`", needs: [.model]
        ) { bench in
            let reply = try bench.loaded().reply
            for member in ["loadNanoseconds", "firstInferenceNanoseconds", "floorMemoryBytes"] {
                _ = try reply.positive(member)
            }
        },
        ConformanceCheck(
            .load, "at most as many samples rotate as it was told",
            says: "At most `rotationLimit` samples rotate through latency blocks", needs: [.model]
        ) { bench in
            for limit in [1, 2, 1_000_000_000] {
                let count = try bench.loaded(rotationLimit: limit).reply.count("rotationCount")
                let most = min(limit, bench.sampleFiles?.count ?? limit)
                guard 1...most ~= count else {
                    throw ProtocolViolation(
                        reason: "'rotationLimit' was \(limit), 'rotationCount' is \(count), 1 to \(most) is right")
                }
            }
        },
        ConformanceCheck(
            .load, "with a rotation of 0 nothing is measured, and an evaluation follows",
            says: "With 0 nothing is measured: an evaluation follows.", needs: [.model]
        ) { bench in
            let (worker, reply) = try bench.loaded(rotationLimit: 0)
            for member in ["rotationCount", "firstInferenceNanoseconds"] where try reply.count(member) != 0 {
                throw reply.wrong(member, "not 0")
            }
            _ = try worker.call(EvaluateCall.name, bench.evaluateArguments(first: 0, count: 1))
        },
        ConformanceCheck(
            .load, "two threads are taken", says: "`options` always has `threads` (at least 1)", needs: [.model]
        ) { bench in
            let worker = try bench.greeted()
            var arguments = try bench.loadArguments()
            arguments["options", "threads"] = 2
            _ = try worker.call(LoadCall.name, arguments)
        },
        ConformanceCheck(
            .load, "it stays on the core that it is told, and says so",
            says: "pin the process when told to (`pinToCore`; reply `pinnedCore` when it worked)",
            needs: [.model, .capability(.pin), .sharedFiles]
        ) { bench in
            let core = Int(pawl_last_allowed_core())
            let worker = try bench.greeted()
            var arguments = try bench.loadArguments()
            arguments["pinToCore"] = .integer(core)
            let reply = try worker.call(LoadCall.name, arguments)
            if reply.has("pinnedCore"), try reply.count("pinnedCore") != core {
                throw reply.wrong("pinnedCore", "not the core \(core) that it was told")
            }
        },
        ConformanceCheck(
            .load, "a core that there is not is not claimed",
            says: "pin the process when told to (`pinToCore`; reply `pinnedCore` when it worked)",
            needs: [.model, .capability(.pin)]
        ) { bench in
            for core in [-1, 1 << 20, .max] {
                let worker = try bench.greeted()
                var arguments = try bench.loadArguments()
                arguments["pinToCore"] = .integer(core)
                try worker.send(LoadCall.name, arguments)
                if case .reply(let reply) = try worker.response(to: LoadCall.name), reply.has("pinnedCore") {
                    throw reply.wrong("pinnedCore", "there, and there is no core \(core)")
                }
                try worker.livesOn()
            }
        },
        ConformanceCheck(
            .load, "inspect describes the model as load does",
            says: "`inspect` needs no `load`: it opens a model, says what it takes and gives, and closes it again.",
            needs: [.model, .capability(.inspect)]
        ) { bench in
            let loaded = try bench.loaded().reply
            let worker = try bench.greeted()
            let arguments = try bench.loadArguments()
            let reply = try worker.call(
                InspectCall.name,
                ["runtime": arguments["runtime"] ?? .null, "modelPath": arguments["modelPath"] ?? .null])
            try expectDescription(reply)
            for member in ["inputs", "outputs"] where reply.members[member] != loaded.members[member] {
                throw reply.wrong(member, "not what 'load' says of the same model")
            }
        },
    ]

    private static func expectDescription(_ reply: Reply) throws {
        for member in ["inputs", "outputs"] {
            let tensors = try reply.objects(member)
            guard !tensors.isEmpty else { throw reply.wrong(member, "empty") }
            for tensor in tensors {
                _ = try tensor.name("name")
                guard ElementType(rawValue: try tensor.text("elementType")) != nil else {
                    throw tensor.wrong("elementType", "none that the protocol has")
                }
                for size in try tensor.list("shape") {
                    switch size {
                    case .null, .text: continue
                    case .integer(let number) where number > 0: continue
                    default: throw tensor.wrong("shape", "no list of sizes above 0, names and null")
                    }
                }
                try expectQuantization(of: tensor)
            }
        }
        guard reply.has("metadata") else { return }
        let metadata = try reply.object("metadata")
        for member in ["producer", "graphName"] { _ = try metadata.optionalText(member) }
    }

    private static func expectQuantization(of tensor: Reply) throws {
        guard tensor.has("quantization") else { return }
        let quantization = try tensor.object("quantization")
        let scales = try quantization.list("scales").map { entry -> Float in
            switch entry {
            case .number(let number): Float(number)
            case .integer(let number): Float(number)
            default: throw quantization.wrong("scales", "no list of numbers")
            }
        }
        let zeroPoints = try quantization.list("zeroPoints").map { entry -> Int in
            guard case .integer(let number) = entry else {
                throw quantization.wrong("zeroPoints", "no list of integers")
            }
            return number
        }
        let axis = quantization.has("axis") ? try quantization.count("axis") : nil
        guard let type = ElementType(rawValue: try tensor.text("elementType")) else { return }
        let shape = try tensor.list("shape").map { size -> TensorSpec.Dimension in
            if case .integer(let number) = size { .fixed(number) } else { .dynamic(name: nil) }
        }
        do {
            let found = try TensorQuantization(scales: scales, zeroPoints: zeroPoints, axis: axis)
            if let reason = found.mismatch(elementType: type, shape: shape) {
                throw InferenceError.unusableQuantization(reason)
            }
        } catch InferenceError.unusableQuantization(let reason) {
            throw tensor.wrong("quantization", "no quantisation of that tensor: \(reason)")
        }
    }
}
