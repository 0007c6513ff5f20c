extension Migration {
    /// Failures have a new kind as well, `implausible`, which an older Pawl would take for damage.
    static let version3 = Migration(scripts: [version3Groups])
}
