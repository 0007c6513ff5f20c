import Foundation
import Support

/// The package index as pip is set up to reach it (`PIP_INDEX_URL`, a configuration file, a proxy), asked for what there is of a runtime.
public struct RuntimeIndex: Sendable {
    private let folder: PawlFolder
    private let catalogue: [RuntimeRelease]
    private let environment: [String: String]

    public init(
        folder: PawlFolder, catalogue: [RuntimeRelease] = RuntimeCatalogue.known,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.folder = folder
        self.catalogue = catalogue
        self.environment = environment
    }

    /// The versions that have a package for this machine, ascending: none that was yanked, and no pre-release unless there is nothing else.
    ///
    /// - Parameter name: of the catalogue, such as `litert`.
    /// - Throws: `RuntimeLibraryError.unknownRuntime`, `.indexUnreachable`, `.pythonMissing`, `.pipMissing`, `.interrupted`.
    public func versions(
        of name: String, interruption: Interruption = Interruption()
    ) throws(RuntimeLibraryError) -> [RuntimeVersion] {
        let family = try catalogue.family(of: name)
        return try offer(of: family, interruption: interruption).versions
    }

    /// Everything that the index has of a runtime.
    func offer(of family: RuntimeFamily, interruption: Interruption) throws(RuntimeLibraryError) -> RuntimeOffer {
        RuntimeOffer(family: family, listing: try listing(of: family.package, interruption: interruption))
    }

    /// All wheels of one package.
    func listing(of package: String, interruption: Interruption) throws(RuntimeLibraryError) -> IndexListing {
        let python = try PythonInterpreter.find(in: folder, environment: environment)
        return try python.list(package, interruption: interruption)
    }
}

extension PythonInterpreter {
    private static let listTimeoutSeconds = 900.0
    /// The listing of a package with ten thousand wheels has two megabytes.
    private static let listLimitBytes = 64 << 20

    /// Asks the index for the wheels of a package.
    ///
    /// - Throws: `RuntimeLibraryError.indexUnreachable` with what went wrong, `.pipMissing`, `.interrupted`.
    func list(_ package: String, interruption: Interruption) throws(RuntimeLibraryError) -> IndexListing {
        let program = String(decoding: PackageResources.package_index_py, as: UTF8.self)
        let outcome = try run(
            ["-I", "-c", program, package], timeoutSeconds: Self.listTimeoutSeconds,
            outputLimitBytes: Self.listLimitBytes, interruption: interruption)
        guard outcome.succeeded else {
            let reason = outcome.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
            throw reason == Self.noPip ? .pipMissing(python: path) : .indexUnreachable(package: package, reason: reason)
        }
        do {
            return try JSONDecoder().decode(IndexListing.self, from: Data(outcome.standardOutput.utf8))
        } catch {
            throw .indexUnreachable(package: package, reason: "the listing cannot be read: \(error)")
        }
    }

    private static let noPip = "No module named pip"
}
