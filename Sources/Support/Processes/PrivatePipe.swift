import CSystem
import Foundation

/// A pipe that closes with the object and that programs do not inherit. From the first one on, this process ignores SIGPIPE.
public final class PrivatePipe {
    public let readEnd: Int32
    public let writeEnd: Int32
    private var readEndIsOpen = true
    private var writeEndIsOpen = true

    /// - Throws: `ProcessError.noPipe` when the process or the system has too many open files.
    public init() throws(ProcessError) {
        // Writing to a program that has just died is an error of that write, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        let code = pawl_open_private_pipe(&ends)
        guard code == 0 else { throw .noPipe(reason: String(cString: strerror(code))) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    public func closeReadEnd() {
        if readEndIsOpen { close(readEnd) }
        readEndIsOpen = false
    }

    public func closeWriteEnd() {
        if writeEndIsOpen { close(writeEnd) }
        writeEndIsOpen = false
    }

    deinit {
        closeReadEnd()
        closeWriteEnd()
    }
}
