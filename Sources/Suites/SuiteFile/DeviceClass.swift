/// Limits that a kind of device sets, to be applied to any suite.
public struct DeviceClass: Sendable, Equatable {
    public var name: String
    /// One line for people.
    public var title: String
    /// Where the numbers come from.
    public var source: String
    /// Each limits a value itself; `deviceClass` is the name.
    public var gates: [Gate]
}

extension Suite {
    /// The suite with the device class's gates behind its own.
    public func applying(_ device: DeviceClass) -> Suite {
        var suite = self
        suite.gates += device.gates.enumerated().map { offset, gate in
            var gate = gate
            gate.index = gates.count + offset
            return gate
        }
        return suite
    }
}
