import Diagnostics
import Foundation
import InferenceCore
import Support

/// Collects the masks of all samples: checks each, appends it to one file of [samples, height, width].
final class MaskCollector {
    private let folder: String
    private let recipe: GoldenSetRecipe
    private let classes: [String]?
    private let writer: NumPyFileWriter
    private var shape: [Int]?
    private var count = 0
    /// Labels that occur; nothing but 65,536 values bounds them.
    private var labels: Set<Int32> = []
    private var writingFailure: FileError?

    /// - Parameters:
    ///   - folder: with a mask for each sample.
    ///   - classes: their names; nil to count classes up to the highest label.
    ///   - file: to write.
    init(folder: String, recipe: GoldenSetRecipe, classes: [String]?, file: String) throws(FileError) {
        self.folder = folder
        self.recipe = recipe
        self.classes = classes
        writer = try NumPyFileWriter(path: file)
    }

    func add(_ sample: SampleFile, _ findings: inout CreationFindings) {
        let isSound = findings.isEmpty
        guard let mask = read(sample, &findings), let size = size(of: mask, sample, &findings) else { return }
        guard shape == nil || shape == size else {
            findings.report(
                .mask, "the mask of \(sample.relativePath) is \(mask.description), the first is \(shape!.description)",
                hint: "bring samples and masks to one size")
            return
        }
        shape = size
        guard let values = values(of: mask, sample, &findings) else { return }
        count += 1
        guard isSound, findings.isEmpty, writingFailure == nil else { return }
        do throws(FileError) {
            try writer.append(values.withUnsafeBytes { Array($0) })
        } catch {
            writingFailure = error
        }
    }

    /// - Returns: the names of the classes.
    func finish() throws(FileError) -> [String] {
        if let writingFailure { throw writingFailure }
        try writer.finish(elementType: .int32, shape: [count] + (shape ?? []))
        let judged = labels.filter { Int($0) != recipe.ignoredLabel }
        let needed = max(recipe.output.classCount ?? 0, Int(judged.max() ?? 0) + 1)
        return classes ?? (0..<needed).map(String.init)
    }

    /// What should be known of the labels once all are there.
    func remark(_ findings: inout CreationFindings) {
        guard findings.isEmpty, classes == nil, recipe.output.classCount == nil, recipe.ignoredLabel == nil,
            labels.contains(255), !labels.contains(where: { 128..<255 ~= $0 })
        else { return }
        findings.report(
            .maskLabel, .warning, "255 is taken for a class, and so are all numbers below it",
            hint: "where it marks pixels that are not to be judged, give --ignore 255")
    }

    private func read(_ sample: SampleFile, _ findings: inout CreationFindings) -> MaskView? {
        let path = "\(folder)/\(sample.name).npy"
        guard FileManager.default.fileExists(atPath: path) else {
            let other = ["png", "tif", "tiff", "bmp", "gif", "jpg", "npz", "txt"].first {
                FileManager.default.fileExists(atPath: "\(folder)/\(sample.name).\($0)")
            }
            findings.report(
                .mask,
                "there is no mask \(sample.name).npy" + (other.map { ", but \(sample.name).\($0)" } ?? ""),
                hint: "masks are .npy files of whole numbers [height, width]: "
                    + "numpy.save(path, numpy.array(PIL.Image.open(picture)))")
            return nil
        }
        do {
            return try MaskView(try MappedFile(path: path, limit: UInt64(SampleReader.limits.memberBytes)))
        } catch let error as FileError {
            findings.add(error.diagnostics)
        } catch let error as NumPyFormatError {
            findings.report(.mask, "cannot use the mask \(sample.name).npy: \(error.message)", hint: error.hint)
        } catch {
            findings.report(.mask, "cannot use the mask \(sample.name).npy")
        }
        return nil
    }

    /// Height and width, without dimensions of 1 around them.
    private func size(of mask: MaskView, _ sample: SampleFile, _ findings: inout CreationFindings) -> [Int]? {
        var size = mask.shape
        while size.count > 2, size.first == 1 { size.removeFirst() }
        while size.count > 2, size.last == 1 { size.removeLast() }
        guard size.count == 2 else {
            findings.report(
                .mask, "the mask of \(sample.relativePath) is \(mask.description)",
                hint: "a mask is [height, width] and holds class indices; of colours, look the class of each up first")
            return nil
        }
        if let wanted = recipe.output.maskSize, wanted != size {
            findings.report(
                .mask,
                "the mask of \(sample.relativePath) is \(size[0]) x \(size[1]), the model returns \(wanted[0]) x \(wanted[1])",
                hint: "bring the masks to the model's size by the nearest neighbour, which mixes no classes")
            return nil
        }
        return size
    }

    private func values(of mask: MaskView, _ sample: SampleFile, _ findings: inout CreationFindings) -> [Int32]? {
        guard let values = mask.integers else {
            findings.report(
                .mask, "the mask of \(sample.relativePath) is \(mask.description)",
                hint: "class indices are whole numbers: mask.astype('uint8')")
            return nil
        }
        let limit = classes?.count ?? recipe.output.classCount ?? 65_536
        let found = Set(values)
        if let wrong = found.filter({ !(0..<limit ~= Int($0)) && Int($0) != recipe.ignoredLabel }).min() {
            findings.report(
                .maskLabel,
                "the mask of \(sample.relativePath) has the label \(wrong), and classes are 0 to \(limit - 1)",
                hint: found.contains(255) && recipe.ignoredLabel == nil
                    ? "where 255 marks pixels that are not to be judged, give --ignore 255"
                    : "labels are class indices from 0")
            return nil
        }
        labels.formUnion(found)
        return values
    }
}

/// The mask of one sample, mapped.
private struct MaskView {
    private let file: MappedFile
    private let array: SampleArrayView

    init(_ file: MappedFile) throws(NumPyFormatError) {
        self.file = file
        array = try SampleArrayView(file.bytes)
    }

    var shape: [Int] { array.shape }
    var description: String { array.description }

    /// Nil for other types than integers of at most 64 bits and booleans; what 32 bits do not hold becomes -1.
    var integers: [Int32]? {
        withExtendedLifetime(file) {
            func read<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type) -> [Int32] {
                stride(from: 0, to: array.bytes.count, by: MemoryLayout<Value>.size).map {
                    Int32(exactly: array.bytes.loadUnaligned(fromByteOffset: $0, as: Value.self)) ?? -1
                }
            }
            switch array.elementType {
            case .uint8, .bool: return read(UInt8.self)
            case .int8: return read(Int8.self)
            case .int16: return read(Int16.self)
            case .uint16: return read(UInt16.self)
            case .int32: return read(Int32.self)
            case .uint32: return read(UInt32.self)
            case .int64: return read(Int64.self)
            case .uint64: return read(UInt64.self)
            case .float16, .bfloat16, .float32, .float64: return nil
            }
        }
    }
}
