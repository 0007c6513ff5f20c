import Foundation
import PawlCommand

StandardStreams.openMissing()
exit(PawlCommand.run(arguments: Array(CommandLine.arguments.dropFirst()), context: .ofThisProcess()).rawValue)
