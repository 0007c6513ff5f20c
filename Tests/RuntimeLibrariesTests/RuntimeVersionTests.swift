import Diagnostics
import TestSupport
import Testing

@testable import RuntimeLibraries

@Suite("A version as Python packages have them", .hangLimit)
struct RuntimeVersionTests {
    /// The examples of PEP 440, "Summary of permitted suffixes and relative ordering", and others, in their order.
    @Test("is ordered as PEP 440 has it")
    func isOrdered() throws {
        let ordered = [
            "0.dev20261023182759", "0.9", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12",
            "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0",
            "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34", "1.0.post456", "1.0.15", "1.1.dev1", "1.10",
            "1.32.0", "2025.4.1", "2026.4.1", "1!0.1",
        ].map { RuntimeVersion($0) }
        #expect(!ordered.contains(nil))
        let versions = ordered.compactMap(\.self)
        for (index, version) in versions.enumerated() {
            #expect(versions[index...].allSatisfy { version <= $0 }, "\(version)")
            #expect(versions[..<index].allSatisfy { version > $0 }, "\(version)")
        }
        #expect(versions.shuffled().sorted() == versions)
    }

    @Test(
        "equals what is written otherwise and means the same",
        arguments: [
            ("1.0", "1.0.0"), ("1.0", "v1.0"), ("1.0RC1", "1.0c1"), ("1.0-alpha.1", "1.0a1"), ("1.0.preview", "1.0rc0"),
            ("1.0-1", "1.0.post1"), ("1.0.r4", "1.0-post4"), ("1.0DEV", "1.0.dev0"), ("0!1", "1"),
            ("1.0+A-1", "1.0+a.1"),
        ])
    func isEqual(one: String, other: String) throws {
        let pair = try (#require(RuntimeVersion(one)), #require(RuntimeVersion(other)))
        #expect(pair.0 == pair.1 && pair.0.hashValue == pair.1.hashValue && !(pair.0 < pair.1))
        #expect(pair.0.description == one)
    }

    @Test(
        "is not read where PEP 440 has no reading, or a number has no room",
        arguments: [
            "", "one", "1.", ".1", "1..2", "1.0+", "1.0+a..b", "1.0 1", "1.0a1b1", "1/2", "1.0.dev1.post1",
            "99999999999999999999", "1!", "-1", "1.0\n", String(repeating: "1.", count: 70) + "1",
        ])
    func refuses(text: String) {
        #expect(RuntimeVersion(text) == nil)
    }

    @Test("knows what precedes a release")
    func knowsPreReleases() throws {
        for text in ["1.0a1", "1.0.dev1", "1.0rc2", "1.0.post1.dev2"] {
            #expect(try #require(RuntimeVersion(text)).isPreRelease)
        }
        for text in ["1.0", "1.0.post1", "1.0+local"] {
            #expect(try !#require(RuntimeVersion(text)).isPreRelease)
        }
    }
}

@Suite("Which versions are wanted", .hangLimit)
struct VersionSpecifierTests {
    @Test(
        "is judged as PEP 440 has it",
        arguments: [
            (">=1.30,<1.32", ["1.30.0", "1.31.1", "1.31.1.post1"], ["1.29.9", "1.32.0", "1.32.0rc1", "1.32"]),
            ("==1.32.*", ["1.32", "1.32.0", "1.32.9.post1"], ["1.33", "1.3.2", "1.320", "1!1.32"]),
            ("==1.32", ["1.32", "1.32.0", "1.32+local"], ["1.32.1", "1.32.post1"]),
            ("==1.32+mine", ["1.32+mine", "1.32.0+mine"], ["1.32", "1.32+other"]),
            ("!=1.31.0", ["1.31.1", "1.30"], ["1.31", "1.31.0"]),
            ("!=1.31.*", ["1.30", "1.32"], ["1.31.0", "1.31.7"]),
            ("~=1.30", ["1.30", "1.31.1", "1.99"], ["1.29", "2.0"]),
            ("~=1.30.2", ["1.30.2", "1.30.9"], ["1.30.1", "1.31"]),
            (">1.31", ["1.31.1", "1.32"], ["1.31", "1.31.0", "1.31.post1", "1.31+local"]),
            ("<=1.31", ["1.31", "1.31.0+local", "1.30"], ["1.31.1"]),
            ("", ["0.1", "2026.4.1"], []), (" >= 1.0 , < 2 ", ["1.5"], ["2.0", "0.9"]),
        ])
    func judges(text: String, inside: [String], outside: [String]) throws {
        let specifier = try #require(VersionSpecifier(text))
        for version in inside { #expect(specifier.contains(try #require(RuntimeVersion(version))), "\(version)") }
        for version in outside { #expect(!specifier.contains(try #require(RuntimeVersion(version))), "\(version)") }
    }

    @Test(
        "is refused where it is none",
        arguments: [
            "1.30", "=1.30", ">=", ">=1.30,", "==*", ">=1.30.*", "~=1", "==1.0a1.*", ">=1.0+local", "<>1", "===1",
        ])
    func refuses(text: String) {
        #expect(VersionSpecifier(text) == nil)
    }

    @Test("tells one version from several, and whether pre-releases are meant")
    func knowsItself() throws {
        #expect(try #require(VersionSpecifier("==1.32.0")).exactVersion?.description == "1.32.0")
        for text in ["", "==1.32.*", ">=1", "==1,<2"] { #expect(VersionSpecifier(text)?.exactVersion == nil) }
        #expect(VersionSpecifier(">=1.0rc1")?.namesPreRelease == true)
        #expect(VersionSpecifier("!=1.0rc1")?.namesPreRelease == false)
    }
}

@Suite("What a person asks for", .hangLimit)
struct RuntimeRequestTests {
    @Test("is a name, with or without versions")
    func parses() throws {
        #expect(try VersionRequest(parsing: "litert").versions == .any)
        let range = try VersionRequest(parsing: "onnxruntime >=1.30, <1.32")
        #expect(range.name == "onnxruntime" && range.description == "onnxruntime>=1.30,<1.32")
        #expect(try VersionRequest(parsing: "openvino==2026.4.1").versions.exactVersion?.description == "2026.4.1")
    }

    @Test(
        "is refused otherwise, with an example",
        arguments: ["", "==1", "x=1", "../x", "x==1/2", "x==", "--pre", "x>=1;y", "ünïcode", "x==1==2"])
    func refuses(text: String) {
        let error = #expect(throws: RuntimeLibraryError.self) { try VersionRequest(parsing: text) }
        #expect(error?.diagnostics[0].code == "runtime.requirement")
    }
}
