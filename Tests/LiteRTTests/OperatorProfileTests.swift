import InferenceCore
import TestSupport
import Testing

@testable import LiteRT

@Suite("Reading a profile of LiteRT", .hangLimit)
struct OperatorProfileTests {
    @Test("sums operators of one index, in the order in which they ran, and leaves out the delegate that holds them")
    func sums() {
        var profile = OperatorProfile(usesXNNPACK: true)
        profile.add(type: "ADD", index: 0, kind: .builtin, microseconds: 2)
        profile.add(type: "TfLiteXNNPackDelegate", index: 7, kind: .builtin, microseconds: 900)
        profile.add(type: "GEMM", index: 0, kind: .profiledDelegate, microseconds: 40)
        profile.add(type: "GEMM", index: 1, kind: .delegate, microseconds: 1)
        profile.add(type: "ADD", index: 0, kind: .builtin, microseconds: 3)
        #expect(
            profile.timings == [
                OperatorTiming(
                    name: "ADD 0", type: "ADD", provider: "builtin", isFallback: true, nanoseconds: 5_000, calls: 2,
                    usualNanoseconds: 2_500),
                OperatorTiming(
                    name: "GEMM 0", type: "GEMM", provider: "xnnpack", isFallback: false, nanoseconds: 40_000, calls: 1,
                    usualNanoseconds: 40_000),
                OperatorTiming(
                    name: "GEMM 1", type: "GEMM", provider: "xnnpack", isFallback: false, nanoseconds: 1_000, calls: 1,
                    usualNanoseconds: 1_000),
            ])
    }

    @Test("calls the library's own kernels no fallback where nothing else was asked for")
    func withoutXNNPACK() {
        var profile = OperatorProfile(usesXNNPACK: false)
        profile.add(type: "ADD", index: 0, kind: .builtin, microseconds: 2)
        #expect(profile.timings.map(\.isFallback) == [false])
    }
}
