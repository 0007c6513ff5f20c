import Diagnostics
import RuntimeLibraries
import Suites
import TestSupport
import Testing

@testable import PawlCommand

@Suite("Fetching the versions of a sweep", .hangLimit)
struct FetchProgressTests {
    private static let versions = (1...20).map { "1.\($0).0" }
    private static let broken = "1.7.0"

    /// Twenty versions, of which one cannot be had.
    private func sweep(_ output: any CommandOutput, _ environment: [String: String] = [:]) throws {
        let context = CommandContext(
            environment: environment, workingFolder: "/", output: output, worker: .init(arguments: ["/bin/false"]))
        let progress = FetchProgress(of: Self.versions.count, in: context)
        for (place, version) in Self.versions.enumerated() {
            let requirement = try RuntimeRequirement(name: "onnxruntime", version: version)
            do {
                try progress.fetching(requirement, number: place + 1) { tell in
                    tell(.askingIndex(package: "onnxruntime"))
                    guard version != Self.broken else {
                        throw RuntimeLibraryError.unknownRuntime(name: "gone", known: [])
                    }
                    tell(.fetching(file: "onnxruntime-\(version)-cp311-cp311-manylinux_2_28_x86_64.whl", bytes: 9))
                    tell(.cannotKeepCopy(reason: "the disk is full"))
                    tell(.locked(requirement, packages: 12, path: "/project/pawl.lock"))
                    tell(.unpacking(file: "onnxruntime-\(version)-cp311-cp311-manylinux_2_28_x86_64.whl"))
                    tell(.installed(requirement, path: "/project/.pawl/runtimes/onnxruntime/\(version)"))
                }
            } catch is RuntimeLibraryError {
                #expect(version == Self.broken)
            }
        }
        progress.end()
    }

    @Test("is one line on a terminal, drawn over itself and gone at the end") func terminal() throws {
        let screen = RecordedTerminal(width: 80)
        try sweep(screen)
        #expect(
            screen.diagnostic == """
                pawl: the package cannot be kept for the next time: the disk is full
                pawl: locked 19 versions in /project/pawl.lock: commit it

                """)
        #expect(screen.progress.last == .some(nil))
        let drawn = screen.progress.compactMap { $0 }
        #expect(drawn.allSatisfy { $0.columns < 80 })
        for number in 1...20 { #expect(drawn.contains { $0.text.contains("version \(number) of 20") }) }
        #expect(drawn.contains { $0.text.contains("unpacking") })
    }

    @Test("is a line a version elsewhere") func file() throws {
        for output in [RecordedOutput(), RecordedTerminal()] as [any CommandOutput] {
            try sweep(output, ["CI": "true"])
            let text = (output as? RecordedOutput)?.diagnostic ?? (output as? RecordedTerminal)?.diagnostic ?? ""
            let lines = text.split(separator: "\n")
            // The disk that is full is told once, and so is what was locked.
            #expect(lines.count == 22, "\(text)")
            for number in 1...20 { #expect(lines.count { $0.contains("(\(number) of 20): ") } == 1) }
            #expect(lines.contains("pawl: onnxruntime==1.3.0 (3 of 20): installed"))
            #expect(lines.contains { $0.hasPrefix("pawl: onnxruntime==1.7.0 (7 of 20): cannot be had: ") })
        }
    }
}
