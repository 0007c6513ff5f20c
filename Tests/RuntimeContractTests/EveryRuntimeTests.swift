import Foundation
import RuntimeLibraries
import Support
import TestSupport
import Testing

/// Starts the contract's tests once for every installed version, each in a process of its own: two versions of a
/// runtime cannot share one, and a crash costs that version only.
@Suite(
    "Every installed runtime version", .enabled(if: RuntimeRequest.text == nil), .serialized, .hangLimit)
struct EveryRuntimeTests {
    @Test("keeps the contract", arguments: InstalledVersions.all)
    func keepsTheContract(requirement: RuntimeRequirement) throws {
        var environment = ProcessInfo.processInfo.environment
        environment[RuntimeRequest.variable] = requirement.description
        let outcome = try BoundedCommand(
            [
                // As in a worker, one thread at a time calls the runtime.
                Repository.testBundle, "--testing-library", "swift-testing", "--no-parallel", "--filter",
                "ContractTests",
            ], environment: environment, timeoutSeconds: 300
        ).run()
        // With a filter that fits nothing the process would succeed, too.
        let output = outcome.standardOutput + outcome.standardError
        let ranTests = output.contains(/Test run with [1-9][0-9]+ tests/)
        #expect(outcome.succeeded && ranTests, "\(requirement): \(output)")
    }

    @Test(
        "is one that the lock file knows, and all of those are there",
        .enabled(
            if: InstalledVersions.missing.isEmpty
                || InstalledVersions.areRequired && !InstalledVersions.missingButRequired.isEmpty,
            Comment(rawValue: InstalledVersions.missing.joined(separator: "\n"))))
    func isThere() {
        #expect(InstalledVersions.missingButRequired.isEmpty)
    }
}
