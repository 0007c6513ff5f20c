import Foundation
import Records

extension ClockReading {
    /// This machine's clocks, now. Where the kernel does not name its start, `bootID` is empty.
    public static func now() -> ClockReading {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        let text = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id").map {
            String(decoding: $0.prefix(64), as: UTF8.self)
        }
        return ClockReading(
            date: Date(), bootID: text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "",
            uptimeSeconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }
}
