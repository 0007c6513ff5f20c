import Comparison
import Measures

extension Judgement {
    /// What the rest of the machine did, a line each; empty when it kept quiet.
    func disturbances(_ machine: MachineDisturbance, launches count: Int) -> [String] {
        let launches = VerdictText.count(count, "launch", "launches")
        var details: [String] = []
        if machine.crowdedLaunches > 0 {
            details.append(
                "disturbed: other work used the machine during \(machine.crowdedLaunches) of \(launches) "
                    + "(up to \(VerdictText.fixed(machine.worstForeignCores, 1)) cores)")
        }
        if machine.slowedLaunches > 0 {
            details.append(
                "disturbed: the processor ran slower before \(machine.slowedLaunches) of \(launches) "
                    + "(by up to \(VerdictText.fixed((machine.worstSlowdown - 1) * 100, 0)) %)")
        }
        if machine.pauseSeconds > 0 {
            details.append("waited \(Quantity.duration(seconds: machine.pauseSeconds)) for the machine to calm down")
        }
        return details
    }
}
