import InferenceCore
import Support
import TestSupport
import Testing

@testable import OnnxRuntime

@Suite("Reading a profile", .hangLimit)
struct OperatorProfileTests {
    @Test("sums kernels by node, in the order in which they ran, and ignores everything else")
    func sums() throws {
        let timings = try read(
            """
            [{"cat":"Session","name":"model_run","dur":900,"args":{}},
             {"cat":"Node","name":"a_kernel_time","dur":2,"args":{"op_name":"Add","provider":"P","input_type_shape":[1]}},
             {"cat":"Node","name":"m_kernel_time","dur":40,"args":{"op_name":"MatMul","provider":"P"}},
             {"cat":"Node","name":"m_fence_before","dur":7,"args":{"op_name":"MatMul"}},
             {"cat":"Node","name":"bad_kernel_time","dur":-7,"args":{"op_name":"MatMul"}},
             {"cat":"Node","name":"a_kernel_time","dur":3,"args":{"op_name":"Add","provider":"P"}}]
            """)
        #expect(
            timings == [
                OperatorTiming(
                    name: "a", type: "Add", provider: "P", isFallback: false, nanoseconds: 5_000, calls: 2,
                    usualNanoseconds: 2_500),
                OperatorTiming(
                    name: "m", type: "MatMul", provider: "P", isFallback: false, nanoseconds: 40_000, calls: 1,
                    usualNanoseconds: 40_000),
            ])
    }

    @Test("tells nodes of one name apart, and what ran elsewhere")
    func placement() throws {
        let timings = try read(
            """
            [{"cat":"Node","name":"n_kernel_time","dur":9,"args":{"op_name":"Add","provider":"P","node_index":"1"}},
             {"cat":"Node","name":"n_kernel_time","dur":4,"args":{"op_name":"Add","provider":"Q","node_index":"2"}},
             {"cat":"Node","name":"n_kernel_time","dur":1,"args":{"op_name":"Add","provider":"Q","node_index":"3"}}]
            """)
        #expect(timings.map(\.isFallback) == [false, true, true])
        #expect(timings.map(\.calls) == [1, 1, 1])
    }

    @Test("says the shapes of outputs, and takes none from what is written otherwise")
    func shapes() throws {
        let written = [
            #"[{"float":[1,64]},{"int64":[]}]"#, "[]", #""float""#, #"[{"float":[1.5]}]"#, #"[{"float":"1"}]"#, "null",
        ]
        for (shape, text) in zip(written, ["float[1,64], int64[]", nil, nil, nil, nil, nil]) {
            let timings = try read(
                #"""
                [{"cat":"Node","name":"a_kernel_time","dur":2,"args":{"op_name":"Add","output_type_shape":\#(shape)}}]
                """#)
            #expect(timings.map(\.shape) == [text], "\(shape)")
        }
    }

    @Test("says what a call usually takes, whatever interrupted a few")
    func usual() throws {
        let durations = [3, 3, 4, 5_000, 3, 4, 9_000, 3]
        let events = durations.map {
            #"{"cat":"Node","name":"a_kernel_time","dur":\#($0),"args":{"op_name":"Add","provider":"P"}}"#
        }
        let timing = try #require(try read("[\(events.joined(separator: ","))]").first)
        // Without the two lowest and the two highest: 3, 3, 4, 4.
        #expect(timing.usualNanoseconds == 3_500)
        #expect(timing.perInference(4) == 7_000)
        #expect(timing.nanoseconds == 14_020_000)
    }

    /// As ONNX Runtime 1.32.0 writes it: the loop's 100 microseconds hold those of its body, which is listed twice.
    @Test("counts what ran inside an operator once")
    func nested() throws {
        let timings = try read(
            """
            [{"cat":"Node","name":"m_kernel_time","ts":10,"dur":40,"tid":7,"args":{"op_name":"MatMul","provider":"P"}},
             {"cat":"Node","name":"m_kernel_time","ts":60,"dur":30,"tid":7,"args":{"op_name":"MatMul","provider":"P"}},
             {"cat":"Node","name":"i_kernel_time","ts":70,"dur":10,"tid":8,"args":{"op_name":"Identity","provider":"P"}},
             {"cat":"Node","name":"l_kernel_time","ts":5,"dur":100,"tid":7,"args":{"op_name":"Loop","provider":"P"}},
             {"cat":"Node","name":"r_kernel_time","ts":105,"dur":20,"tid":7,"args":{"op_name":"Relu","provider":"P"}}]
            """)
        #expect(timings.map(\.name) == ["m", "i", "l", "r"])
        #expect(timings.map(\.nanoseconds) == [70_000, 10_000, 30_000, 20_000])
    }

    @Test("takes a graph in a graph apart, and survives starts that cannot be")
    func deeplyNested() throws {
        let timings = try read(
            """
            [{"cat":"Node","name":"outer_kernel_time","ts":0,"dur":100,"tid":1,"args":{"op_name":"If"}},
             {"cat":"Node","name":"inner_kernel_time","ts":10,"dur":80,"tid":1,"args":{"op_name":"Scan"}},
             {"cat":"Node","name":"a_kernel_time","ts":20,"dur":71,"tid":1,"args":{"op_name":"Add"}},
             {"cat":"Node","name":"b_kernel_time","ts":9223372036854775807,"dur":3,"tid":1,"args":{"op_name":"Add"}},
             {"cat":"Node","name":"c_kernel_time","ts":1,"dur":9223372036854775807,"tid":1,"args":{"op_name":"Add"}}]
            """)
        let times = Dictionary(uniqueKeysWithValues: timings.map { ($0.name, $0.nanoseconds) })
        #expect(times == ["outer": 20_000, "inner": 9_000, "a": 71_000, "b": 3_000])
    }

    @Test("refuses what is no profile", arguments: ["", "{", "{}", "[1]", "[{\"name\":1}]"])
    func refuses(text: String) {
        #expect(throws: InferenceError.self) { try read(text) }
    }

    private func read(_ text: String) throws -> [OperatorTiming] {
        let folder = try TemporaryFolder()
        try AtomicFile.write(text, to: folder.file("profile.json"))
        return try OperatorProfile.read(folder.file("profile.json")) { $0 != "P" }
    }
}
