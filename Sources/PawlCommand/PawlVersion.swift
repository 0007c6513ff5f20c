/// The release, as `pawl --version` prints it and every run records it.
public let pawlVersion = "0.1.0"

/// The Swift release that compiled this, as precisely as the language exposes it.
let swiftVersion: String = {
    #if compiler(>=6.4)
        "6.4 or later"
    #elseif compiler(>=6.3)
        "6.3"
    #elseif compiler(>=6.2)
        "6.2"
    #else
        "6.1"
    #endif
}()
