/// An object that a library made for us: released with its owner, and never before what it depends on.
package final class OwnedObject {
    package let pointer: OpaquePointer
    private let release: @convention(c) (OpaquePointer) -> Void
    private let dependencies: [AnyObject]

    /// - Parameter dependencies: what must outlive the object, such as the session of a binding.
    package init(
        _ pointer: OpaquePointer, release: @escaping @convention(c) (OpaquePointer) -> Void,
        keeping dependencies: [AnyObject] = []
    ) {
        self.pointer = pointer
        self.release = release
        self.dependencies = dependencies
    }

    // Stored properties go after this, so the dependencies are still there.
    deinit { release(pointer) }
}
