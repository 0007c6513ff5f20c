import Diagnostics

/// A step through a document, in the order of the file.
struct YAMLEvent {
    enum Kind {
        case scalar(YAMLScalar)
        case sequenceStart
        case mappingStart
        case collectionEnd
        case documentStart
    }

    var kind: Kind
    var location: SourceLocation
}
