import Diagnostics
import Testing

@testable import RuntimeLibraries

@Suite("The lock file")
struct RuntimeCatalogueTests {
    @Test("knows the runtimes in the versions and for the processors that Pawl supports")
    func knowsReleases() {
        #expect(
            RuntimeCatalogue.known.map(\.requirement.description) == [
                "onnxruntime==1.31.1", "onnxruntime==1.20.1", "openvino==2026.4.1", "openvino==2025.4.1",
                "litert==2.3.0", "litert==2.1.0", "executorch==1.5.1",
            ])
        for release in RuntimeCatalogue.known {
            #expect(release.wheels.map(\.architecture) == ["x86_64", "aarch64"])
        }
    }

    @Test("is consistent in itself", arguments: RuntimeCatalogue.known)
    func isConsistent(release: RuntimeRelease) throws {
        _ = try RuntimeRequirement(name: release.name, version: release.version)
        // Files spell a package's hyphens as underscores (the wheel format's "Escaping and Unicode").
        for wheel in release.wheels {
            let package = release.packageRequirement(of: wheel)
            _ = try RuntimeRequirement(name: package.name, version: package.version)
            // Newer indices write the name in lower case as well.
            let prefix = "\(package.name.replacing("-", with: "_"))-\(package.version)-"
            #expect(wheel.file.lowercased().hasPrefix(prefix.lowercased()))
            #expect(wheel.file.contains(wheel.architecture) && !wheel.file.contains("/"))
            #expect(wheel.pip.platforms.allSatisfy { wheel.file.contains($0) })
            // A package that only supports the runtime's own has nothing to open.
            #expect(wheel.members.contains { $0.path == wheel.library } == (wheel.package == nil))
            #expect(Set(wheel.members.map(\.path)).count == wheel.members.count)
            for file in wheel.members + [LockedFile(path: wheel.file, bytes: wheel.bytes, sha256: wheel.sha256)] {
                #expect(file.staysInside)
                #expect(file.bytes > 0)
                #expect(file.sha256.count == 64 && file.sha256.allSatisfy { "0123456789abcdef".contains($0) })
            }
        }
    }
}

@Suite("NAME==VERSION")
struct RuntimeRequirementTests {
    @Test("is read as written")
    func parses() throws {
        let requirement = try RuntimeRequirement(parsing: "onnxruntime==1.31.1")
        #expect(requirement.name == "onnxruntime" && requirement.version == "1.31.1")
        #expect(requirement.description == "onnxruntime==1.31.1")
    }

    @Test(
        "is refused when a part is missing or could be more than a name",
        arguments: [
            "", "onnxruntime", "onnxruntime=1.31.1", "==1.31.1", "onnxruntime==", "../x==1", "x==../1", "x==1/2",
            "x ==1", "x== 1", "--pre==1", "x==-1", "x==1==2", "x==1;y", "ünïcode==1", "x==1\n",
            String(repeating: "x", count: 65) + "==1",
        ])
    func refuses(text: String) {
        let error = #expect(throws: RuntimeLibraryError.self) { try RuntimeRequirement(parsing: text) }
        #expect(error?.diagnostics[0].hint?.contains("NAME==VERSION") == true)
    }
}
