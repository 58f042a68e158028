// swift-tools-version: 6.2
import PackageDescription

// The path of clang's libFuzzer, set by scripts/fuzz alone: everything is built to be fuzzed, and the targets come along.
let fuzzer = Context.environment["SONOQUANT_FUZZER"]

let house: [SwiftSetting] =
    [
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (fuzzer == nil ? [] : [.unsafeFlags(["-sanitize=fuzzer", "-O"])])

// What `pkg-config --cflags pangocairo` says on Debian 12; SwiftPM warns of pkg-config's -pthread.
let pangoHeaders =
    ["pango-1.0", "glib-2.0", "harfbuzz", "freetype2", "cairo"].map { "/usr/include/" + $0 }
    + ["x86_64", "aarch64"].map { "/usr/lib/\($0)-linux-gnu/glib-2.0/include" }

// Loops over pixels take fifty times as long without optimisation: the tests' simulations run through these two.
let pixelLoops = house + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

// Folders of test targets that hold no Swift: peers, judges, golden files.
let notSwift = [
    "Imaging": ["Peers"], "Reporting": ["Golden", "Judges"], "Billing": ["Judges"], "EndToEnd": ["Judges", "Peers"],
    "TissueMetrics": ["Peers"], "HealthServer": ["Judges"],
]

// What test targets of that name import beside what they test.
let testImports: [String: [Target.Dependency]] = ["HealthServer": ["TestSupport", logging, metrics]]

let package = Package(
    name: "sonoquant",
    products: [
        .executable(name: "sonoquant", targets: ["sonoquant"]),
        .executable(name: "simulate-studies", targets: ["simulate-studies"]),
        .executable(name: "frame-benchmark", targets: ["frame-benchmark"]),
        .executable(name: "dcmtk-benchmark", targets: ["dcmtk-benchmark"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // C and C++, each below one Swift owner
        .target(name: "CProcessControl"),
        .target(
            name: "CDCMTK",
            linkerSettings: [
                "dcmsr", "dcmjpeg", "ijg8", "ijg12", "ijg16", "dcmjpls", "dcmtkcharls", "dcmimage", "dcmimgle",
                "dcmdata", "oflog",
                "ofstd",
            ].map { .linkedLibrary($0) } + [.linkedLibrary("z")]
        ),
        .target(
            name: "CDCMTKNetwork",
            linkerSettings: ["dcmnet", "dcmtls", "dcmdata", "oflog", "ofstd", "ssl", "crypto"]
                .map { .linkedLibrary($0) }
        ),
        .target(name: "CArchive", linkerSettings: [.linkedLibrary("archive")]),
        .target(name: "CTurboJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        .target(
            name: "COpenJPEG",
            linkerSettings: [.linkedLibrary("openjp2")]
        ),
        .target(
            name: "CCairoPango",
            cSettings: [.unsafeFlags(pangoHeaders.map { "-I" + $0 })],
            linkerSettings: ["pangocairo-1.0", "pango-1.0", "gobject-2.0", "cairo", "png"].map { .linkedLibrary($0) }
        ),

        // Values and the operating system
        .target(name: "Identifiers", dependencies: [crypto], swiftSettings: house),
        .target(
            name: "SystemCalls",
            dependencies: ["CProcessControl", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: house
        ),
        .target(name: "CheckedYAML", dependencies: ["Yams"], swiftSettings: house),
        .target(name: "ServiceHealth", dependencies: [logging, metrics], swiftSettings: house),
        .target(name: "Reception", dependencies: ["Identifiers"], swiftSettings: house),

        // Numbers and DICOM
        .target(name: "TissueMetrics", swiftSettings: pixelLoops),
        .target(
            name: "Imaging",
            dependencies: ["CDCMTK", "CTurboJPEG", "COpenJPEG", "Identifiers"],
            swiftSettings: pixelLoops
        ),

        .target(
            name: "DICOMNetwork",
            dependencies: ["CDCMTKNetwork", "Reception", "Imaging", "Identifiers", "SystemCalls"],
            swiftSettings: house
        ),

        // Study to result
        .target(
            name: "PipelineFile",
            dependencies: ["CheckedYAML", "Identifiers"],
            resources: [.embedInCode("Resources/general.yaml")],
            swiftSettings: house
        ),
        .target(
            name: "Analysis",
            dependencies: [
                "Imaging", "TissueMetrics", "PipelineFile", "CheckedYAML", "Identifiers", "SystemCalls", crypto,
            ],
            swiftSettings: house
        ),
        .target(
            name: "Ledger",
            dependencies: ["Identifiers", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: house
        ),

        // In, out
        .target(name: "Configuration", dependencies: ["CheckedYAML", "Identifiers"], swiftSettings: house),
        .target(
            name: "Intake",
            dependencies: [
                "CArchive", "Configuration", "Imaging", "Ledger", "Reception", "ServiceHealth", "Identifiers",
                "SystemCalls",
                logging, lifecycle, metrics, subprocess,
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "Reporting",
            dependencies: ["Analysis", "Imaging", "TissueMetrics", "CCairoPango", "Identifiers", "SystemCalls"],
            swiftSettings: house
        ),
        .target(
            name: "Billing",
            dependencies: ["Configuration", "Identifiers", "SystemCalls"],
            resources: [.embedInCode("Codes/codes.json")],
            swiftSettings: house
        ),

        .target(
            name: "Service",
            dependencies: [
                "Intake", "Reporting", "Billing", "Ledger", "Analysis", "PipelineFile", "Configuration", "Reception",
                "ServiceHealth", "Identifiers", "SystemCalls",
                logging, lifecycle, metrics, subprocess,
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: house
        ),
        // What a running service tells over HTTP
        .target(
            name: "HealthServer",
            dependencies: [
                "ServiceHealth", logging, lifecycle, metrics, .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: house
        ),
        .executableTarget(
            name: "sonoquant",
            dependencies: [
                "HealthServer", "DICOMNetwork", "Reception", "ServiceHealth", lifecycle, metrics,
                "Service", "Intake", "Reporting", "Billing", "Ledger", "Analysis", "PipelineFile", "Configuration",
                "Imaging",
                "TissueMetrics", "Identifiers", "SystemCalls", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house
        ),

        // Made studies, for TestDICOM and the tests
        .target(name: "PhantomSimulator", dependencies: ["Imaging", "Identifiers"], swiftSettings: house),
        .executableTarget(
            name: "simulate-studies",
            dependencies: [
                "PhantomSimulator", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house
        ),

        .executableTarget(
            name: "frame-benchmark",
            dependencies: [
                "Analysis", "Imaging", "TissueMetrics",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/FrameBenchmark",
            swiftSettings: house
        ),
        .executableTarget(
            name: "dcmtk-benchmark",
            path: "Benchmarks/DCMTKPeer",
            linkerSettings: ["dcmjpeg", "ijg8", "ijg12", "ijg16", "dcmimgle", "dcmdata", "oflog", "ofstd", "z"]
                .map { .linkedLibrary($0) }
        ),

        .target(
            name: "TestSupport",
            dependencies: ["Imaging", "PhantomSimulator", "Identifiers"],
            path: "Tests/TestSupport",
            swiftSettings: house
        ),
    ]
        + [
            ("Identifiers", ["Identifiers"]), ("SystemCalls", ["SystemCalls"]), ("CheckedYAML", ["CheckedYAML"]),
            ("TissueMetrics", ["TissueMetrics"]), ("Imaging", ["Imaging", "Identifiers"]),
            ("PipelineFile", ["PipelineFile", "CheckedYAML", "Identifiers"]), ("Configuration", ["Configuration"]),
            ("Analysis", ["Analysis", "Imaging", "PhantomSimulator", "PipelineFile", "TissueMetrics", "Identifiers"]),
            ("Ledger", ["Ledger", "Identifiers"]),
            ("ServiceHealth", ["ServiceHealth"]), ("HealthServer", ["HealthServer", "ServiceHealth"]),
            ("Reception", ["Reception", "Identifiers"]),
            ("DICOMNetwork", ["DICOMNetwork", "Reception", "Imaging", "Identifiers", "SystemCalls"]),
            (
                "Intake",
                [
                    "Intake", "Ledger", "Imaging", "Configuration", "Reception", "ServiceHealth", "SystemCalls",
                    "Identifiers",
                ]
            ),
            ("Reporting", ["Reporting", "Analysis", "Imaging", "TissueMetrics", "Identifiers"]),
            ("Billing", ["Billing", "Configuration", "Identifiers"]),
            (
                "Service",
                [
                    "Service", "Ledger", "Billing", "Configuration", "PipelineFile", "Analysis", "SystemCalls",
                    "PhantomSimulator", "Identifiers",
                ]
            ),
            ("PhantomSimulator", ["PhantomSimulator", "Imaging", "Identifiers"]),
            ("EndToEnd", ["PhantomSimulator", "Imaging", "Identifiers", "Ledger", "SystemCalls"]),
        ].map { (name, dependencies) -> Target in
            .testTarget(
                name: "\(name)Tests",
                dependencies: (testImports[name] ?? ["TestSupport"]) + dependencies.map { .target(name: $0) },
                exclude: notSwift[name] ?? [],
                swiftSettings: house
            )
        },
    cxxLanguageStandard: .cxx17
)

if let fuzzer {
    for target in package.targets where ["CArchive", "CDCMTK", "CTurboJPEG", "COpenJPEG"].contains(target.name) {
        target.cSettings = (target.cSettings ?? []) + [.unsafeFlags(["-fsanitize=fuzzer-no-link"])]
        target.cxxSettings = (target.cxxSettings ?? []) + [.unsafeFlags(["-fsanitize=fuzzer-no-link"])]
    }
    package.targets += [
        .target(name: "CFuzzer", path: "Fuzz/CFuzzer"),
        .executableTarget(
            name: "fuzz-targets",
            dependencies: [
                "CFuzzer", "Analysis", "Billing", "CheckedYAML", "Configuration", "DICOMNetwork", "HealthServer",
                "Imaging", "Intake", "PipelineFile", "Reception",
            ],
            path: "Fuzz/FuzzTargets",
            swiftSettings: house,
            linkerSettings: [.unsafeFlags([fuzzer]), .linkedLibrary("stdc++")]
        ),
    ]
}
