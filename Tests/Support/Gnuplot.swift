import Foundation

/// Whether this machine can draw; CI sets `PAWL_REQUIRE_GNUPLOT=1` to turn a skip into a failure.
public let hasGnuplot =
    ProcessInfo.processInfo.environment["PAWL_REQUIRE_GNUPLOT"] == "1"
    || (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot")
    }
