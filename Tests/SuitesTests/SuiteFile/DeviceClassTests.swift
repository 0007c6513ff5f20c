import Diagnostics
import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import Suites

@Suite("Device classes", .hangLimit)
struct DeviceClassTests {
    @Test("Pawl's own are sound, named like their files, and limit latency, memory and size")
    func own() throws {
        let folder = Repository.root + "/Suites/devices"
        let names = DeviceClassReader.names(in: folder)
        #expect(names == ["microcontroller", "phone", "wearable"])
        for name in names {
            let device = try DeviceClassReader.read(file: "\(folder)/\(name).yaml")
            #expect(device.name == name)
            let metrics = Set(device.gates.map(\.metric))
            #expect(metrics.contains(.latencyP50) && metrics.contains(.modelSize))
            #expect(!metrics.isDisjoint(with: [.peakMemory, .plannedArena]))
        }
    }

    @Test("Everything wrong with a file is found at its place")
    func findings() throws {
        let marked = MarkedText(
            """
            pawl: ‹device.format›2
            device: ‹device.invalid-name›a b
            ‹device.unknown-key›titel: x
            source: somewhere
            gates:
              - ‹device.gate›{ metric: latency_p50, ‹device.nothing›against: reference, max_increase: 3% }
              - ‹device.gate›{ metric: latency_p50, max: 3 ms, models: [a] }
              - { metric: ‹device.invalid-value›latncy, max: 3 ms }

            """.replacing("‹device.nothing›", with: ""))
        let folder = try TemporaryFolder(prefix: "pawl-device-test")
        try AtomicFile.write(marked.text, to: folder.file("d.yaml"))
        let error = #expect(throws: DeviceClassError.self) { try DeviceClassReader.read(file: folder.file("d.yaml")) }
        let found = MarkedText.marks(of: error?.diagnostics ?? []).filter { $0.code != "device.missing-key" }
        #expect(found == marked.marks)
        #expect(error?.diagnostics.contains { $0.code == "device.missing-key" } == true)
    }

    @Test("A class's gates stand behind the suite's own")
    func applying() throws {
        let device = try DeviceClassReader.read(file: Repository.root + "/Suites/devices/phone.yaml")
        let suite = try SuiteReader.read(file: Repository.root + "/Suites/demo.yaml")
        let both = suite.applying(device)
        #expect(both.gates.map(\.index) == Array(0..<(suite.gates.count + 3)))
        #expect(both.gates.last?.ruleText == "model size at most 30 MB (device class phone)")
        #expect(both.gates.first?.ruleText == suite.gates.first?.ruleText)
    }
}
