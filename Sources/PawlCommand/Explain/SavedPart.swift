import Diagnostics
import Explanation
import Foundation
import GoldenSets
import Harness
import ModelFormats
import Support

/// Saves a layer that breaks a candidate as a model of its own, in the form of a backend test of ONNX: for a bug report of the runtime.
///
/// | file | what it is |
/// |---|---|
/// | `model.onnx` | the layer as the candidate computes it |
/// | `reference.onnx` | the same of the reference |
/// | `test_data_set_0/input_*.pb`, `output_*.pb` | what the reference reads and gives there, for the sample that differs most |
/// | `README.md` | where it comes from, and how far the two are apart |
struct SavedPart {
    let correspondence: ModelCorrespondence
    let capture: OutputCapture
    let samples: [Range<Int>]
    /// For intermediate files.
    let folder: TemporaryFolder
    /// Where it comes from: `voice/int8-dynamic on onnxruntime 1.31.1`.
    let origin: String

    /// - Parameters:
    ///   - layer: position in the correspondence's layers.
    ///   - parent: the folder that the part's own is made in.
    /// - Returns: the part's folder.
    /// - Throws: `FileError`, `ModelFormatError`, `SensitivityError` for a layer that cannot be cut out, `WorkerFailure`.
    func save(_ layer: Int, number: Int, in parent: String) throws -> String {
        let compared = correspondence.layers[layer]
        let destination = "\(parent)/\(number)-\(Self.fileName(compared.name))"
        let data = "\(destination)/test_data_set_0"
        try AtomicFile.makeFolder(data)
        do throws(OnnxGraftError) {
            try write(correspondence.part(layer), to: "\(destination)/model.onnx")
            try write(correspondence.referencePart(layer), to: "\(destination)/reference.onnx")
        } catch {
            throw SensitivityError.refused(
                message: "\(compared.name) cannot be cut out: \(error.reason)", hint: "")
        }
        let (values, sqnr) = try worstSample(compared)
        for (kind, names) in [("input", compared.inputs), ("output", compared.outputs)] {
            for (index, name) in names.enumerated() {
                guard let value = values[name], let file = tensor(name, value) else { continue }
                try AtomicFile.write(file, to: "\(data)/\(kind)_\(index).pb")
            }
        }
        let nearness = sqnr.map { String(format: "%.1f dB", $0) } ?? "not comparable"
        try AtomicFile.write(
            """
            # \(PrintableText.clean(compared.name)) (\(PrintableText.clean(compared.operatorType)))

            Cut out of \(PrintableText.clean(origin)). `model.onnx` on the inputs in `test_data_set_0` should give the outputs there, which
            `reference.onnx` gives; signal to noise ratio on that sample: \(nearness). Without Pawl:

                python -m pip install onnx onnxruntime
                python - <<'END'
                import glob, numpy, onnx, onnxruntime
                def load(kind): return [onnx.numpy_helper.to_array(onnx.load_tensor(f"test_data_set_0/{kind}_{i}.pb"))
                                        for i in range(len(glob.glob(f"test_data_set_0/{kind}_*.pb")))]
                session = onnxruntime.InferenceSession("model.onnx")
                found = session.run(None, dict(zip([i.name for i in session.get_inputs()], load("input"))))
                for wanted, got in zip(load("output"), found): print(numpy.abs(wanted - got).max(), "of", numpy.abs(wanted).max())
                END

            """, to: "\(destination)/README.md")
        return destination
    }

    private func write(_ model: OnnxDraft, to path: String) throws(OnnxGraftError) {
        do throws(ModelFormatError) {
            try model.write(to: path)
        } catch {
            throw .malformed(error.diagnostics.first?.message ?? "")
        }
    }

    private func tensor(_ name: String, _ value: SampledOutput) -> Data? {
        value.table.withRow(0) { values in
            OnnxTensorFile.data(
                name: name, code: correspondence.elementCode(of: name) ?? 1, shape: value.table.shape(ofRow: 0),
                values: values)
        }
    }

    /// The reference's values of a layer for the sample on which the candidate's layer is farthest from them.
    private func worstSample(
        _ layer: ComparedLayer
    ) throws -> (values: [String: SampledOutput], sqnr: Double?) {
        let (showing, candidates) = try correspondence.reference(
            showing: Array(Set(layer.inputs + layer.outputs)).sorted(), withCandidates: true)
        let path = folder.file("part.onnx")
        try showing.model.write(to: path)
        let outputs = try capture.outputs(of: 0, model: try ModelContent(path: path), samples: samples)
        var (worst, lowest) = (samples[0], Double?.none)
        if samples.count > 1, let name = layer.outputs.first, let right = outputs[showing.names[name] ?? ""],
            let found = outputs[candidates[name] ?? ""]
        {
            let farthest = ValueComparison.farthestSample(reference: right, candidate: found)
            lowest = farthest?.sqnr
            worst = samples.first { range in farthest.map { range.contains($0.sample) } ?? false } ?? worst
        }
        let alone = try capture.outputs(of: 0, model: try ModelContent(path: path), samples: [worst])
        var values: [String: SampledOutput] = [:]
        for (value, name) in showing.names { values[value] = alone[name] }
        return (values, lowest)
    }

    /// Letters, digits, dots and hyphens of a layer's name.
    static func fileName(_ name: String) -> String {
        let kept = name.unicodeScalars.map { scalar -> Character in
            let isPlain =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || scalar == "." || scalar == "-"
            return isPlain ? Character(scalar) : "_"
        }
        let plain = String(String(kept).drop { $0 == "_" || $0 == "." || $0 == "-" }.suffix(60))
        return plain.isEmpty ? "layer" : plain
    }
}
