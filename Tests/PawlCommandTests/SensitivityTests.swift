import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@Suite("pawl variants sensitivity", .needsRuntime, .hangLimit)
struct SensitivityTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace(samples: 40) }

    /// Speaks as the model tools do: three layers, of which `bad` must be kept, or the variant is wrong.
    private func writeQuantiser(needs name: String = "bad") throws {
        try workspace.write(TestModel.rightClassifier.data, to: "right.onnx")
        try workspace.write(TestModel.wrongClassifier.data, to: "wrong.onnx")
        try workspace.write(
            #"{"nodes": [{"name": "good", "operator": "Conv", "weight_bytes": 400}, "#
                + #"{"name": "bad", "operator": "MatMul", "weight_bytes": 64}, "#
                + #"{"name": "it's odd", "operator": "MatMul", "weight_bytes": 8}]}"# + "\n", to: "nodes.json")
        try workspace.write("\"\(name)\"\n", to: "needed")
        let script = """
            #!/bin/sh
            [ "$1 $2 $3 $4" = "-P -m pawl_models quantise-each" ] || exit 9
            folder=$(dirname "$0")
            cat "$folder/nodes.json"
            while read -r request; do
                output=$(printf '%s' "$request" | sed 's/.*"output":"\\([^"]*\\)".*/\\1/; s#\\\\/#/#g')
                model=wrong
                printf '%s' "$request" | grep -qFf "$folder/needed" && model=right
                cp "$folder/$model.onnx" "$output" && echo '{"made": true}'
            done

            """
        try workspace.write(script, to: "python")
        #expect(chmod(workspace.file("python"), 0o755) == 0)
    }

    private func suite(gates: [String] = ["{ metric: accuracy, against: reference, max_drop: 20 points }"]) throws
        -> String
    {
        try workspace.writeSuite(["fp32": .rightClassifier], gates: gates)
    }

    @Test("The one layer that does harm is found, with the recipe and the variant")
    func oneLayerIsFound() throws {
        try writeQuantiser()
        let outcome = workspace.pawl(
            "variants", "sensitivity", "m", "--suite", try suite(), "--python", "python", "--output", "mixed.onnx")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("Keep in float: bad\n"))
        #expect(outcome.result.contains("1 of 3 layers: without it the gates do not pass"))
        #expect(
            outcome.result.contains(
                "python -m pawl_models quantise fp32.onnx --method int8-dynamic --exclude bad --output mixed.onnx"))
        #expect(outcome.result.contains("int8-dynamic-mixed: { file: mixed.onnx, runtime: ort }"))
        #expect(outcome.result.contains("-100.00 points"))
        #expect(outcome.diagnostic.contains("trial 1: nothing quantised: passes"))
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: workspace.file("mixed.onnx"))) == TestModel.rightClassifier.data)
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.file("tmp")).isEmpty)
    }

    @Test("The same as JSON, and for a model without a suite")
    func json() throws {
        try writeQuantiser()
        try workspace.write(TestModel.rightClassifier.data, to: "model.onnx")
        let outcome = workspace.pawl(
            "variants", "sensitivity", "model.onnx", "--golden", workspace.goldenSet.folder, "--runtime",
            "onnxruntime==\(Installation.runtimeVersion)", "--max-drop", "20 points", "--format", "json",
            environment: ["PAWL_PYTHON": workspace.file("python")])
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let report = try Workspace.json(outcome.result)
        #expect(report["ending"] as? String == "found" && report["is_minimal"] as? Bool == true)
        #expect((report["kept_in_float"] as? [[String: Any]])?.map { $0["name"] as? String } == ["bad"])
        #expect((report["sweep"] as? [[String: Any]])?.map { $0["nodes"] as? [String] }.first == ["bad"])
        #expect((report["command"] as? [String])?.contains("--exclude") == true)
    }

    @Test("A name that a shell would take apart is quoted in the recipe")
    func oddNames() throws {
        try writeQuantiser(needs: "it's odd")
        let outcome = workspace.pawl("variants", "sensitivity", "m", "--suite", try suite(), "--python", "python")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("--exclude 'it'\\''s odd' --output"))
    }

    @Test("Nothing need be kept where everything passes, and a float model that fails ends the search")
    func bothEnds() throws {
        try writeQuantiser(needs: "exclude")
        let passing = workspace.pawl("variants", "sensitivity", "m", "--suite", try suite(), "--python", "python")
        #expect(passing.code == 0 && passing.result.contains("Nothing need be kept in float"), "\(passing.diagnostic)")
        let strict = try suite(gates: ["{ metric: calibration_error, max: 0.001% }"])
        let failing = workspace.pawl("variants", "sensitivity", "m", "--suite", strict, "--python", "python")
        #expect(failing.code == 1 && failing.diagnostic.contains("the float model itself does not pass"))
    }

    @Test("Too few samples to decide anything are named as the reason")
    func tooFewSamples() throws {
        try writeQuantiser()
        // Outputs that are identical are decided with any number of samples; 30 right of 40 under a floor of 80 % are not.
        let strict = try workspace.writeSuite(
            ["fp32": .mostlyRightClassifier], gates: ["{ metric: accuracy, min: 80% }"])
        let outcome = workspace.pawl("variants", "sensitivity", "m", "--suite", strict, "--python", "python")
        #expect(
            outcome.code == 1 && outcome.diagnostic.contains("the golden set has too few samples for this limit"),
            "\(outcome.code) \(outcome.diagnostic)")
    }

    @Test("A budget that is over ends the search without an answer")
    func budget() throws {
        try writeQuantiser()
        let outcome = workspace.pawl(
            "variants", "sensitivity", "m", "--suite", try suite(), "--python", "python", "--budget", "1ns")
        #expect(outcome.code == 3 && outcome.result.contains("Stopped before a set was found"))
    }

    @Test("What cannot be searched is said, with what to do")
    func usage() throws {
        try writeQuantiser()
        let suite = try suite()
        func expect(_ words: String, code: Int32 = 2, _ arguments: String...) {
            let outcome =
                switch arguments.count {
                case 1: workspace.pawl("variants", "sensitivity", arguments[0])
                case 3: workspace.pawl("variants", "sensitivity", arguments[0], arguments[1], arguments[2])
                case 5:
                    workspace.pawl(
                        "variants", "sensitivity", arguments[0], arguments[1], arguments[2], arguments[3], arguments[4])
                default:
                    workspace.pawl(
                        "variants", "sensitivity", arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
                        arguments[5], arguments[6])
                }
            #expect(outcome.code == code && outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
        }
        expect("has no model 'n'", "n", "--suite", suite)
        expect("is no .onnx file", "m")
        expect("needs --golden and --runtime", "fp32.onnx")
        expect("exclude each other", "m", "--suite", suite, "--golden", "golden")
        expect("is not there", "m", "--suite", suite, "--python", "none")
        expect("int8-qdq needs calibration samples", "m", "--suite", suite, "--method", "int8-qdq")
        expect(
            "the gate '{ metric: acuracy, min: 1% }' cannot be used", "fp32.onnx", "--golden",
            workspace.goldenSet.folder,
            "--runtime", "onnxruntime==1.31.1", "--gate", "{ metric: acuracy, min: 1% }")
        let missing = workspace.pawl(
            "variants", "sensitivity", "none.onnx", "--golden", workspace.goldenSet.folder, "--runtime",
            "onnxruntime==\(Installation.runtimeVersion)", "--max-drop", "20 points")
        #expect(missing.code == 2 && missing.diagnostic.hasPrefix("error: model file"), "\(missing.diagnostic)")
        try workspace.write("#!/bin/sh\necho No module named pawl_models >&2\nexit 1\n", to: "bare")
        #expect(chmod(workspace.file("bare"), 0o755) == 0)
        expect("No module named pawl_models", code: 3, "m", "--suite", suite, "--python", "bare")
        let idle = try workspace.writeSuite(
            ["fp32": .rightClassifier], gates: ["{ metric: latency_p50, max: 1 s }"], name: "idle.yaml")
        expect("no gate of suite 'tested' judges what m/int8-dynamic-mixed predicts", "m", "--suite", idle)
    }

    /// Two products: half of what passes between them is 100,000 times the other half, and is multiplied by zero.
    ///
    /// Int8 has one scale for the activations before a product, so that the second loses all that matters.
    private static let fragileClassifier: TestModel = {
        var one = [Float](repeating: 0, count: 4 * 8)
        var two = [Float](repeating: 0, count: 8 * 4)
        for index in 0..<4 {
            one[index * 8 + index] = 1
            one[index * 8 + index + 4] = 100_000
            two[index * 4 + index] = 4
        }
        return TestModel(
            inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("scores", .float32, "batch", "4")],
            nodes: [
                TestModel.Node(type: "MatMul", name: "first", inputs: ["x", "one"], outputs: ["wide"]),
                TestModel.Node(type: "MatMul", name: "second", inputs: ["wide", "two"], outputs: ["logits"]),
                TestModel.Node(type: "Softmax", name: "third", inputs: ["logits"], outputs: ["scores"]),
            ],
            constants: [
                TestModel.Constant(name: "one", shape: [4, 8], values: one),
                TestModel.Constant(name: "two", shape: [8, 4], values: two),
            ])
    }()

    @Test("The model tools and the search find the layer that int8 breaks", .needsDemoModels)
    func realQuantiser() throws {
        let suite = try workspace.writeSuite(
            ["fp32": Self.fragileClassifier], gates: ["{ metric: accuracy, against: reference, max_drop: 20 points }"])
        let outcome = workspace.pawl(
            "variants", "sensitivity", "m", "--suite", suite,
            // The tools of this checkout, whatever the environment was made for.
            environment: ["PYTHONPATH": Repository.root + "/Tools"])
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("Keep in float: second\n"), "\(outcome.result)")
    }
}
