import Foundation
import Support
import TestSupport
import Testing

@testable import RuntimeLibraries

@Suite("A wheel's name", .hangLimit)
struct WheelNameTests {
    @Test("says package, version, build, interpreters and processors")
    func parses() throws {
        let name = try #require(WheelName("openvino-2026.4.1-22982-cp311-cp311-manylinux_2_28_x86_64.whl"))
        #expect(name.distribution == "openvino" && name.version == "2026.4.1" && name.build == 22982)
        #expect(name.architectures == ["x86_64"] && name.oldestLibC == 28)
        let several = try #require(WheelName("x-2-cp311-cp311-manylinux_2_27_aarch64.manylinux2014_aarch64.whl"))
        #expect(several.architectures == ["aarch64"] && several.oldestLibC == 17)
        #expect(try #require(WheelName("x-1-py3-none-any.whl")).architectures == nil)
        for other in ["win_amd64", "macosx_14_0_arm64", "musllinux_1_2_x86_64"] {
            #expect(try #require(WheelName("x-1-cp311-cp311-\(other).whl")).architectures == [])
        }
    }

    @Test(
        "is refused where it could be more than a name",
        arguments: [
            "", "x.whl", "x-1.tar.gz", "../x-1-py3-none-any.whl", "x-1-py3-none-.whl", "x-1-2-3-4-5-6.whl",
            "x-1-py3-none-any.whl\n",
        ])
    func refuses(file: String) {
        #expect(WheelName(file) == nil)
    }
}

@Suite("Which wheel is taken", .hangLimit)
struct WheelChoiceTests {
    @Test("is the one nearest to what was tested, whatever the order")
    func prefersTested() throws {
        let files = ["cp310", "cp312", "cp313", "cp313t", "cp311"].map { tag in
            "x-1-\(tag.replacing("t", with: ""))-\(tag)-manylinux_2_28_x86_64.whl"
        }
        #expect(choice(files) == "x-1-cp311-cp311-manylinux_2_28_x86_64.whl")
        #expect(choice(Array(files.dropLast())) == "x-1-cp312-cp312-manylinux_2_28_x86_64.whl")
        #expect(choice([files[0], files[3]]) == files[0])
        #expect(choice([files[3]]) == nil, "a free-threaded build")
        let oldest = ["x-1-cp311-cp311-manylinux_2_34_x86_64.whl", "x-1-cp311-cp311-manylinux2014_x86_64.whl"]
        #expect(choice(oldest) == oldest[1])
        let builds = [1, 2].map { "x-1-\($0)-cp311-cp311-linux_x86_64.whl" }
        #expect(choice(builds) == builds[1])
    }

    @Test("fits the Python that is to run it")
    func fitsPython() throws {
        let exact = "x-1-cp312-cp312-manylinux_2_28_x86_64.whl"
        let stable = "x-1-cp310-abi3-manylinux_2_28_x86_64.whl"
        let any = "x-1-py3-none-any.whl"
        #expect(choice([any, stable, exact], python: "3.12") == exact)
        #expect(choice([exact, stable], python: "3.11") == stable)
        #expect(choice([exact, any], python: "3.11") == any)
        #expect(choice([exact], python: "3.11") == nil)
        let wheels = [IndexedWheel(file: stable, bytes: nil, sha256: "")]
        let selection = try #require(WheelChoice.best(among: wheels, architecture: "x86_64", pythonVersion: "3.11"))
        #expect(
            selection.selection
                == PipSelection(
                    platforms: ["manylinux_2_28_x86_64"], pythonVersion: "3.11", implementation: "cp", abi: "abi3"))
    }

    private func choice(_ files: [String], python: String? = nil) -> String? {
        let wheels = files.shuffled().map { IndexedWheel(file: $0, bytes: nil, sha256: "") }
        return WheelChoice.best(among: wheels, architecture: "x86_64", pythonVersion: python)?.wheel.file
    }
}

@Suite("What is taken out of a package", .hangLimit)
struct PackageLayoutTests {
    @Test("is what the tested versions have, for every runtime", arguments: RuntimeCatalogue.known)
    func matchesTested(release: RuntimeRelease) throws {
        let layout = try #require(PackageLayout.known[release.name])
        for wheel in release.wheels where wheel.package == nil {
            let selection = try #require(layout.select(from: wheel.members.sorted { $0.path < $1.path }))
            #expect(selection.library == wheel.library)
            let taken = Set(selection.members.map(\.path))
            #expect(taken == Set(wheel.members.map(\.path)))
        }
    }

    @Test("is nothing where no file, or more than one, can be the library")
    func isUnambiguous() {
        let layout = PackageLayout(library: "a/lib.so.*", code: ["b/*"])
        let files = ["a/lib.so.1", "b/c", "b/d/e", "x"].map { LockedFile(path: $0, bytes: 1, sha256: "") }
        #expect(layout.select(from: files)?.members.map(\.path) == ["a/lib.so.1", "b/c", "b/d/e"])
        #expect(layout.select(from: Array(files.dropFirst())) == nil)
        #expect(layout.select(from: files + [LockedFile(path: "a/lib.so.2", bytes: 1, sha256: "")]) == nil)
    }
}

@Suite("What a package needs", .hangLimit)
struct WheelMetadataTests {
    @Test("is read from its metadata, without what holds on some machines only")
    func reads() {
        let metadata = WheelMetadata(
            """
            Metadata-Version: 2.1\r
            Requires-Dist: numpy (>=1.24.2)\r
            Requires-Dist: Apache_TVM.ffi >=0.1.11, <0.2\r
            Requires-Dist: lark; extra == "utils"\r
            Requires-Dist: uvloop[fast]~=1.0\r
            Requires-Dist: plain\r
            \r
            Requires-Dist: described ==9
            """)
        #expect(metadata.versions(of: "numpy")?.description == ">=1.24.2")
        #expect(metadata.versions(of: "apache-tvm-ffi")?.description == ">=0.1.11,<0.2")
        #expect(metadata.versions(of: "uvloop")?.description == "~=1.0")
        for absent in ["lark", "plain", "described", "num"] { #expect(metadata.versions(of: absent) == nil) }
    }
}
