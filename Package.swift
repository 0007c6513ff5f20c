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
        name: name, dependencies: dependencies.map { .byName(name: $0) }, exclude: exclude, resources: resources,
        swiftSettings: strict)
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
        .executable(name: "pawl-bench", targets: ["pawl-bench"]),
        .library(name: "InferenceCore", targets: ["InferenceCore"]),
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
        module("Measures"),
        module("Files", ["CCrypto", "Diagnostics"]),
        module("Archives", ["CArchive", "Diagnostics", "Files"]),
        module("Artifacts", ["Diagnostics", "Files"]),
        module("Processes", ["CSystem", "Diagnostics"]),
        module("YAMLDocument", ["CYAML", "Diagnostics"]),
        module("Statistics", ["CBoostMath"]),
        module("InferenceCore", ["Diagnostics"]),
        module("OnnxRuntime", ["COnnxRuntime", "Diagnostics", "Files", "InferenceCore"]),
        module("LiteRT", ["CLiteRT", "Diagnostics", "Files", "InferenceCore"]),
        module("OpenVINO", ["COpenVINO", "Files", "InferenceCore"]),
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
            "RuntimeLibraries", ["Diagnostics", "Files", "Processes", "WorkerSources"],
            resources: [.embedInCode("Resources/runtimes.lock.json")]),
        module("SuiteModel", ["Diagnostics", "Files", "Measures", "Records", "YAMLDocument"]),
        module(
            "GoldenSets",
            ["Diagnostics", "Files", "InferenceCore", "Measures", "Records", "Statistics", "YAMLDocument"]),
        module("ModelFormats", ["Diagnostics", "Files", "InferenceCore"]),
        module(
            "GoldenSetCreation",
            [
                "Archives", "Diagnostics", "Files", "GoldenSets", "InferenceCore", "ModelFormats", "YAMLDocument",
            ]),
        module("OperatorCoverage", ["Files", "ModelFormats"]),
        module("Records", ["Measures"]),
        module("Worker", ["CSystem", "Diagnostics", "Files", "GoldenSets", "InferenceCore"]),
        module(
            "Planning",
            [
                "Diagnostics", "Files", "GoldenSets", "InferenceCore", "Measures", "ModelFormats", "Records",
                "SuiteModel",
            ]),
        module("HostEnvironment", ["CSystem", "Files", "Processes", "Records"]),
        module(
            "Harness",
            [
                "CSystem", "Diagnostics", "Files", "GoldenSets", "HostEnvironment", "InferenceCore", "Measures",
                "ModelFormats",
                "Planning",
                "Processes", "Records", "Statistics", "SuiteModel", "Worker",
            ]),
        module(
            "WorkerConformance",
            ["CSystem", "Diagnostics", "Files", "GoldenSets", "InferenceCore", "Processes", "Worker"]),
        module("ResultsStore", ["CSQLite", "Diagnostics", "Files", "Measures", "Records"]),
        module("Exchange", ["Archives", "Diagnostics", "Files", "Measures", "Records"]),
        module("Tracking", ["Diagnostics", "Exchange", "Measures", "Records"]),
        module("Comparison", ["Measures", "Records", "Statistics"]),
        module("Gating", ["Comparison", "Diagnostics", "Measures", "Records", "Statistics", "SuiteModel"]),
        module(
            "Calibration",
            [
                "CSystem", "Comparison", "Diagnostics", "Gating", "Harness", "Measures", "Planning", "Processes",
                "Records", "Statistics", "SuiteModel",
            ]),
        module(
            "Sensitivity",
            [
                "CSystem", "Diagnostics", "Files", "Gating", "GoldenSets", "Harness", "Measures", "ModelFormats",
                "Planning", "Processes", "Records", "SuiteModel",
            ]),
        module("Trends", ["Measures", "Records", "Statistics"]),
        module("Charts", ["CGnuplot", "Diagnostics", "Files", "Measures", "Records", "Trends"]),
        module(
            "Reports", ["Charts", "Comparison", "Diagnostics", "Files", "Gating", "Measures", "Records", "Trends"]),
        module(
            "PawlCommand",
            [
                "Artifacts", "CSystem", "Calibration", "Charts", "Comparison", "Diagnostics", "Exchange", "Files",
                "Gating",
                "GoldenSetCreation", "GoldenSets", "Harness", "HostEnvironment", "InferenceCore", "LiteRT", "Measures",
                "ModelFormats", "OnnxRuntime", "OpenVINO", "OperatorCoverage", "Planning", "Processes", "Records",
                "Reports", "ResultsStore", "RuntimeLibraries", "Sensitivity", "SuiteModel", "Tracking", "Trends",
                "Worker", "WorkerConformance", "YAMLDocument",
            ]),
        executable("pawl", ["PawlCommand"]),
        executable(
            "pawl-bench",
            [
                "CSystem", "Calibration", "Charts", "Comparison", "Diagnostics", "Files", "Gating", "GoldenSets",
                "Harness",
                "HostEnvironment", "InferenceCore", "Measures", "OnnxRuntime", "PawlCommand", "Planning", "Processes",
                "Records",
                "ResultsStore", "RuntimeLibraries", "Statistics", "SuiteModel", "Trends", "Worker",
            ]),
        // Tests.
        .target(
            name: "TestSupport",
            dependencies: [
                .byName(name: "Diagnostics"), .byName(name: "Files"), .byName(name: "InferenceCore"),
                .byName(name: "Measures"), .byName(name: "Records"), .byName(name: "Trends"),
            ],
            path: "Tests/Support", swiftSettings: strict),
        tests("ArchitectureTests", []),
        tests("DiagnosticsTests", ["Diagnostics", "Measures"]),
        tests("FilesTests", ["Diagnostics", "Files"]),
        tests("ArchivesTests", ["Archives", "Diagnostics", "Files", "TestSupport"]),
        tests("ArtifactsTests", ["Artifacts", "Files"]),
        tests("ModelFormatsTests", ["Diagnostics", "Files", "InferenceCore", "ModelFormats", "TestSupport"]),
        tests(
            "GoldenSetCreationTests",
            ["Diagnostics", "Files", "GoldenSetCreation", "GoldenSets", "InferenceCore", "ModelFormats", "TestSupport"]),
        tests("OperatorCoverageTests", ["Files", "InferenceCore", "ModelFormats", "OperatorCoverage", "TestSupport"]),
        tests("ProcessesTests", ["Processes"]),
        tests("YAMLDocumentTests", ["Diagnostics", "TestSupport", "YAMLDocument"]),
        tests("StatisticsTests", ["Statistics"]),
        tests("InferenceCoreTests", ["Diagnostics", "InferenceCore"]),
        tests(
            "OnnxRuntimeTests",
            ["Diagnostics", "Files", "InferenceCore", "OnnxRuntime", "RuntimeLibraries", "TestSupport"]),
        tests("LiteRTTests", ["Files", "InferenceCore", "LiteRT", "TestSupport"]),
        tests("OpenVINOTests", ["Diagnostics", "InferenceCore", "OpenVINO", "TestSupport"]),
        // What every runtime does alike, each installed version in a process of its own.
        tests(
            "RuntimeContractTests",
            [
                "Diagnostics", "Files", "GoldenSets", "InferenceCore", "LiteRT", "Measures", "ModelFormats",
                "OnnxRuntime", "OpenVINO", "Processes", "RuntimeLibraries", "TestSupport", "Worker",
            ]),
        tests(
            "RuntimeLibrariesTests", ["Diagnostics", "Files", "Processes", "RuntimeLibraries", "WorkerSources"]),
        tests("SuiteModelTests", ["Diagnostics", "Files", "Measures", "Records", "SuiteModel", "TestSupport"]),
        tests(
            "GoldenSetsTests",
            [
                "Diagnostics", "Files", "GoldenSets", "InferenceCore", "Measures", "Records", "Statistics",
                "TestSupport", "YAMLDocument",
            ],
            exclude: ["Fixtures"]),
        tests(
            "PlanningTests",
            [
                "Diagnostics", "Files", "InferenceCore", "Measures", "Planning", "Records", "SuiteModel",
                "TestSupport",
            ]),
        tests(
            "WorkerTests", ["CSystem", "Diagnostics", "Files", "GoldenSets", "InferenceCore", "TestSupport", "Worker"]),
        tests("HostEnvironmentTests", ["HostEnvironment", "Processes", "Records"]),
        tests(
            "HarnessTests",
            [
                "Diagnostics", "Files", "GoldenSets", "Harness", "HostEnvironment", "InferenceCore", "Measures",
                "ModelFormats",
                "Planning",
                "Processes", "Records", "Statistics", "SuiteModel", "TestSupport", "Worker", "scripted-worker",
            ]),
        tests(
            "WorkerConformanceTests",
            [
                "Diagnostics", "Files", "GoldenSets", "Processes", "TestSupport", "Worker", "WorkerConformance",
                "scripted-worker",
            ]),
        tests("ResultsStoreTests", ["CSQLite", "Diagnostics", "Files", "Measures", "Records", "ResultsStore"]),
        tests(
            "ExchangeTests",
            [
                "Archives", "Diagnostics", "Exchange", "Files", "Measures", "Records", "ResultsStore", "TestSupport",
                "pawl",
            ],
            exclude: ["Fixtures", "Snapshots"]),
        tests("TrackingTests", ["Diagnostics", "Exchange", "Files", "Measures", "Records", "TestSupport", "Tracking"]),
        tests("ComparisonTests", ["Comparison", "Measures", "Records", "Statistics"]),
        tests(
            "GatingTests",
            ["Comparison", "Diagnostics", "Gating", "Measures", "Records", "Statistics", "SuiteModel"]),
        tests(
            "CalibrationTests",
            [
                "Calibration", "Diagnostics", "Files", "Harness", "Measures", "Planning", "Processes", "Records",
                "Statistics", "SuiteModel", "TestSupport", "scripted-worker",
            ]),
        tests("SensitivityTests", ["Diagnostics", "Measures", "Processes", "Records", "Sensitivity"]),
        tests("TrendsTests", ["Measures", "Records", "Statistics", "Trends"]),
        tests(
            "ChartsTests", ["Charts", "Diagnostics", "Files", "Measures", "Records", "TestSupport", "Trends"],
            exclude: ["Snapshots"]),
        tests(
            "ReportsTests",
            [
                "Charts", "Comparison", "Diagnostics", "Files", "Gating", "Measures", "Records", "Reports",
                "TestSupport", "Trends",
            ],
            exclude: ["Snapshots", "junit-strict.xsd"]),
        tests(
            "PawlCommandTests",
            [
                "Artifacts", "CSQLite", "Calibration", "Comparison", "Diagnostics", "Files", "Gating", "Harness",
                "HostEnvironment",
                "InferenceCore", "Measures", "PawlCommand", "Planning", "Processes", "Records", "ResultsStore",
                "RuntimeLibraries", "Sensitivity", "SuiteModel", "TestSupport", "YAMLDocument", "pawl",
            ], exclude: ["Snapshots"]),
        tests("PawlBenchTests", ["Diagnostics", "Files", "Statistics", "pawl-bench"]),
        // A worker whose "model files" script its behaviour: crash, hang, exhaust memory, answer garbage.
        executable(
            "scripted-worker", ["CSystem", "InferenceCore", "Worker"],
            path: "Tests/ScriptedWorker"),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
