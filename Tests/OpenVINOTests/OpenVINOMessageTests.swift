import TestSupport
import Testing

@testable import OpenVINO

@Suite("OpenVINO's errors at a glance", .hangLimit)
struct OpenVINOMessageTests {
    /// As 2026.4.1 says them, on valid models that it does not take.
    @Test(arguments: [
        (
            """
            Exception from src/inference/src/cpp/core.cpp:84:
            Check 'false' failed at src/frontends/common_translators/src/unconverted_ops_report.cpp:151:
            FrontEnd API failed with OpConversionFailure:
            Model wasn't fully converted.
            Summary:
            -- No conversion rule found for operations: Bernoulli-15
            """, "No conversion rule found for operations: Bernoulli-15"
        ),
        (
            """
            Exception from src/inference/src/cpp/core.cpp:84:
            Check 'false' failed at src/frontends/common_translators/src/unconverted_ops_report.cpp:151:
            FrontEnd API failed with OpConversionFailure:
            Model wasn't fully converted. Failed operations detailed log:
            -- Pad-21 with a message:
            While validating ONNX node '<Node(Pad): y>': Exception from src/frontends/onnx/frontend/src/op/pad.cpp:32:
            Unsupported padding mode: [wrap]

            Summary:
            -- Conversion is failed for: Pad-21
            """,
            """
            Pad-21:
            While validating ONNX node '<Node(Pad): y>':
            Unsupported padding mode: [wrap]
            """
        ),
        (
            """
            Exception from src/inference/src/cpp/core.cpp:117:
            Exception from src/inference/src/dev/plugin.cpp:54:
            Check '!shape.rank().is_dynamic()' failed at src/plugins/intel_cpu/src/node.cpp:108:
            Unexpected: CPU plug-in doesn't support Unsqueeze operation with dynamic rank. Operation name: y
            """, "Unexpected: CPU plug-in doesn't support Unsqueeze operation with dynamic rank. Operation name: y"
        ),
        (
            "Exception from src/inference/src/cpp/core.cpp:84:\nSummary:",
            "Exception from src/inference/src/cpp/core.cpp:84:\nSummary:"
        ), ("out of memory", "out of memory"), ("", ""),
    ])
    func condensed(words: String, glance: String) {
        #expect(OpenVINOMessage.atAGlance(words) == glance)
    }
}
