/// What a wheel's file name says.
///
/// Source: the binary distribution format of Python packages, "File name convention":
/// `{distribution}-{version}(-{build})?-{python tag}-{abi tag}-{platform tag}.whl`.
struct WheelName: Sendable, Hashable {
    let distribution: String
    let version: String
    /// As compared where two files differ in nothing else; 0 without one.
    let build: Int
    /// Such as `cp311`, or `py2` and `py3`.
    let pythonTags: [String]
    let abiTags: [String]
    /// Such as `manylinux_2_27_x86_64`, or `any`.
    let platforms: [String]

    /// - Returns: nil for what is no wheel, or could be more than a name of one.
    init?(_ file: String) {
        let isClean = file.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
                UInt8(ascii: "+"), UInt8(ascii: "!"):
                true
            default: false
            }
        }
        guard isClean, file.utf8.count <= 255, file.hasSuffix(".whl") else { return nil }
        let parts = file.dropLast(4).split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5 || parts.count == 6, parts.allSatisfy({ !$0.isEmpty }), parts[0].first != "." else {
            return nil
        }
        distribution = parts[0]
        version = parts[1]
        build = parts.count == 6 ? Int(parts[2].prefix { $0.isNumber }) ?? 0 : 0
        let tags = parts.suffix(3).map { $0.split(separator: ".").map(String.init) }
        (pythonTags, abiTags, platforms) = (tags[0], tags[1], tags[2])
    }

    /// A package's name as indexes compare it (PEP 503, "Normalized Names").
    static func normalized(_ name: String) -> String {
        var result = ""
        for character in name.lowercased() {
            let isSeparator = "-_.".contains(character)
            if isSeparator, result.last == "-" { continue }
            result.append(isSeparator ? "-" : character)
        }
        return result
    }

    /// Processors whose Linux, with the GNU C library, takes it; nil for one that any machine takes.
    var architectures: [String]? {
        guard platforms != ["any"] else { return nil }
        var found: [String] = []
        for platform in platforms where platform.hasPrefix("manylinux") || platform.hasPrefix("linux_") {
            guard let architecture = Self.architecture(of: platform), !found.contains(architecture) else { continue }
            found.append(architecture)
        }
        return found
    }

    /// The minor version of the oldest glibc 2 that it is made for.
    var oldestLibC: Int { platforms.map(Self.libC).min() ?? 0 }

    private static func architecture(of platform: String) -> String? {
        ["x86_64", "aarch64", "armv7l", "i686", "ppc64le", "s390x", "riscv64", "loongarch64"]
            .first { platform.hasSuffix("_\($0)") }
    }

    /// Source: PEP 600, "Legacy manylinux tags".
    private static func libC(of platform: String) -> Int {
        for (prefix, minor) in [("manylinux1_", 5), ("manylinux2010_", 12), ("manylinux2014_", 17)]
        where platform.hasPrefix(prefix) { return minor }
        let parts = platform.split(separator: "_")
        guard parts.count > 2, parts[0] == "manylinux" else { return 0 }
        return Int(parts[2]) ?? 0
    }
}
