import Files
import InferenceCore
import Testing

@testable import OnnxRuntime

@Suite("Reading a profile")
struct OperatorProfileTests {
    @Test("sums kernels by node, slowest first, and ignores everything else")
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
                    name: "m", type: "MatMul", provider: "P", isFallback: false, nanoseconds: 40_000, calls: 1),
                OperatorTiming(name: "a", type: "Add", provider: "P", isFallback: false, nanoseconds: 5_000, calls: 2),
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
