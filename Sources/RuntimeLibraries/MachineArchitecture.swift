/// The processor architecture this program was built for, as package names spell it.
enum MachineArchitecture {
    static var current: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #else
            "unknown"
        #endif
    }
}
