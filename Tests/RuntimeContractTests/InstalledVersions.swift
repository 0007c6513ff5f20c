import Diagnostics
import Foundation
import RuntimeLibraries
import TestSupport

/// What is installed of the versions that must keep the contract.
enum InstalledVersions {
    static let root = InstalledRuntimes(root: PawlFolder.find(startingAt: Repository.root).runtimes)

    static let all = known.filter { reasonMissing($0) == nil }

    /// Why the rest is not tested, a line for each.
    static let missing = known.compactMap(reasonMissing)
    /// Every version of ONNX Runtime, and the newest of the others: what the matrix of model kinds is run on.
    static let missingButRequired = known.filter { requirement in
        ContractRuntime.all.contains { $0.name == requirement.name && $0.isRequired }
            || known.first { $0.name == requirement.name } == requirement
    }.compactMap(reasonMissing)

    /// Set where a missing runtime must fail: in CI, after the preparation.
    static let areRequired = ProcessInfo.processInfo.environment["PAWL_REQUIRE_RUNTIMES"] != nil

    private static let known = RuntimeCatalogue.known.map(\.requirement).filter { requirement in
        ContractRuntime.all.contains { $0.name == requirement.name }
    }

    private static func reasonMissing(_ requirement: RuntimeRequirement) -> String? {
        do throws(RuntimeLibraryError) {
            _ = try root.library(name: requirement.name, version: requirement.version)
            return nil
        } catch {
            return error.description
        }
    }
}
