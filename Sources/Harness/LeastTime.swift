import Suites

/// The least time in which a plan's launches can answer anything: what no machine falls below.
///
/// A pair needs the launches of its first look, a cell alone as many as its history is made of, or one. A launch takes the blocks that
/// the suite asks for and the start of its workers; loading, warming up and evaluating come on top.
public struct LeastTime: Sendable, Equatable {
    /// A process and its connection; far less than any that loads a runtime.
    private static let startSeconds = 0.005

    public var seconds = 0.0
    public var pairs = 0
    public var launchesOfPair = 0
    public var cellsAlone = 0
    public var launchesAlone = 0

    public init(_ plan: Plan) {
        let policy = plan.measurement
        let blocks = Double(policy.quads * 4) * Double(policy.minimumBlockNanoseconds) / 1e9
        for contest in LatencyContest.all(of: plan) {
            let isHistory = contest.pair == nil && contest.cells.allSatisfy { plan.cellsAlone.contains($0.id) }
            let launches = contest.pair != nil ? policy.looks[0] : isHistory ? policy.launchesAlone : 1
            seconds += Double(launches) * (blocks + Double(contest.cells.count) * Self.startSeconds)
            if contest.pair != nil {
                pairs += 1
                launchesOfPair = launches
            } else {
                cellsAlone += 1
                launchesAlone = max(launchesAlone, launches)
            }
        }
    }
}
