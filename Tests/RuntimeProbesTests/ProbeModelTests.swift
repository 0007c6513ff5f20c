import Foundation
import InferenceCore
import ModelFormats
import Support
import TestSupport
import Testing

@testable import RuntimeProbes

@Suite("The models that a library is tried with", .hangLimit)
struct ProbeModelTests {
    @Test("give what multiplying and adding by hand comes to, exactly")
    func knownOutputs() {
        for (row, expected) in zip(ProbeModel.rows, ProbeModel.expected) {
            for column in 0..<2 {
                let sum = row.indices.reduce(Double(ProbeModel.bias[column])) {
                    $0 + Double(row[$1]) * Double(ProbeModel.weights[$1 * 2 + column])
                }
                #expect(Float(sum) == expected[column] && Double(Float(sum)) == sum)
            }
        }
    }

    @Test("tell a runtime that computes in bfloat16 by its outputs")
    func bfloat16() {
        let narrowed = ProbeModel.rows.joined().map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) }
        let changed = zip(narrowed, ProbeModel.rows.joined()).contains { abs($0 - $1) > 100 * ProbeModel.tolerance }
        #expect(changed)
    }

    @Test("are a few hundred bytes, which Pawl's own readers take", arguments: ProbeModel.Format.allCases)
    func small(format: ProbeModel.Format) throws {
        let folder = try TemporaryFolder()
        let model = try #require(ProbeModel(.linear, format))
        for file in model.files {
            #expect(file.content.count < 2_000)
            try AtomicFile.write(file.content, to: folder.file(file.name))
        }
        let interface = try #require(try ModelInterface.read(path: folder.file(model.files[0].name)))
        #expect(interface.input(named: "x")?.elementType == .float32)
        #expect(interface.input(named: "x")?.shape == [.fixed(2), .fixed(3)])
        #expect(interface.outputs.map { $0.names.first } == ["y"])
    }

    @Test("have values of every type, of its size", arguments: ElementType.allCases)
    func values(type: ElementType) throws {
        #expect(type.probeBytes.count == 3 * type.byteCount)
        #expect(ProbeModel(.identity(type), .onnx) != nil)
    }
}
