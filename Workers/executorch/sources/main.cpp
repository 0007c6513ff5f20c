#include <unistd.h>

#include "protocol/conversation.h"
#include "protocol/service.h"

int main() {
  pawl::Service service(pawl::setStandardDescriptorsAside());
  pawl::exitWhenInputEnds();
  // Threads of the runtime still run: nothing of theirs is torn down under them.
  ::_exit(service.serve());
}
