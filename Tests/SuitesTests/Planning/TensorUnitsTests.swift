import Diagnostics
import InferenceCore
import Suites
import TestSupport
import Testing

@Suite("How samples become what a model takes", .hangLimit)
struct TensorUnitsTests {
    private static let first = try! TensorQuantization(scale: 0.5, zeroPoint: 0)
    private static let second = try! TensorQuantization(scale: 0.25, zeroPoint: 3)

    struct Case: Sendable, CustomTestStringConvertible {
        var from: TensorUnits
        var to: TensorUnits
        /// What is done, or why nothing can be.
        var words: String
        var testDescription: String { words }

        init(
            _ from: (ElementType, TensorQuantization?), _ to: (ElementType, TensorQuantization?), _ words: String
        ) {
            (self.from, self.to, self.words) = (TensorUnits(from.0, from.1), TensorUnits(to.0, to.1), words)
        }
    }

    @Test(
        "By types and by what both sides say of their integers",
        arguments: [
            Case((.float32, nil), (.float32, nil), "as it is"), Case((.float32, nil), (.float16, nil), "cast float16"),
            Case((.float64, nil), (.float32, nil), "cast float32"),
            Case((.float32, nil), (.int8, first), "quantised to int8 by scale 0.5, zero point 0"),
            Case((.float16, nil), (.uint8, second), "quantised to uint8 by scale 0.25, zero point 3"),
            Case((.float32, nil), (.int8, nil), "unknownTarget"),
            Case((.uint8, second), (.float32, nil), "dequantised from uint8 by scale 0.25, zero point 3"),
            Case((.uint8, nil), (.float32, nil), "unknownSource"), Case((.int8, nil), (.int8, second), "as it is"),
            Case((.int8, second), (.int8, nil), "as it is"), Case((.int8, first), (.int8, first), "as it is"),
            Case(
                (.int8, first), (.int8, second),
                "requantised from int8 of scale 0.5, zero point 0 to int8 by scale 0.25, zero point 3"),
            // Other signs are other units: nobody said which.
            Case((.uint8, nil), (.int8, second), "unknownSource"), Case((.uint8, nil), (.int8, nil), "unknownSource"),
            Case((.int64, nil), (.int32, nil), "cast int32"), Case((.int32, nil), (.int64, nil), "cast int64"),
            Case((.bool, nil), (.int64, nil), "cast int64"), Case((.uint8, nil), (.int32, nil), "cast int32"),
            Case((.int64, nil), (.float32, nil), "unknownSource"), Case((.int64, nil), (.int8, nil), "unknownSource"),
        ])
    func conversion(of example: Case) {
        let found: String
        do throws(TensorUnits.Obstacle) {
            found = try example.from.conversion(to: example.to).map(\.description) ?? "as it is"
        } catch {
            found = "\(error)"
        }
        #expect(found == example.words)
    }

    private func finding(
        samples: TensorUnits, model: ElementType, _ quantization: TensorQuantization? = nil
    ) throws -> Diagnostic {
        let matching = TensorMatching(
            .input,
            wanted: [TensorMatching.Wanted(name: "x", units: samples, fits: { $0.accepts(shape: [4]) })],
            among: [TensorSpec(name: "x", elementType: model, shape: [.fixed(4)], quantization: quantization)],
            variant: "m/v")
        return try #require(matching.findings.first)
    }

    @Test("What cannot be converted is refused with a way out that is true for the two") func hints() throws {
        let signs = try finding(
            samples: TensorUnits(.uint8), model: .int8, try TensorQuantization(scale: 0.25, zeroPoint: -128))
        #expect(
            signs.message
                == "samples of 'x' are uint8, the model of m/v takes int8 of scale 0.25, zero point -128, and "
                + "golden.yaml does not say what the samples' integers stand for")
        #expect(signs.hint?.hasSuffix("quantization: { scale: 0.25, zero_point: 0 }") == true)
        let real = try finding(samples: TensorUnits(.uint8), model: .float32)
        #expect(real.hint?.contains("golden.yaml: quantization:") == true)
        #expect(real.hint?.contains("inputs: { x: { cast: float32 } }") == true)
        let silent = try finding(samples: TensorUnits(.float32), model: .int8)
        #expect(silent.hint?.contains("inputs: { x: { quantization: { scale: S, zero_point: Z } } }") == true)
        for finding in [signs, real, silent] { #expect(finding.hint?.contains("astype") == false) }
    }

    @Test("The suite's word on a model's integers outranks the model's") func declared() throws {
        let matching = TensorMatching(
            .input,
            wanted: [
                TensorMatching.Wanted(
                    name: "x", selector: TensorSelector(quantization: Self.second), units: TensorUnits(.float32))
            ],
            among: [TensorSpec(name: "x", elementType: .int8, shape: [.fixed(4)], quantization: Self.first)],
            variant: "m/v")
        #expect(matching.findings.isEmpty)
        #expect(matching.links["x"]?.cast?.toQuantization == Self.second)
    }

    @Test("Outputs of 8 and 16 bits with a scale come back as real numbers; all others as they are")
    func outputs() throws {
        func cast(_ type: ElementType, _ quantization: TensorQuantization?) -> String? {
            let matching = TensorMatching(
                .output, wanted: [TensorMatching.Wanted(name: "y")],
                among: [TensorSpec(name: "y", elementType: type, shape: [.fixed(4)], quantization: quantization)],
                variant: "m/v")
            return matching.links["y"]?.cast?.description
        }
        for type in [ElementType.int8, .uint8, .int16, .uint16] {
            #expect(cast(type, Self.first) == "dequantised from \(type.rawValue) by scale 0.5, zero point 0")
            #expect(cast(type, nil) == nil)
        }
        #expect(cast(.int32, Self.first) == nil && cast(.float32, nil) == nil)
    }
}
