import TestSupport
import Testing

@testable import OpenVINO

@Suite("Kernels of OpenVINO", .hangLimit)
struct KernelTests {
    @Test(
        "are told apart by their names",
        arguments: [
            ("ref_any_f32", true, true), ("ref_I8", true, true), ("jit_avx512_f32", false, true),
            ("brgconv_avx512_1x1_f32", false, true), ("gemm_mlas_f32", false, true), ("unknown_f32", false, false),
            ("undef", false, false), ("", false, false), ("reference_like", false, true),
        ])
    func names(name: String, isReference: Bool, isChosen: Bool) {
        #expect(Kernel.isReference(name) == isReference)
        #expect(Kernel.isChosen(name) == isChosen)
    }
}
