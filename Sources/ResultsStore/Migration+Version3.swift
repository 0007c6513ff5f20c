extension Migration {
    /// No table changes: failures have a new kind, `implausible`, which an older Pawl would take for damage.
    static let version3 = Migration(scripts: [])
}
