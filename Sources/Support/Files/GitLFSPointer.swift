/// What Git LFS leaves in place of a file whose content was not fetched: a few lines of text.
public enum GitLFSPointer {
    /// Whether such a thing lies in place of a file that another library is to open; false for what cannot be read.
    public static func isAt(_ path: String) -> Bool {
        do throws(FileError) {
            _ = try MappedFile(path: path)
            return false
        } catch {
            return error == .lfsPointer(path: path)
        }
    }

    /// Format: the Git LFS specification, "The Pointer": less than 1,024 bytes, of which the first line says the version.
    static func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count < 1024 && bytes.starts(with: firstLine.utf8)
    }

    private static let firstLine = "version https://git-lfs.github.com/spec/v1\n"
}
