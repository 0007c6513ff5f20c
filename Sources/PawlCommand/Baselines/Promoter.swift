import Foundation

/// Who promotes, as the operating system knows them: an audit must not believe what a variable says.
struct Promoter {
    let user: String
    let host: String

    static func ofThisProcess() -> Promoter {
        let identifier = geteuid()
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let code = getpwuid_r(identifier, &entry, &buffer, buffer.count, &found)
        let user = code == 0 && found != nil ? String(cString: entry.pw_name) : "user \(identifier)"
        var names = utsname()
        let host =
            uname(&names) == 0
            ? withUnsafeBytes(of: &names.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) } : ""
        return Promoter(user: user, host: host.isEmpty ? "unknown" : host)
    }
}
