import Diagnostics
import Foundation
import Records
import Support

/// Turns a suite file into a `Suite`, or into a list of everything that is wrong with it.
public enum SuiteReader {
    /// The `pawl:` number that this Pawl reads.
    public static let format = "1"

    /// Reads and checks a suite; whether the files it names exist is not checked here.
    ///
    /// - Parameter file: as the user gave it; it begins every location.
    /// - Throws: `SuiteError.unreadable`, or `.invalid` with all findings.
    public static func read(file: String) throws(SuiteError) -> Suite {
        let mapped: MappedFile
        do {
            mapped = try MappedFile(path: file, limit: UInt64(YAMLDocument.maximumBytes))
        } catch {
            throw .unreadable(error)
        }
        let document: YAMLDocument
        do {
            document = try YAMLDocument.parse(mapped.bytes, file: file)
        } catch {
            throw .invalid(error.diagnostics)
        }
        let digest = withExtendedLifetime(mapped) { SHA256.hexadecimal(of: mapped.bytes) }
        let reader = YAMLReader(codePrefix: "suite", document: document)
        let suite = SuiteSections(reader: reader, folder: SuiteFolder(ofFile: file)).read(
            document.root, file: file, digest: digest)
        guard var suite, !reader.hasErrors else { throw .invalid(reader.findings) }
        suite.warnings = reader.findings
        return suite
    }
}
