import Foundation
import PawlCommand

exit(PawlCommand.run(arguments: Array(CommandLine.arguments.dropFirst()), context: .ofThisProcess()).rawValue)
