import Diagnostics

/// Why a variant could not be gated against itself.
public enum CalibrationError: DiagnosableError, Equatable {
    /// A side of a pair failed, or gave no value.
    case measurementFailed(String)
    case nothingToCalibrate(suite: String)

    public var blame: Blame {
        switch self {
        case .measurementFailed: .machine
        case .nothingToCalibrate: .input
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .measurementFailed(let reason):
            [Diagnostic(code: "calibration.measurement", reason)]
        case .nothingToCalibrate(let suite):
            [
                Diagnostic(
                    code: "calibration.nothing", "suite '\(suite)' has no reference to calibrate with",
                    hint: "name variants with --only GLOB, or another suite with --suite SUITE")
            ]
        }
    }
}
