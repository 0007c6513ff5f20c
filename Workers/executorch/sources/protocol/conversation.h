#pragma once

#include "protocol/frames.h"

namespace pawl {

/// Sets standard input and output aside for the conversation.
///
/// Runtimes print where they like: from here on, what is printed to standard output goes to standard error, and
/// standard input is empty.
FrameStream setStandardDescriptorsAside();

/// Starts a thread that ends the process once the supervisor has closed its end, also in the middle of an inference.
void exitWhenInputEnds();

}  // namespace pawl
