import Diagnostics
import Foundation
import Support

/// Builds the worker of a runtime out of the sources that were written beside its package.
struct WorkerBuild: Sendable {
    /// What the script of the worker leaves, relative to the installation: the program first.
    static let products = ["worker/pawl-executorch-worker", "worker/libpawl-executorch-session.so"]
    static var program: String { products[0] }
    static let script = "worker-source/build"

    private static let timeoutSeconds = 1800.0

    let requirement: RuntimeRequirement
    /// The compiler is found on its PATH; `CXX` may name another one.
    let environment: [String: String]

    /// - Parameter folder: the unpacked package with the worker's sources.
    /// - Returns: what was built, by digest.
    /// - Throws: `RuntimeLibraryError.buildFailed` with the words of the script or of the compiler, or `.interrupted`.
    func run(in folder: String, interruption: Interruption) throws(RuntimeLibraryError) -> [LockedFile] {
        let command = BoundedCommand(
            ["/bin/bash", "\(folder)/\(Self.script)", folder, "\(folder)/worker"], environment: environment,
            timeoutSeconds: Self.timeoutSeconds)
        let outcome: BoundedCommand.Outcome
        do {
            outcome = try command.run(interruption: interruption)
        } catch .interrupted {
            throw .interrupted
        } catch {
            throw .process(error)
        }
        guard outcome.succeeded else {
            throw .buildFailed(
                requirement, reason: outcome.standardError.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        var built: [LockedFile] = []
        for path in Self.products {
            do {
                let file = try MappedFile(path: "\(folder)/\(path)", limit: 1 << 30)
                built.append(
                    LockedFile(path: path, bytes: UInt64(file.bytes.count), sha256: SHA256.hexadecimal(of: file)))
            } catch {
                throw .buildFailed(requirement, reason: error.description)
            }
        }
        return built
    }
}
