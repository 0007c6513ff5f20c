import Diagnostics
import InferenceCore
import ModelFormats
import Support

/// Collects one model input over all samples: checks each array, converts it, appends it to the input's file.
final class InputCollector {
    let plan: InputPlan
    private let allowsNaN: Bool
    /// Inside the golden set's folder.
    let fileName: String
    private let writer: NumPyFileWriter
    /// As they are fed to the model, the batch dimension included.
    private var fedShapes: [[Int]] = []
    /// Of the first sample: its type decides for all.
    private var first: (type: ElementType, place: String)?
    private var conversion = ValueConversion.none
    private var writingFailure: FileError?
    /// Real values compared with what a quantised input can represent; nil for an input that is none.
    private var saturation: InputSaturation?

    init(plan: InputPlan, allowsNaN: Bool, fileName: String, folder: String) throws(FileError) {
        self.plan = plan
        self.allowsNaN = allowsNaN
        self.fileName = fileName
        writer = try NumPyFileWriter(path: folder + "/" + fileName)
        saturation = plan.quantization.flatMap { known in
            (try? TensorQuantization(scale: known.scale, zeroPoint: known.zeroPoint)).flatMap {
                InputSaturation($0, type: known.elementType ?? plan.spec.elementType)
            }
        }
    }

    func add(_ array: SampleArrayView, of sample: SampleFile, _ findings: inout CreationFindings) {
        let isSound = findings.isEmpty
        guard checkType(array, of: sample, &findings), let shape = fedShape(array, of: sample, &findings) else {
            return
        }
        guard checkValues(array, of: sample, &findings) else { return }
        do throws(ValueConversion.Failure) {
            let bytes = try conversion.convert(array)
            fedShapes.append(shape)
            guard isSound, writingFailure == nil else { return }
            do throws(FileError) { try writer.append(bytes) } catch { writingFailure = error }
        } catch {
            switch error {
            case .notFinite:
                findings.report(
                    .notFinite,
                    "'\(plan.spec.name)' in \(sample.relativePath) has NaN or infinity in it, which no integer stands for"
                )
            case .outOfRange(let value, let type):
                findings.report(
                    .inputType,
                    "'\(plan.spec.name)' in \(sample.relativePath) has \(value) in it, which \(type.rawValue) does not hold"
                )
            }
        }
    }

    /// NaN is a mistake of what made the sample, unless it stands for a missing value; infinity may be a mask.
    private func checkValues(
        _ array: SampleArrayView, of sample: SampleFile, _ findings: inout CreationFindings
    ) -> Bool {
        let values = array.doubles
        let nans = values.indices.filter { values[$0].isNaN }
        if let first = nans.first, !allowsNaN {
            findings.report(
                .notANumber,
                "'\(plan.spec.name)' in \(sample.relativePath) has NaN in \(nans.count) of \(values.count) values, the "
                    + "first at \(Self.place(first, array.shape))",
                hint:
                    "leave the sample out, or correct what made it; where the model reads NaN as a missing value, give "
                    + "--allow-nan")
            return false
        }
        if values.contains(where: \.isInfinite) {
            findings.report(
                .notFinite, .warning, "'\(plan.spec.name)' in \(sample.relativePath) has infinity in it")
        }
        for value in values { saturation?.add(value) }
        return true
    }

    /// What the set's maker should know of all samples.
    func remark(_ findings: inout CreationFindings) {
        guard let saturation, saturation.isMaterial else { return }
        let subject = plan.isGivenByHand ? "this scale and zero point" : plan.quantizationSource
        findings.report(
            .saturation, .warning, saturation.words(input: plan.spec.name, subject: subject),
            hint: "\(saturation.range): prepare them as the model's author did"
                + (plan.isGivenByHand ? "" : ", or write 'scale' and 'offset' for the input under the variant"))
    }

    /// `[0, 12]`, as NumPy indexes.
    private static func place(_ position: Int, _ shape: [Int]) -> String {
        var rest = position
        let indices = shape.reversed().map { size -> Int in
            defer { rest /= size }
            return rest % size
        }
        return "\(Array(indices.reversed()))"
    }

    private func checkType(_ array: SampleArrayView, of sample: SampleFile, _ findings: inout CreationFindings) -> Bool
    {
        guard let conversion = plan.conversion(from: array.elementType) else {
            findings.report(
                .inputType,
                "'\(plan.spec.name)' in \(sample.relativePath) is \(array.description), the model wants \(plan.spec.description)",
                hint: plan.hint(for: array.elementType))
            return false
        }
        guard let first else {
            self.first = (array.elementType, sample.relativePath)
            self.conversion = conversion
            return true
        }
        guard first.type == array.elementType else {
            findings.report(
                .inputType,
                "'\(plan.spec.name)' in \(sample.relativePath) is \(array.description), and \(first.type.rawValue) in \(first.place)",
                hint: "give all samples of one type")
            return false
        }
        return true
    }

    /// The shape that the model gets: the array's own, or with a batch dimension of 1 before it.
    private func fedShape(
        _ array: SampleArrayView, of sample: SampleFile, _ findings: inout CreationFindings
    ) -> [Int]? {
        let rank = plan.spec.shape.count
        let shape = plan.spec.rankIsKnown && array.shape.count + 1 == rank ? [1] + array.shape : array.shape
        guard plan.spec.accepts(shape: shape) else {
            findings.report(
                .inputShape,
                "'\(plan.spec.name)' in \(sample.relativePath) is \(array.description), the model wants \(plan.spec.description)",
                hint: rank > 0 ? "the first dimension may be left out where it is 1" : nil)
            return nil
        }
        return shape
    }

    /// What the manifest says of the input; `shapes` where samples differ.
    struct Written {
        var file: String
        var shapesFile: String?
        /// What the file's integers stand for.
        var quantization: InputQuantization?
        var preparation: String?
    }

    /// Ends the file. Shapes that differ go to a file of their own, and the elements become one row.
    func finish(folder: String) throws(FileError) -> Written {
        if let writingFailure { throw writingFailure }
        // A model that does not say its rank gets arrays as they are.
        let dropsBatch = plan.spec.rankIsKnown && fedShapes.allSatisfy { $0.first == 1 }
        let shapes = dropsBatch ? fedShapes.map { Array($0.dropFirst()) } : fedShapes
        let given = first?.type ?? plan.spec.elementType
        let type = plan.keptType(conversion, of: given)
        let quantization = plan.keptQuantization(conversion, of: given)
        let preparation = plan.preparation(conversion, of: given)
        guard let common = shapes.first, shapes.contains(where: { $0 != common }) else {
            try writer.finish(elementType: type, shape: [shapes.count] + (shapes.first ?? []))
            return Written(file: fileName, shapesFile: nil, quantization: quantization, preparation: preparation)
        }
        let elements = shapes.reduce(0) { $0 + $1.reduce(1, *) }
        try writer.finish(elementType: type, shape: [elements])
        let shapesFile = String(fileName.dropLast(4)) + ".shapes.npy"
        try NumPyFileWriter.write(
            shapes.flatMap { $0 }.map(Int64.init), elementType: .int64, shape: [shapes.count, common.count],
            to: folder + "/" + shapesFile)
        return Written(
            file: fileName, shapesFile: shapesFile, quantization: quantization, preparation: preparation)
    }
}
