import Diagnostics
import Foundation
import Support
import TestSupport
import Testing
import WorkerSources

@testable import RuntimeLibraries

@Suite("The lock file", .hangLimit)
struct RuntimeCatalogueTests {
    @Test("knows the runtimes in the versions and for the processors that Pawl supports")
    func knowsReleases() {
        #expect(
            RuntimeCatalogue.known.map(\.requirement.description) == [
                "onnxruntime==1.31.1", "onnxruntime==1.20.1", "onnxruntime-gpu==1.31.1",
                "onnxruntime-openvino==1.24.1", "openvino==2026.4.1", "openvino==2025.4.1",
                "litert==2.3.0", "litert==2.1.0", "tvm==0.27.0", "mnn==3.6.1", "ncnn==1.0.20261020",
                "litert-interpreter==2.3.0", "tflite-micro==0.dev20261023182759",
                "executorch==1.5.1",
            ])
        for release in RuntimeCatalogue.known {
            let own = release.wheels.filter { $0.package == nil }
            let pythons = release.kind == .pythonWorker ? ["3.11", "3.12", "3.13"] : ["3.11"]
            // Packages with the providers of one vendor's devices come for that vendor's processors only.
            let hasProvider = release.name.hasPrefix("onnxruntime-")
            // The package for the host is made for one processor only.
            for architecture in hasProvider || release.name == "tflite-micro" ? ["x86_64"] : ["x86_64", "aarch64"] {
                let fitting = own.filter { $0.architecture == architecture }
                #expect(fitting.count == pythons.count)
                if release.kind == .pythonWorker { #expect(fitting.map(\.pip.pythonVersion) == pythons) }
            }
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
            #expect(!wheel.file.contains("/"))
            if !wheel.file.hasSuffix("-none-any.whl") {
                #expect(wheel.file.contains(wheel.architecture))
                #expect(wheel.pip.platforms.allSatisfy { wheel.file.contains($0) })
            }
            // A package that only supports the runtime's own has nothing to open.
            #expect(wheel.members.contains { $0.path == wheel.library } == (wheel.package == nil))
            #expect(Set(wheel.members.map(\.path)).count == wheel.members.count)
            #expect(wheel.members.isEmpty == (wheel.contentList != nil), "either some files, or all")
            let listed = [wheel.contentList].compactMap(\.self)
            let itself = LockedFile(path: wheel.file, bytes: try #require(wheel.bytes), sha256: wheel.sha256)
            for file in wheel.members + listed + [itself] {
                #expect(file.staysInside)
                #expect(file.bytes > 0)
                #expect(file.sha256.count == 64 && file.sha256.allSatisfy { "0123456789abcdef".contains($0) })
            }
        }
    }
}

@Suite("What an installation consists of", .hangLimit)
struct LockedInstallationTests {
    @Test("is one for a library, and one for each version of Python for a worker in Python, its own package first")
    func splitsByPython() throws {
        for release in RuntimeCatalogue.known {
            let installations = release.installationsForThisMachine
            #expect(installations.count == (release.kind == .pythonWorker ? 3 : 1))
            for installation in installations {
                #expect(installation.wheel.package == nil && installation.wheel.library != nil)
                #expect(installation.wheels.dropFirst().allSatisfy { $0.package != nil && $0.library == nil })
                #expect(Set(installation.wheels.map(\.pip.pythonVersion)).count == 1)
                #expect(Set(installation.namedFiles.map(\.path)).count == installation.namedFiles.count)
            }
        }
    }

    @Test("includes every module of the worker in Python, as it lies in the checkout")
    func includesTheWorker() throws {
        let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = checkout.appendingPathComponent("Workers/python/pawl_worker").path
        let modules = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".py") }
        #expect(WorkerSources.python.map(\.path).sorted() == modules.map { "pawl_worker/\($0)" }.sorted())
        for file in WorkerSources.python {
            let content = try Data(contentsOf: checkout.appendingPathComponent("Workers/python/\(file.path)"))
            #expect(Data(file.content) == content, "\(file.path)")
        }
    }
}

@Suite("A wheel's own list of files", .hangLimit)
struct WheelContentListTests {
    let digest = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

    @Test("names files, sizes and digests, and leaves itself out")
    func reads() throws {
        let text = "a/b.py,sha256=\(digest),7\r\nx.dist-info/RECORD,,\n"
        let files = try #require(WheelContentList.files(of: text, listPath: "x.dist-info/RECORD"))
        #expect(files == [LockedFile(path: "a/b.py", bytes: 7, sha256: SHA256.hexadecimal(of: ""))])
    }

    @Test(
        "is refused with a line that is none",
        arguments: [
            "a.py", "a.py,,", "a.py,sha256=,7", "a.py,md5=47DEQpj8HBSa,7", "../a.py,sha256=DIGEST,7",
            "/a.py,sha256=DIGEST,7", "a.py,sha256=DIGEST,-7", "a.py,sha256=DIGEST,x", "\"a,b\",sha256=DIGEST,7",
            "a.py,sha256=DIGESTDIGEST,7",
        ])
    func refuses(line: String) {
        let text = line.replacing("DIGEST", with: digest)
        #expect(WheelContentList.files(of: text, listPath: "x.dist-info/RECORD") == nil)
    }
}

@Suite("NAME==VERSION", .hangLimit)
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
