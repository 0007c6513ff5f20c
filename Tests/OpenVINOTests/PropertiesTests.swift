import Diagnostics
import InferenceCore
import TestSupport
import Testing

@testable import OpenVINO

@Suite("Properties that a session sets", .hangLimit)
struct PropertiesTests {
    @Test("always say threads, streams and precision, so that no default decides")
    func areAlwaysSet() throws {
        let properties = try Properties(SessionOptions(threads: 3, profilesOperators: true)).all
        #expect(
            properties.map { "\($0.key)=\($0.value)" } == [
                "INFERENCE_NUM_THREADS=3", "NUM_STREAMS=1", "PERFORMANCE_HINT=LATENCY", "INFERENCE_PRECISION_HINT=f32",
                "PERF_COUNT=YES",
            ])
        let brain = try Properties(SessionOptions(precision: .bfloat16)).all
        #expect(brain.contains { $0.key == "INFERENCE_PRECISION_HINT" && $0.value == "bf16" })
    }

    @Test("carry the user's own after them, by name")
    func carryTheUsersOwn() throws {
        let properties = try Properties(SessionOptions(configuration: ["B_2": "x y", "A": ""]))
        #expect(properties.free.map(\.key) == ["A", "B_2"] && properties.all.count == 7)
    }

    @Test(
        "refuse what Pawl sets itself, what takes an address, and what is no name",
        arguments: [
            ("NUM_STREAMS", "2"), ("INFERENCE_PRECISION_HINT", "bf16"), ("CACHE_ENCRYPTION_CALLBACKS", "x"),
            ("OCL_CONTEXT", "1"), ("", "x"), ("lower", "x"), ("A B", "x"), ("A\u{0}", "x"), ("A", "x\u{0}y"),
        ])
    func refuse(key: String, value: String) {
        let error = #expect(throws: InferenceError.self) {
            try Properties(SessionOptions(configuration: [key: value]))
        }
        guard case .unsupportedOption(key, value, _, _)? = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
    }

    @Test("are at most as many as are passed on")
    func areLimited() throws {
        func properties(_ count: Int) throws -> Properties {
            try Properties(
                SessionOptions(configuration: .init(uniqueKeysWithValues: (0..<count).map { ("P\($0)", "") })))
        }
        #expect(try properties(27).all.count == 32)
        #expect(throws: InferenceError.self) { try properties(28) }
    }
}
