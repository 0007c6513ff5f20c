import Foundation

/// Lets others write between many short transactions.
///
/// SQLite knows no queue: who waits for the lock looks again every 100 ms at most, and one that takes it again at once would
/// starve all others. Leaving it free for as long as it was held gives each look an even chance.
struct WriteBackoff {
    private static let longestPause = 0.5, shortestPause = 0.002

    /// Does some work that takes the lock, then leaves it free for as long.
    func take<Result>(_ work: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        let start = Date()
        let result = try work()
        let seconds = min(max(Date().timeIntervalSince(start), Self.shortestPause), Self.longestPause)
        usleep(UInt32(seconds * 1e6))
        return result
    }
}
