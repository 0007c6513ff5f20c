import InferenceCore
import Records
import TestSupport
import Testing

@testable import Harness

/// Changes of inputs that are tried, and what they make of values; right values by numpy.
@Suite(.hangLimit) struct InputChangeTests {
    @Test(
        "orders of an image are numpy's reshape and transpose",
        arguments: [
            // x = numpy.arange(216); the elements 1, 3, 30, 100 and 215 of the changed array.
            // x.reshape(w, h, c).transpose(1, 0, 2), x.reshape(c, h, w).transpose(1, 2, 0), x.reshape(h, w, c)[..., ::-1]
            (InputChange.heightAndWidthSwapped, [8, 9, 3], [1, 24, 27, 154, 215]),
            (.channelsFirst, [8, 9, 3], [72, 1, 10, 105, 215]), (.channelsReversed, [8, 9, 3], [1, 5, 32, 100, 213]),
            // x.reshape(c, w, h).transpose(0, 2, 1), x.reshape(h, w, c).transpose(2, 0, 1), x.reshape(c, h, w)[::-1]
            (.heightAndWidthSwapped, [3, 8, 9], [8, 24, 27, 83, 215]),
            (.channelsLast, [3, 8, 9], [3, 9, 90, 85, 215]), (.channelsReversed, [3, 8, 9], [145, 147, 174, 100, 71]),
        ] as [(InputChange, [Int], [Float])])
    func orders(change: InputChange, shape: [Int], expected: [Float]) {
        let changed = change.apply(to: (0..<216).map(Float.init), shape: shape)
        #expect([1, 3, 30, 100, 215].map { changed[$0] } == expected)
        #expect(Set(changed) == Set((0..<216).map(Float.init)))
    }

    @Test func valuesAreScaledAndInverted() {
        // In float32, as a variant's input is scaled: numpy.float32(51) * numpy.float32(1 / 255).
        #expect(
            InputChange.affine(scale: 1 / 255, offset: 0).apply(to: [0, 255, 51], shape: [3]) == [0, 1, 0.20000002])
        #expect(InputChange.affine(scale: 2, offset: -1).apply(to: [0, 1, 0.25], shape: [3]) == [-1, 1, -0.5])
        #expect(InputChange.inverted(sum: 255).apply(to: [0, 255], shape: [2]) == [255, 0])
    }

    @Test(
        "what is tried goes by the range of the values",
        arguments: [
            (0.0, 255.0, InputChange.affine(scale: 1 / 255, offset: 0)), (0, 1, .affine(scale: 2, offset: -1)),
            (-1, 1, .affine(scale: 0.5, offset: 0.5)), (-128, 127, .affine(scale: 1, offset: 128)),
            (0, 1, .inverted(sum: 1)), (0, 255, .inverted(sum: 255)),
        ])
    func ranges(low: Double, high: Double, change: InputChange) {
        let trials = InputChange.trials(shape: [28, 28, 3], elementType: .float32, low: low, high: high)
        #expect(trials.contains(change))
        #expect(trials.contains(.heightAndWidthSwapped) && trials.contains(.channelsFirst))
        #expect(trials.count <= 9)
    }

    @Test("what is no image is not turned, and what is constant is not scaled")
    func nothingToTry() {
        #expect(InputChange.trials(shape: [2048], elementType: .float32, low: 3, high: 3) == [])
        #expect(
            InputChange.trials(shape: [2048], elementType: .int32, low: 0, high: 100_000) == [])
        #expect(InputChange.trials(shape: [4, 4], elementType: .float32, low: 0, high: 1).count == 5)
        // 784 numbers may be an image of 28 rows.
        #expect(
            InputChange.trials(shape: [784], elementType: .float32, low: 0, high: 1).contains(.heightAndWidthSwapped))
    }

    @Test(
        "what a suite must say for the same change",
        arguments: [
            (
                InputChange.affine(scale: 1 / 255, offset: 0), [1, 28, 28], ElementType.float32,
                "scale: 0.00392156862745098"
            ),
            (.affine(scale: 2, offset: -1), [1, 28, 28], .float32, "scale: 2.0, offset: -1.0"),
            (.affine(scale: 1, offset: -128), [1, 28, 28], .float32, "offset: -128.0"),
            (.inverted(sum: 1), [784], .float16, "scale: -1.0, offset: 1.0"),
            (.channelsLast, [3, 32, 32], .float32, "layout: channels_last"),
            (.channelsFirst, [32, 32, 3], .uint8, "layout: channels_first"),
            (.channelsReversed, [3, 32, 32], .float32, "channel_order: bgr"),
            (.heightAndWidthSwapped, [1, 28, 28], .float32, "transpose: [0, 1, 3, 2]"),
            (.heightAndWidthSwapped, [32, 32, 3], .float32, "transpose: [0, 2, 1, 3]"),
            (.heightAndWidthSwapped, [1, 3, 32, 32], .float32, "transpose: [0, 1, 3, 2]"),
            (.heightAndWidthSwapped, [28, 28], .float32, "transpose: [0, 2, 1]"),
            // No key of a suite does it: integers, a picture of other sides, 784 numbers without axes.
            (.affine(scale: 1, offset: -128), [32, 32, 3], .uint8, nil),
            (.inverted(sum: 255), [32, 32, 3], .uint8, nil),
            (.heightAndWidthSwapped, [1, 28, 30], .float32, nil), (.heightAndWidthSwapped, [784], .float32, nil),
        ] as [(InputChange, [Int], ElementType, String?)])
    func repairs(change: InputChange, shape: [Int], type: ElementType, expected: String?) {
        #expect(change.repair(shape: shape, elementType: type) == expected)
    }
}
