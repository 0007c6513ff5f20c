import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@testable import RuntimeLibraries

@Suite("Installing a runtime", .hangLimit)
struct RuntimeInstallerTests {
    let toy = RuntimeRequirement(unchecked: "toy", "1.0")
    let package: ToyPackage

    init() throws {
        package = try ToyPackage()
    }

    @Test("unpacks what is needed, and nothing else, from a package that pip fetched")
    func installs() throws {
        let library = try package.installer().install(toy)
        #expect(library.path == package.libraryPath)
        #expect(library.digest == SHA256.hexadecimal(of: "a library"))
        #expect(try String(contentsOfFile: library.path, encoding: .utf8) == "a library")
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(package.folder.runtimes)/toy/1.0/toy")
        #expect(names.sorted() == ["LICENSE", "libtoy.so"])
        #expect(package.leftovers().isEmpty)
        #expect(package.installed.list() == [toy])
        #expect(package.installed.verify().allSatisfy { $0.problem == nil })
        #expect(try package.installed.library(name: "toy", version: "1.0") == library)
    }

    @Test("does nothing when the runtime is there and whole")
    func isIdempotent() throws {
        let log = StepLog()
        let first = try package.installer().install(toy)
        #expect(try package.installer().install(toy, progress: log.add) == first)
        // A program that another test starts holds a copy of the lock for a moment.
        #expect(log.steps.filter { $0 != .waitingForAnotherInstallation } == [.alreadyInstalled(toy)])
    }

    @Test("needs no network when the package is in the cache")
    func worksOffline() throws {
        _ = try package.installer().install(toy)
        try package.emptyIndex()
        try FileManager.default.removeItem(atPath: package.folder.path)
        let log = StepLog()
        _ = try package.installer().install(toy, progress: log.add)
        #expect(log.steps.contains { if case .usingCachedCopy = $0 { true } else { false } })
    }

    @Test("fetches again when the cached package is damaged")
    func distrustsTheCache() throws {
        let digest = package.release.wheels[0].sha256
        try AtomicFile.write("not the package", to: package.cache.location(ofSHA256: digest))
        let log = StepLog()
        _ = try package.installer().install(toy, progress: log.add)
        #expect(log.steps.contains { if case .discardingDamagedCopy = $0 { true } else { false } })
        #expect(package.cache.lookUp(digest) == .found(path: package.cache.location(ofSHA256: digest)))
    }

    @Test("installs all the same when the cache cannot be written")
    func survivesAnUnwritableCache() throws {
        try AtomicFile.write("a file where the cache's folder should be", to: package.cache.path)
        let log = StepLog()
        _ = try package.installer().install(toy, progress: log.add)
        #expect(log.steps.contains { if case .cannotKeepCopy = $0 { true } else { false } })
    }

    @Test("replaces a damaged runtime")
    func repairs() throws {
        _ = try package.installer().install(toy)
        try Data("tampered".utf8).write(to: URL(fileURLWithPath: package.libraryPath))
        let log = StepLog()
        let library = try package.installer().install(toy, progress: log.add)
        #expect(log.steps.contains(.replacing(toy)))
        #expect(try String(contentsOfFile: library.path, encoding: .utf8) == "a library")
        #expect(package.leftovers().isEmpty)
    }

    @Test("removes what a killed installation left")
    func removesLeftovers() throws {
        try AtomicFile.write("half", to: "\(package.folder.runtimes)/.staging-dead/content/toy/libtoy.so")
        _ = try package.installer().install(toy)
        #expect(package.leftovers().isEmpty)
        #expect(package.installed.list() == [toy])
    }

    @Test("refuses a package of another digest and leaves nothing behind")
    func refusesAnotherDigest() throws {
        var package = package
        package.release.wheels[0].sha256 = String(repeating: "0", count: 64)
        let error = #expect(throws: RuntimeLibraryError.self) { try package.installer().install(toy) }
        guard case .digestMismatch(let file, _, _, _) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(file == "toy-1.0-py3-none-any.whl")
        #expect(package.installed.list().isEmpty)
        #expect(package.leftovers().isEmpty)
    }

