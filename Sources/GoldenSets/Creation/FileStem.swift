import Support

/// Makes names of files of names that follow no rule.
public enum FileStem {
    /// The text with `_` for everything that a name of Pawl's may not have; see `SafeName`. Never empty.
    public static func safe(_ text: String) -> String {
        let letters = text.unicodeScalars.prefix(SafeName.maximumLength - 8).map { scalar -> Character in
            SafeName.accepts("a\(scalar)") ? Character(scalar) : "_"
        }
        let stem = String(letters)
        return SafeName.accepts(stem) ? stem : "_" + stem
    }
}
