import Diagnostics
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
