import Foundation

/// Who promotes, as the operating system knows them: an audit must not believe what a variable says.
struct PromotingUser {
    let user: String
    let host: String

    static func ofThisProcess() -> PromotingUser {
        let identifier = geteuid()
        let user = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer -> String? in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let code = getpwuid_r(identifier, &entry, buffer.baseAddress!, buffer.count, &found)
            return code == 0 && found != nil ? String(cString: entry.pw_name) : nil
        }
        var names = utsname()
        let host =
            uname(&names) == 0
            ? withUnsafeBytes(of: &names.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) } : ""
        return PromotingUser(user: user ?? "user \(identifier)", host: host.isEmpty ? "unknown" : host)
    }
}
