import Diagnostics
import Testing

@testable import RuntimeLibraries

@Suite("The lock file")
struct RuntimeCatalogueTests {
    @Test("knows the runtimes in the versions and for the processors that Pawl supports")
    func knowsReleases() {
        #expect(
            RuntimeCatalogue.known.map(\.requirement.description) == [
                "onnxruntime==1.31.1", "onnxruntime==1.20.1", "onnxruntime-gpu==1.31.1",
                "onnxruntime-openvino==1.24.1", "openvino==2026.4.1", "openvino==2025.4.1",
                "litert==2.3.0", "litert==2.1.0",
            ])
        for release in RuntimeCatalogue.known {
            // Packages with the providers of one vendor's devices come for that vendor's processors only.
            let hasProvider = release.name.hasPrefix("onnxruntime-")
            #expect(release.wheels.map(\.architecture) == (hasProvider ? ["x86_64"] : ["x86_64", "aarch64"]))
        }
    }

    @Test("is consistent in itself", arguments: RuntimeCatalogue.known)
    func isConsistent(release: RuntimeRelease) throws {
        _ = try RuntimeRequirement(name: release.name, version: release.version)
        // Files spell a package's hyphens as underscores (the wheel format's "Escaping and Unicode").
        let package = release.packageRequirement
        _ = try RuntimeRequirement(name: package.name, version: package.version)
        let prefix = "\(package.name.replacing("-", with: "_"))-\(package.version)-"
        for wheel in release.wheels {
            #expect(wheel.file.hasPrefix(prefix))
            #expect(wheel.file.contains(wheel.architecture) && !wheel.file.contains("/"))
            #expect(wheel.pip.platforms.allSatisfy { wheel.file.contains($0) })
            #expect(wheel.members.contains { $0.path == wheel.library })
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
