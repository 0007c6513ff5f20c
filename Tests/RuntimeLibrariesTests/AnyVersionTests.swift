import Diagnostics
import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import RuntimeLibraries

@Suite("Any version of the index", .hangLimit)
struct AnyVersionTests {
    let index: ToyIndex
    private let here = MachineArchitecture.current

    init() throws {
        index = try ToyIndex()
        try index.publish("1.1")
        try index.publish("1.2")
    }

    @Test(
        "is locked for all processors, installed, and from then on needs no index", arguments: ToyIndex.Style.allCases)
    func locks(style: ToyIndex.Style) throws {
        let index = try ToyIndex(style)
        try index.publish("1.1")
        let library = try index.installer().install(toy("1.1"))
        #expect(library.origin == .locked)
        #expect(try String(contentsOfFile: library.path, encoding: .utf8) == "library 1.1 \(here)")
        let folder = (library.path as NSString).deletingLastPathComponent
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["libtoy.so"])
        for architecture in ["x86_64", "aarch64"] {
            #expect(index.lockText.contains(ToyIndex.file(of: "1.1", architecture)))
        }
        #expect(index.lockText.contains("bytes:") == (style == .json))
        #expect(index.installed.verify().allSatisfy { $0.problem == nil })

        index.stop()
        try FileManager.default.removeItem(atPath: index.folder.path)
        #expect(try index.installer(.lockedOnly(because: "a test")).install(toy("1.1")) == library)
    }

    @Test("is the newest without a version, or the newest of a range")
    func choosesNewest() throws {
        try index.publish("1.10")
        try index.publish("2.0rc1")
        try index.publish("1.9", yanked: "broken")
        #expect(try index.index.versions(of: "toy").map(\.description) == ["1.1", "1.2", "1.10"])
        #expect(try index.installer().install(request("toy")).version == "1.10")
        #expect(try index.installer().install(request("toy<1.2")).version == "1.1")
        #expect(try index.installer().install(request("toy>=2.0rc1")).version == "2.0rc1")
        #expect(try index.installed.lockedVersions().map(\.version) == ["1.1", "1.10", "2.0rc1"])
    }

    @Test("is not asked for when Pawl was tested with the version")
    func keepsTested() throws {
        index.stop()
        var environment = index.package.environment
        environment["CI"] = nil
        let installer = RuntimeInstaller(
            folder: index.folder, cache: index.package.cache, catalogue: [index.package.release],
            environment: environment)
        #expect(try installer.install(request("toy==1.0.0")).origin == .tested)
        #expect(index.lockText.isEmpty)
    }

    @Test("that was taken back, is missing or is for other machines only is refused, with what there is")
    func refusesUnusable() throws {
        try index.publish("1.3", yanked: "it deletes files")
        try index.publish("1.4", for: [here == "x86_64" ? "aarch64" : "x86_64"])
        let yanked = refusal("toy==1.3")
        #expect(yanked?.code == "runtime.not-offered" && yanked?.cause == "it deletes files")
        #expect(yanked?.hint == "it has 1.2, 1.1")
        let missing = refusal("toy==9")
        #expect(missing?.code == "runtime.not-offered" && missing?.hint == "it has 1.2, 1.1")
        #expect(missing?.cause?.contains("http://127.0.0.1") == true)
        #expect(refusal("toy==1.4")?.code == "runtime.no-package")
        #expect(refusal("toy>5")?.hint == "it has 1.2, 1.1")
        #expect(refusal("tyo")?.code == "runtime.unknown")
        #expect(index.lockText.isEmpty && index.installed.list().isEmpty)
    }

    @Test("is not looked up where that is forbidden, which says how to lock")
    func heedsPolicy() throws {
        let forbidding = index.installer(.lockedOnly(because: "CI=true"))
        let error = #expect(throws: RuntimeLibraryError.self) { try forbidding.install(toy("1.1")) }
        #expect(error?.diagnostics[0].hint?.contains("pawl runtime lock 'toy==1.1'") == true)
        #expect(error?.diagnostics[0].message.contains("CI=true") == true)
        #expect(try index.installer().lock(request("toy==1.1")) == toy("1.1"))
        #expect(index.installed.list().isEmpty)
        // The newest of what is locked or tested, although the index has a newer one.
        #expect(try forbidding.install(request("toy")).version == "1.1")
    }

    @Test("whose package holds no library is not locked")
    func refusesOthersWithoutLibrary() throws {
        try index.publish("1.5", member: "toy/_toy.so")
        #expect(refusal("toy==1.5")?.code == "runtime.no-library")
        #expect(index.lockText.isEmpty && index.installed.list().isEmpty && index.package.leftovers().isEmpty)
    }

    @Test("of another digest than the locked one is refused until the lock is updated")
    func refusesChangedBytes() throws {
        _ = try index.installer().install(toy("1.1"))
        _ = try index.installer().remove(toy("1.1"), unlocks: false)
        try index.forgetDownloads()
        try index.publish("1.1", content: "other bytes")
        let changed = refusal("toy==1.1")
        #expect(changed?.code == "runtime.digest")
        #expect(index.installed.list().isEmpty && index.package.leftovers().isEmpty)

        let updates = try index.installer().updateLock(of: "toy")
        #expect(updates.map(\.requirement) == [toy("1.1")])
        #expect(updates[0].changed == ["aarch64", "x86_64"].map { ToyIndex.file(of: "1.1", $0) })
        let library = try index.installer().install(toy("1.1"))
        #expect(try String(contentsOfFile: library.path, encoding: .utf8) == "other bytes")
        #expect(try index.installer().updateLock(of: "toy")[0].changed.isEmpty)
    }

    @Test("without a network says which file is missing, or that the index cannot be asked")
    func explainsMissingNetwork() throws {
        _ = try index.installer().lock(request("toy==1.1"))
        try index.forgetDownloads()
        index.stop()
        let missing = refusal("toy==1.1")
        #expect(missing?.code == "runtime.fetch")
        #expect(missing?.message.contains(ToyIndex.file(of: "1.1", here)) == true)
        #expect(missing?.hint?.contains(index.package.cache.path) == true)
        #expect(refusal("toy")?.code == "runtime.index")
        #expect(index.installed.list().isEmpty && index.package.leftovers().isEmpty)
    }

    @Test("is removed, and stays locked unless that is asked for")
    func removes() throws {
        _ = try index.installer().install(toy("1.1"))
        _ = try index.installer().install(toy("1.2"))
        #expect(try index.installer().remove(toy("1.1"), unlocks: false))
        #expect(index.installed.list() == [toy("1.2")])
        #expect(try index.installed.origin(of: toy("1.1")) == .locked)
        #expect(try !index.installer().remove(toy("1.1"), unlocks: false))
        #expect(try index.installer().remove(toy("1.1"), unlocks: true))
        #expect(try index.installer().remove(toy("1.2"), unlocks: true))
        #expect(try index.installed.lockedVersions().isEmpty && index.package.leftovers().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(index.folder.runtimes)/toy"))
    }

    @Test("is not run once the lock names other bytes, or none")
    func heedsTheLockLater() throws {
        let digest = try index.installer().install(toy("1.1")).digest
        let wheels = try index.folder.lockFile.read(for: [index.package.release]).entries[0].wheels
        for wheel in wheels {
            let edited = index.lockText.replacing(wheel.sha256, with: String(repeating: "0", count: 64))
            try AtomicFile.write(edited, to: index.folder.lockFile.path)
        }
        #expect(throws: RuntimeLibraryError.self) { try index.installed.library(name: "toy", version: "1.1") }
        try AtomicFile.write("lock: 1\nruntimes: []\n", to: index.folder.lockFile.path)
        let error = #expect(throws: RuntimeLibraryError.self) {
            try index.installed.library(name: "toy", version: "1.1")
        }
        #expect(error?.diagnostics[0].hint?.contains("pawl runtime install toy==1.1") == true)
        // Locked again, it is the same as before.
        #expect(try index.installer().install(toy("1.1")).digest == digest)
    }

    @Test("is found in the working folder's project where the suite's does not lock it")
    func isFoundElsewhere() throws {
        let library = try index.installer().install(toy("1.1"))
        let suite = InstalledRuntimes(
            in: PawlFolder(path: index.package.workplace.file("suite/.pawl")), catalogue: [index.package.release])
        let find = { try InstalledRuntimes.library(name: "toy", version: $0, in: [suite, index.installed]) }
        #expect(try find("1.1") == library)
        let error = #expect(throws: RuntimeLibraryError.self) { try find("1.2") }
        #expect(error?.diagnostics[0].message.contains("suite/pawl.lock") == true)
    }

    @Test("is known to a library that does not say its version")
    func recordsVersions() throws {
        let library = try index.installer().install(toy("1.1"))
        #expect(InstalledRuntimes.versions(ofLibraryAt: library.path) == [library.digest: "1.1"])
        #expect(InstalledRuntimes.versions(ofLibraryAt: "/nowhere/libtoy.so").isEmpty)
    }

    private func toy(_ version: String) -> RuntimeRequirement { RuntimeRequirement(unchecked: "toy", version) }

    private func request(_ text: String) throws -> VersionRequest { try VersionRequest(parsing: text) }

    private func refusal(_ text: String) -> Diagnostic? {
        #expect(throws: RuntimeLibraryError.self) { try index.installer().install(request(text)) }?.diagnostics.first
    }
}
