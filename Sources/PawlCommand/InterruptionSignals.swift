import Dispatch
import Foundation
import Support

/// Turns SIGINT and SIGTERM into an interruption; the second one ends the process at once.
public final class InterruptionSignals {
    private let sources: [any DispatchSourceSignal]

    public init(_ interruption: Interruption) {
        let queue = DispatchQueue(label: "pawl.signals")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                // Workers end by themselves when their supervisor's pipes close.
                if interruption.wasTriggered { _exit(128 + number) }
                interruption.trigger()
            }
            source.resume()
            return source
        }
    }

    deinit { sources.forEach { $0.cancel() } }
}
