import Records
import Statistics

/// How many blocks of a cell were held up by something else on the machine.
///
/// Wall time over CPU time of a block says how long the worker waited for each second that it computed. A worker
/// with several threads computes more than a second per second, so each block is compared with the cell's own
/// median ratio: a block counts as disturbed when its ratio exceeds 1.1 times that. Disturbed blocks stay in the data.
public struct Disturbance: Sendable, Equatable {
    public static let threshold = 1.1

    public var blocks: Int
    public var disturbedBlocks: Int
    /// The largest ratio, as a multiple of the median ratio; 1 without blocks.
    public var worst: Double

    public init(_ launches: [LaunchRecord]) {
        let ratios = launches.flatMap(\.blocks).compactMap { block in
            block.cpuNanoseconds > 0 ? Double(block.wallNanoseconds) / Double(block.cpuNanoseconds) : nil
        }
        blocks = ratios.count
        guard let typical = Sample(ratios)?.median, typical > 0 else {
            disturbedBlocks = 0
            worst = 1
            return
        }
        disturbedBlocks = ratios.count { $0 > Self.threshold * typical }
        worst = (ratios.max() ?? typical) / typical
    }
}
