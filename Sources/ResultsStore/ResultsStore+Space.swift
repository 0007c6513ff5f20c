import Foundation

extension ResultsStore {
    /// Bytes of the file, with the write-ahead log beside it.
    public func fileBytes() -> Int {
        [path, path + "-wal"].reduce(0) { sum, file in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file)
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
    }

    /// Gives pages that pruning freed back to the file system, in short transactions.
    ///
    /// - Parameter proceed: false ends in good order.
    /// - Throws: `StoreError.locked`, `.diskFull`, `.readOnly`, `.corrupt`.
    public func reclaimSpace(proceed: () -> Bool = { true }) throws(StoreError) {
        try withConnection { connection throws(StoreError) in
            var free = try connection.integer("PRAGMA freelist_count")
            while free > 0, proceed() {
                // 4 MiB at the usual page size: another writer gets its turn after some ten milliseconds.
                try WriteBackoff().take { () throws(StoreError) in
                    try connection.execute("PRAGMA incremental_vacuum(1024)")
                }
                let left = try connection.integer("PRAGMA freelist_count")
                // A file that was made without the pointers that moving pages takes keeps them for what comes next.
                if left >= free { break }
                free = left
            }
            try Self.shortenLog(connection)
        }
    }

    /// Writes the whole file anew, without gaps. Needs its size once more on the disk, and others wait meanwhile.
    ///
    /// - Throws: as `reclaimSpace`.
    public func rewrite() throws(StoreError) {
        try withConnection { connection throws(StoreError) in
            try connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            try connection.execute("VACUUM")
            try Self.shortenLog(connection)
        }
    }

    /// The file shrinks when the log is brought into it; as long as somebody reads, the log stays.
    static func shortenLog(_ connection: Connection) throws(StoreError) {
        _ = try connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").rows { $0.integer() }
    }
}
