import Foundation
import TestSupport
import Testing

@Suite(
    "Telemetry of every installed ONNX Runtime",
    .enabled(if: !RuntimeUnderTest.all.isEmpty, RuntimeUnderTest.reasonToSkip), .hangLimit)
struct TelemetryTests {
    @Test("It is switched off before a library is opened")
    func isOff() {
        #expect(ProcessInfo.processInfo.environment["ORT_DISABLE_TELEMETRY"] == "1")
    }
}