    @Test("refuses a package whose member is not the locked one")
    func refusesAnotherMember() throws {
        var package = package
        package.release.wheels[0].members[0].sha256 = String(repeating: "0", count: 64)
        #expect(throws: RuntimeLibraryError.self) { try package.installer().install(toy) }
        #expect(package.installed.list().isEmpty)
        #expect(package.leftovers().isEmpty)
    }

    @Test(
        "refuses to unpack outside its folder",
        arguments: ["../outside", "/etc/outside", "toy//x", "toy/./x", "", "toy\\..\\x"])
    func refusesHostileNames(path: String) throws {
        var package = package
        package.release.wheels[0].members.append(
            LockedFile(path: path, bytes: 7, sha256: SHA256.hexadecimal(of: "hostile")))
        let error = #expect(throws: RuntimeLibraryError.self) { try package.installer().install(toy) }
        guard case .unpackFailed = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
    }

    @Test("lets two installations at once both succeed")
    func installsConcurrently() async throws {
        let libraries = try await withThrowingTaskGroup(of: InstalledLibrary.self) { group in
            for _ in 0..<3 { group.addTask { try package.installer().install(toy) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(libraries).count == 1)
        #expect(package.leftovers().isEmpty)
        #expect(package.installed.verify().allSatisfy { $0.problem == nil })
    }

    @Test("says what to do when pip finds nothing")
    func explainsAFailedFetch() throws {
        try package.emptyIndex()
        let error = #expect(throws: RuntimeLibraryError.self) { try package.installer().install(toy) }
        guard case .fetchFailed(_, _, let reason) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(reason.contains("toy==1.0"))
        #expect(error?.diagnostics[0].message.contains("toy-1.0-py3-none-any.whl") == true)
        #expect(error?.diagnostics[0].hint?.contains(package.cache.path) == true)
    }

    @Test("says what to do without Python")
    func explainsMissingPython() {
        #expect(throws: RuntimeLibraryError.pythonMissing) {
            try package.installer(environment: ["PATH": "/nowhere"]).install(toy)
        }
    }

    @Test("says what to do without pip")
    func explainsMissingPip() throws {
        let python = package.workplace.file("bin/python3")
        try package.placeProgram("#!/bin/sh\necho 'ImportError: No module named pip' >&2\nexit 1\n", at: python)
        #expect(throws: RuntimeLibraryError.pipMissing(python: python)) {
            try package.installer(environment: ["PATH": package.workplace.file("bin")]).install(toy)
        }
    }

    @Test("ends pip when it is interrupted, and leaves nothing behind")
    func canBeInterrupted() throws {
        let started = package.workplace.file("started")
        try package.placeProgram("#!/bin/sh\ntouch '\(started)'\nsleep 600\n", at: package.folder.python)
        let interruption = Interruption()
        // Not a task: on two cores, two tests whose tasks block a thread each would wait for a third for ever.
        Thread.detachNewThread {
            while access(started, F_OK) != 0 { usleep(5_000) }
            interruption.trigger()
        }
        #expect(throws: RuntimeLibraryError.interrupted) {
            try package.installer().install(toy, interruption: interruption)
        }
        #expect(package.leftovers().isEmpty)
        #expect(package.installed.list().isEmpty)
    }

    @Test("uses the checkout's own Python before the one on PATH")
    func prefersOwnPython() throws {
        let python = package.folder.python
        try package.placeProgram("#!/bin/sh\nexit 0\n", at: python)
        let found = try PythonInterpreter.find(in: package.folder, environment: package.environment)
        #expect(found.path == python)
    }

    @Test("does not import a pip that lies in the user's folder")
    func ignoresForeignModules() throws {
        let folder = package.workplace.file("stranger")
        try AtomicFile.write("open('ran', 'w')", to: folder + "/pip/__main__.py")
        let real = try PythonInterpreter.find(in: PawlFolder(path: "/nowhere"), environment: package.environment)
        let python = package.folder.python
        try package.placeProgram("#!/bin/sh\ncd '\(folder)' && exec '\(real.path)' \"$@\"\n", at: python)
        _ = try package.installer().install(toy)
        #expect(!FileManager.default.fileExists(atPath: folder + "/ran"))
    }
}
