import Diagnostics
import InferenceCore
import Support

/// Hands out the arrays of sample files, one at a time and in bounded memory.
struct SampleReader {
    /// What a single unnamed array, an `.npy` file, is called; nil when the model has several inputs.
    var singleInput: String?

    static let limits = ZipArchive.Limits(members: 256, memberBytes: 1 << 30)

    /// Calls `use` with each array of a sample; what cannot be read becomes a finding.
    func read(
        _ file: SampleFile, _ findings: inout CreationFindings,
        use: (_ name: String, _ array: SampleArrayView, _ findings: inout CreationFindings) -> Void
    ) {
        switch file.kind {
        case .npy: readArray(file, &findings, use: use)
        case .npz: readArchive(file, &findings, use: use)
        }
    }

    private func readArray(
        _ file: SampleFile, _ findings: inout CreationFindings,
        use: (String, SampleArrayView, inout CreationFindings) -> Void
    ) {
        guard let name = singleInput else {
            findings.report(
                .unnamedArray, "\(file.relativePath) holds one array without a name, and the model has several inputs",
                hint: "write .npz files: numpy.savez(path, first=array, second=array)")
            return
        }
        do throws(FileError) {
            let mapped = try MappedFile(path: file.path, limit: UInt64(Self.limits.memberBytes))
            withExtendedLifetime(mapped) { offer(mapped.bytes, name, file.relativePath, &findings, use) }
        } catch {
            findings.add(error.diagnostics)
        }
    }

    private func readArchive(
        _ file: SampleFile, _ findings: inout CreationFindings,
        use: (String, SampleArrayView, inout CreationFindings) -> Void
    ) {
        var seen: Set<String> = []
        do throws(ArchiveError) {
            let archive = try ZipArchive(path: file.path, limits: Self.limits)
            while let member = try archive.nextMember() {
                let place = "'\(member.prefix(60))' in \(file.relativePath)"
                guard member.hasSuffix(".npy") else {
                    findings.report(
                        .memberNoArray, "\(place) is no array",
                        hint: "an .npz holds .npy members only; write it with numpy.savez")
                    continue
                }
                let name = String(member.dropLast(4))
                guard seen.insert(name).inserted else {
                    findings.report(.memberTwice, "\(place) stands there twice")
                    continue
                }
                let contents = try archive.contents()
                contents.withUnsafeBytes { offer($0, name, place, &findings, use) }
            }
        } catch {
            findings.add(error.diagnostics)
        }
    }

    private func offer(
        _ bytes: UnsafeRawBufferPointer, _ name: String, _ place: String, _ findings: inout CreationFindings,
        _ use: (String, SampleArrayView, inout CreationFindings) -> Void
    ) {
        do throws(NumPyFormatError) {
            use(name, try SampleArrayView(bytes), &findings)
        } catch {
            findings.report(
                .unreadableSample(code: "array"), "cannot use \(place): \(error.message)", hint: error.hint)
        }
    }
}

/// One array of one sample; its bytes are valid only while the file is being read.
struct SampleArrayView {
    var elementType: ElementType
    /// Without a dimension for samples.
    var shape: [Int]
    var bytes: UnsafeRawBufferPointer

    /// - Parameter file: the whole of an `.npy` file.
    init(_ file: UnsafeRawBufferPointer) throws(NumPyFormatError) {
        let header = try NumPyHeader(file)
        _ = try header.elementBytes(inFileOf: file.count)
        elementType = header.elementType
        shape = header.shape
        bytes = UnsafeRawBufferPointer(rebasing: file[header.byteCount...])
    }

    /// A copy that outlives the file.
    var tensor: Tensor {
        let storage = TensorStorage(byteCount: bytes.count)
        storage.bytes.copyMemory(from: bytes)
        return Tensor(
            elementType: elementType, shape: shape, bytes: UnsafeRawBufferPointer(storage.bytes), owner: storage)
    }

    /// The elements of a floating-point array, exactly; empty for other types.
    var doubles: [Double] {
        func read<Value: BitwiseCopyable>(_: Value.Type, _ convert: (Value) -> Double) -> [Double] {
            stride(from: 0, to: bytes.count, by: MemoryLayout<Value>.size).map {
                convert(bytes.loadUnaligned(fromByteOffset: $0, as: Value.self))
            }
        }
        switch elementType {
        case .float64: return read(Double.self) { $0 }
        case .float32: return read(Float.self, Double.init)
        case .float16: return read(Float16.self, Double.init)
        default: return []
        }
    }

    var description: String { "\(elementType.rawValue)[\(shape.map(String.init).joined(separator: ", "))]" }
}
