import Foundation

/// What a JUnit file says of all its suites.
struct JUnitDocument {
    var name: String
    var package: String
    var hostName: String
    var startedAt: Date
    /// Of each suite.
    var properties: [(name: String, value: String)]
    var suites: [JUnitSuite]
}
