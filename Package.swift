// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A Swift target of the house; `ArchitectureTests` holds these arrows against every import line.
func module(_ name: String, _ dependencies: [String] = [], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: dependencies.map { .byName(name: $0) }, resources: resources, swiftSettings: strict)
}

func executable(_ name: String, _ dependencies: [String], path: String? = nil) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies.map { .byName(name: $0) }, path: path, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [String], exclude: [String] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name, dependencies: (dependencies + ["TestSupport"]).map { .byName(name: $0) }, exclude: exclude,
        resources: resources, swiftSettings: strict)
}

/// The modules of `Workers/python`, which an installation writes beside the runtimes that they serve.
let pythonWorker = [
    "__init__", "__main__", "callable_runtime", "command_line", "errors", "files",
    "frames", "hosts", "interface", "litert_interpreter_runtime", "loaded_model", "memory", "mnn_runtime",
    "ncnn_runtime", "reading", "samples", "service", "settings", "shared_object", "tensors", "tflite_file",
    "tflite_micro_runtime", "timing", "tvm_runtime", "watcher",
]

let package = Package(
    name: "pawl",
    products: [
        .executable(name: "pawl", targets: ["pawl"]),
        .library(name: "InferenceCore", targets: ["InferenceCore"]),
        // What the package in `Bench` measures; not for others, and without any promise.
        .library(
            name: "PawlModules",
            targets: [
                "CSystem", "Diagnostics", "Explanation", "Gating", "GoldenSets", "Harness", "InferenceCore",
                "OnnxRuntime", "PawlCommand", "Records", "Reports", "ResultsStore", "RuntimeLibraries", "RuntimeProbes",
                "Statistics", "Suites", "Support", "Trends", "Worker",
            ]),
    ],
    targets: [
        // System libraries and the C and C++ that Swift cannot say.
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CSystem"),
        .target(name: "CBoostMath"),
        .target(
            name: "CGnuplot",
            linkerSettings: [
                .linkedLibrary("boost_iostreams"), .linkedLibrary("boost_filesystem"), .linkedLibrary("boost_system"),
            ]),
        .target(name: "COnnxRuntime"),
        .target(name: "CLiteRT"),
        .target(name: "COpenVINO"),

        // The house, in the order in which data flows.
        module("Diagnostics"),
        module("Support", ["CArchive", "CCrypto", "CSystem", "CYAML", "Diagnostics"]),
        // Optimised in debug builds, too: tests draw thousands of series and samples.
        .target(
            name: "Statistics", dependencies: ["CBoostMath"],
            swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
        module("Records"),
        module("TaskMetrics", ["Records", "Statistics"]),
        module("InferenceCore", ["Diagnostics"]),
        module("OnnxRuntime", ["COnnxRuntime", "Diagnostics", "InferenceCore", "Support"]),
        module("LiteRT", ["CLiteRT", "Diagnostics", "InferenceCore", "Support"]),
        module("OpenVINO", ["COpenVINO", "InferenceCore", "Support"]),
        .target(
            name: "WorkerSources", path: "Workers",
            exclude: [
                "python/README.md", "python/pyproject.toml", "python/tests", "executorch/README.md",
                "executorch/pyproject.toml", "executorch/tests",
            ],
            sources: ["WorkerSources.swift", "WorkerSources+ExecuTorch.swift"],
            // One by one: byte code that lies beside them is none of it.
            resources: pythonWorker.map { .embedInCode("python/pawl_worker/\($0).py") }
                + [.embedInCode("executorch/build"), .embedInCode("executorch/sources")],
            swiftSettings: strict),
        module(
            "RuntimeLibraries", ["Diagnostics", "Records", "Support", "WorkerSources"],
            resources: [.embedInCode("Resources/runtimes.lock.json"), .embedInCode("Resources/package_index.py")]),
        module("ModelFormats", ["Diagnostics", "InferenceCore", "Support"]),
        module(
            "GoldenSets",
            ["Diagnostics", "InferenceCore", "ModelFormats", "Records", "Statistics", "Support", "TaskMetrics"]),
        module("Suites", ["Diagnostics", "GoldenSets", "InferenceCore", "ModelFormats", "Records", "Support"]),
        module("Worker", ["CSystem", "Diagnostics", "GoldenSets", "InferenceCore", "Support"]),
        module(
            "Harness",
            [
                "CSystem", "Diagnostics", "GoldenSets", "InferenceCore", "ModelFormats", "Records", "Statistics",
                "Suites", "Support", "Worker",
            ]),
        module(
            "RuntimeProbes",
            [
                "Diagnostics", "GoldenSets", "Harness", "InferenceCore", "ModelFormats", "Records", "Statistics",
                "Support", "Worker",
            ]),
        module("ResultsStore", ["CSQLite", "Diagnostics", "Records", "Support"]),
        module("Gating", ["Diagnostics", "Records", "Statistics", "Suites"]),
        module("Explanation", ["GoldenSets", "ModelFormats", "Records", "Statistics", "TaskMetrics"]),
        module("Trends", ["Records", "Statistics"]),
        module("Reports", ["CGnuplot", "Diagnostics", "Gating", "Records", "Support", "Trends"]),
        module(
            "PawlCommand",
            [
                "CSystem", "Diagnostics", "Explanation", "Gating", "GoldenSets", "Harness", "InferenceCore", "LiteRT",
                "ModelFormats", "OnnxRuntime", "OpenVINO", "Records", "Reports", "ResultsStore", "RuntimeLibraries",
                "RuntimeProbes", "Statistics", "Suites", "Support", "Trends", "Worker",
            ]),
        executable("pawl", ["PawlCommand"]),

        // Tests, one target a room.
        .target(
            name: "TestSupport",
            dependencies: ["Diagnostics", "InferenceCore", "ModelFormats", "Records", "Support", "Trends"],
            path: "Tests/Support", swiftSettings: strict),
        tests("ArchitectureTests", []),
        tests("DiagnosticsTests", ["Diagnostics", "Records"]),
        tests("SupportTests", ["Diagnostics", "Support"]),
        tests("StatisticsTests", ["Statistics"]),
        tests("TaskMetricsTests", ["Statistics", "TaskMetrics"], exclude: ["Fixtures"]),
        tests("InferenceCoreTests", ["Diagnostics", "InferenceCore"]),
        tests(
            "OnnxRuntimeTests",
            ["Diagnostics", "InferenceCore", "OnnxRuntime", "RuntimeLibraries", "Support"]),
        tests("LiteRTTests", ["InferenceCore", "LiteRT", "Support"]),
        tests("OpenVINOTests", ["Diagnostics", "InferenceCore", "OpenVINO"]),
        // What every runtime does alike, each installed version in a process of its own.
        tests(
            "RuntimeContractTests",
            [
                "Diagnostics", "GoldenSets", "InferenceCore", "LiteRT", "ModelFormats", "OnnxRuntime", "OpenVINO",
                "Records", "RuntimeLibraries", "Support", "Worker",
            ]),
        tests("RuntimeLibrariesTests", ["Diagnostics", "Records", "RuntimeLibraries", "Support", "WorkerSources"]),
        tests(
            "RuntimeProbesTests",
            [
                "Diagnostics", "Harness", "InferenceCore", "ModelFormats", "RuntimeProbes", "Suites", "Support",
                "Worker",
                "pawl",
            ]),
        tests("ModelFormatsTests", ["Diagnostics", "InferenceCore", "ModelFormats", "Support"]),
        tests(
            "GoldenSetsTests",
            [
                "Diagnostics", "GoldenSets", "InferenceCore", "ModelFormats", "Records", "Statistics", "Support",
                "TaskMetrics",
            ]),
        tests("SuitesTests", ["Diagnostics", "InferenceCore", "Records", "Suites", "Support"]),
        tests(
            "WorkerTests",
            [
                "CSystem", "Diagnostics", "GoldenSets", "InferenceCore", "Support", "Worker",
                "scripted-worker",
            ]),
        tests(
            "HarnessTests",
            [
                "Diagnostics", "Gating", "GoldenSets", "Harness", "InferenceCore", "ModelFormats", "Records",
                "Statistics",
                "Suites", "Support", "Worker", "scripted-worker",
            ]),
        tests(
            "ResultsStoreTests",
            ["CSQLite", "Diagnostics", "Records", "ResultsStore", "Support", "pawl"],
            exclude: ["Exchange/Fixtures", "Exchange/Snapshots"]),
        tests("GatingTests", ["Diagnostics", "Gating", "Records", "Statistics", "Suites"]),
        tests("ExplanationTests", ["Explanation", "GoldenSets", "ModelFormats", "Records", "Statistics", "Support"]),
        tests("TrendsTests", ["Records", "Statistics", "Trends"]),
        tests(
            "ReportsTests",
            ["Diagnostics", "Gating", "Records", "Reports", "Support", "Trends"],
            exclude: ["Charts/Snapshots", "Snapshots", "junit-strict.xsd"]),
        tests(
            "PawlCommandTests",
            [
                "CSQLite", "CSystem", "Diagnostics", "Explanation", "Gating", "GoldenSets", "Harness", "InferenceCore",
                "ModelFormats", "PawlCommand", "Records", "Reports", "ResultsStore", "RuntimeLibraries",
                "RuntimeProbes", "Statistics", "Suites", "Support", "pawl", "scripted-worker",
            ],
            exclude: ["Snapshots"]),
        // A worker whose "model files" script its behaviour: crash, hang, exhaust memory, answer garbage.
        executable(
            "scripted-worker", ["CSystem", "InferenceCore", "Worker"],
            path: "Tests/ScriptedWorker"),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
