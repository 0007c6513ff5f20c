import CSystem
import Foundation
import Synchronization

/// A request to stop, that wakes whoever waits for a process.
public final class Interruption: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32
    private let isTriggered = Atomic<Bool>(false)

    public init() {
        var ends: [Int32] = [-1, -1]
        if pawl_open_private_pipe(&ends) != 0 { ends = [-1, -1] }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    /// Safe from any thread, any number of times.
    public func trigger() {
        guard !isTriggered.exchange(true, ordering: .sequentiallyConsistent) else { return }
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    public var wasTriggered: Bool { isTriggered.load(ordering: .sequentiallyConsistent) }

    /// Readable once triggered, and from then on: the byte is never taken out.
    public var descriptor: Int32 { readEnd }

    deinit {
        close(readEnd)
        close(writeEnd)
    }
}
