import COnnxRuntime
import InferenceCore

extension OrtAPI {
    /// The most that a session's arena had in use at once, in bytes; nil before version 1.23 and without an arena.
    func mostBytesInUse(session: OpaquePointer, memory: OpaquePointer) -> UInt64? {
        guard let slots = laterTable?.pointee else { return nil }
        guard
            let allocator = try? OwnedObject(
                make("asking for the arena") { table.pointee.CreateAllocator(session, memory, $0) },
                release: table.pointee.ReleaseAllocator),
            let statistics = try? OwnedObject(
                make("asking for statistics") { slots.AllocatorGetStats(allocator.pointer, $0) },
                release: slots.ReleaseKeyValuePairs)
        else { return nil }
        var keys: UnsafePointer<UnsafePointer<CChar>>?
        var values: UnsafePointer<UnsafePointer<CChar>>?
        var count = 0
        slots.GetKeyValuePairs(statistics.pointer, &keys, &values, &count)
        guard let keys, let values else { return nil }
        return withExtendedLifetime(statistics) {
            let index = (0..<count).first { String(cString: keys[$0]) == "MaxInUse" }
            return index.flatMap { UInt64(String(cString: values[$0])) }
        }
    }
}
