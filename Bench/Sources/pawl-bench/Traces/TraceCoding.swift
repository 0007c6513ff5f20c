import Foundation

/// The bytes of one trace; docs/proof.md describes them.
///
/// Times are differences from what stands before them, in whole nanoseconds or microseconds, so that most take one to
/// three bytes.
enum TraceCoding {
    static func encode(_ trace: Trace) -> Data {
        var writer = ByteWriter()
        writer.write(trace.origin.group)
        writer.write(trace.origin.baseline)
        writer.write(trace.origin.candidate)
        writer.write(signed: Int64(trace.origin.changeMillionths))
        writer.write(trace.startedAtUnixMilliseconds)
        writer.write(trace.launchesNanoseconds / 1000)
        writer.write(trace.launches.count)
        for launch in trace.launches {
            writer.write(launch.unsteadyWarmUps)
            encode(launch.blocks, &writer)
        }
        writer.write(trace.runs.count)
        for run in trace.runs {
            writer.write(byte: run.side.rawValue)
            writer.write(run.startUpNanoseconds / 1000)
            encode(run.blocks, &writer)
        }
        return writer.data
    }

    static func decode(_ bytes: UnsafeRawBufferPointer) throws(TraceError) -> Trace {
        var reader = ByteReader(bytes)
        let group = try reader.readText(), baseline = try reader.readText(), candidate = try reader.readText()
        let change = Int(try reader.readSigned())
        let started = try reader.readUnsigned()
        var trace = Trace(
            origin: .init(group: group, baseline: baseline, candidate: candidate, changeMillionths: change),
            startedAtUnixMilliseconds: started, launchesNanoseconds: try nanoseconds(&reader))
        for _ in 0..<(try reader.readCount()) {
            let unsteady = try reader.readCount()
            trace.launches.append(TracedLaunch(unsteadyWarmUps: unsteady, blocks: try decodeBlocks(&reader)))
        }
        for _ in 0..<(try reader.readCount()) {
            let side = try self.side(try reader.readByte())
            let startUp = try nanoseconds(&reader)
            trace.runs.append(
                TracedRun(side: side, startUpNanoseconds: startUp, blocks: try decodeBlocks(&reader)))
        }
        guard reader.isAtEnd else { throw .damaged("bytes are left over") }
        return trace
    }

    // MARK: - Blocks

    private enum Flag {
        static let candidate: UInt8 = 1
        static let positionShift: UInt8 = 1
        static let keepsLatencies: UInt8 = 8
    }

    private static func encode(_ blocks: [TracedBlock], _ writer: inout ByteWriter) {
        writer.write(blocks.count)
        var earlierEnd: UInt64 = 0, median: UInt64 = 0
        for block in blocks {
            var flags = UInt8(block.position) << Flag.positionShift
            if block.side == .candidate { flags |= Flag.candidate }
            if !block.latenciesNanoseconds.isEmpty { flags |= Flag.keepsLatencies }
            writer.write(byte: flags)
            writer.write(block.quad)
            writer.write(block.inferences)
            writer.write(signed: Int64(block.medianNanoseconds) - Int64(median))
            writer.write(signed: Int64(block.meanNanoseconds) - Int64(block.medianNanoseconds))
            let start = block.startNanoseconds / 1000, wall = block.wallNanoseconds / 1000
            writer.write(signed: Int64(wall) - Int64(expectedWall(block.meanNanoseconds, block.inferences) ?? 0))
            writer.write(signed: Int64(wall) - Int64(block.cpuNanoseconds / 1000))
            writer.write(signed: Int64(start) - Int64(earlierEnd))
            if !block.latenciesNanoseconds.isEmpty { encode(block.latenciesNanoseconds, block, &writer) }
            (earlierEnd, median) = (start + wall, block.medianNanoseconds)
        }
    }

    private static func encode(_ latencies: [UInt32], _ block: TracedBlock, _ writer: inout ByteWriter) {
        writer.write(latencies.count)
        for latency in latencies { writer.write(signed: Int64(latency) - Int64(block.medianNanoseconds)) }
    }

    private static func decodeBlocks(_ reader: inout ByteReader) throws(TraceError) -> [TracedBlock] {
        var blocks: [TracedBlock] = []
        var earlierEnd: UInt64 = 0, median: UInt64 = 0
        for _ in 0..<(try reader.readCount()) {
            let flags = try reader.readByte()
            guard flags < 16 else { throw .damaged("a block has unknown flags") }
            let quad = try reader.readUnsigned()
            let inferences = try reader.readUnsigned()
            median = try reader.readValue(relativeTo: median)
            let mean = try reader.readValue(relativeTo: median)
            guard median > 0, mean > 0, quad < 1 << 31, inferences < 1 << 31,
                let expected = expectedWall(mean, Int(inferences))
            else { throw .damaged("a block's figures are out of range") }
            let wall = try reader.readValue(relativeTo: expected)
            let cpu = Int64(bitPattern: wall).subtractingReportingOverflow(try reader.readSigned())
            let start = try reader.readValue(relativeTo: earlierEnd)
            let limit = UInt64.max / 4000
            guard !cpu.overflow, cpu.partialValue >= 0, cpu.partialValue < limit, start < limit, wall < limit
            else { throw .damaged("a block's times are out of range") }
            earlierEnd = start + wall
            var block = TracedBlock(
                side: flags & Flag.candidate != 0 ? .candidate : .baseline, quad: Int(quad),
                position: Int(flags >> Flag.positionShift & 3), startNanoseconds: start * 1000,
                wallNanoseconds: wall * 1000, cpuNanoseconds: UInt64(cpu.partialValue) * 1000,
                inferences: Int(inferences), medianNanoseconds: median, meanNanoseconds: mean)
            if flags & Flag.keepsLatencies != 0 {
                for _ in 0..<(try reader.readCount()) {
                    guard let latency = UInt32(exactly: try reader.readValue(relativeTo: median)) else {
                        throw .damaged("a latency is out of range")
                    }
                    block.latenciesNanoseconds.append(latency)
                }
            }
            blocks.append(block)
        }
        return blocks
    }

    /// Microseconds that so many inferences take, all but exactly the block's wall time; nil when there is no such time.
    private static func expectedWall(_ meanNanoseconds: UInt64, _ inferences: Int) -> UInt64? {
        let product = meanNanoseconds.multipliedReportingOverflow(by: UInt64(inferences))
        return product.overflow || product.partialValue > UInt64(Int64.max) ? nil : product.partialValue / 1000
    }

    private static func nanoseconds(_ reader: inout ByteReader) throws(TraceError) -> UInt64 {
        let microseconds = try reader.readUnsigned()
        guard microseconds < UInt64.max / 4000 else { throw .damaged("a time is out of range") }
        return microseconds * 1000
    }

    private static func side(_ byte: UInt8) throws(TraceError) -> TracedSide {
        guard let side = TracedSide(rawValue: byte) else { throw .damaged("a run belongs to neither side") }
        return side
    }
}
