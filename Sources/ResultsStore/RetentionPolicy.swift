/// The one place that says which runs keep their raw values, however old they are.
struct RetentionPolicy {
    var connection: Connection

    /// - Parameter time: runs that started earlier are about to age, in nanoseconds since 1970.
    func ids(before time: Int64) throws(StoreError) -> Set<String> {
        Set(try connection.prepare(StoredQuery.runsKeptWhole).rows(.integer(time)) { $0.text() })
    }
}
