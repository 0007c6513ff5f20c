#include "protocol/conversation.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "protocol/exit_codes.h"

namespace pawl {

namespace {

/// Where standard input was moved to; the watcher outlives all scopes.
int conversationInput = -1;

void watch(int input) {
  // A pipe reports POLLHUP; a socket whose other side only stopped writing reports POLLRDHUP.
  pollfd watched{input, POLLRDHUP, 0};
  while (true) {
    const int count = ::poll(&watched, 1, -1);
    if (count > 0 && (watched.revents & (POLLHUP | POLLRDHUP | POLLERR | POLLNVAL)) != 0) ::_exit(exitInputEnded);
    if (count < 0 && errno != EINTR) return;
  }
}

}  // namespace

FrameStream setStandardDescriptorsAside() {
  const int input = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  const int output = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (input < 0 || output < 0 || nothing < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0 ||
      ::dup2(nothing, STDIN_FILENO) < 0) {
    ::_exit(exitConversationBroken);
  }
  ::close(nothing);
  std::signal(SIGPIPE, SIG_IGN);
  conversationInput = input;
  return FrameStream(input, output);
}

void exitWhenInputEnds() { std::thread(watch, conversationInput).detach(); }

}  // namespace pawl
