import Foundation
import Records

/// What is said while a run waits for somebody else.
enum WaitingText {
    static func another(_ holder: String, seconds: Double) -> String {
        "another pawl is measuring on this machine\(parenthesis(holder)): launches take turns; one of its launches is waited "
            + "for at most \(Quantity.duration(seconds: seconds))"
    }

    static func lockTimedOut(_ holder: String, seconds: Double) -> String {
        "error: another pawl\(parenthesis(holder)) held the machine for more than \(Quantity.duration(seconds: seconds)): "
            + "nothing more is measured; let it go on or end it, and run this again"
    }

    static func calm(_ foreignCores: Double, seconds: Double) -> String {
        "other programs use \(String(format: "%.1f", foreignCores)) cores: waiting for the machine to calm down, at most "
            + Quantity.duration(seconds: seconds)
    }

    private static func parenthesis(_ holder: String) -> String { holder.isEmpty ? "" : " (\(holder))" }
}
