/// How often a bound inference ran: counted on the hot path, so in memory that nothing guards.
final class RunCounter {
    let runs: UnsafeMutablePointer<Int>

    init() {
        runs = .allocate(capacity: 1)
        runs.initialize(to: 0)
    }

    deinit { runs.deallocate() }
}
