// swift-tools-version: 6.1
import PackageDescription

// Benchmarks of Pawl, and the proof of its gates: a package of its own, so that who builds Pawl does not build them.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "pawl-bench",
    products: [.executable(name: "pawl-bench", targets: ["pawl-bench"])],
    dependencies: [.package(name: "pawl", path: "..")],
    targets: [
        .executableTarget(
            name: "pawl-bench", dependencies: [.product(name: "PawlModules", package: "pawl")], swiftSettings: strict),
        .testTarget(
            name: "PawlBenchTests",
            dependencies: ["pawl-bench", .product(name: "PawlModules", package: "pawl")], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
