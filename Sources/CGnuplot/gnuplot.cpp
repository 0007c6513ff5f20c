#include "CGnuplot.h"

#include <cassert>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <memory>
#include <new>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gnuplot-iostream.h>

extern char **environ;

namespace {

/// Keeps SIGPIPE from ending the process while this thread writes to a gnuplot that may be gone, without touching the
/// process-wide disposition: the signal is blocked for the thread, and one that this write raised is taken back.
class BrokenPipeGuard {
public:
    BrokenPipeGuard() {
        sigset_t pending;
        sigemptyset(&broken_pipe);
        sigaddset(&broken_pipe, SIGPIPE);
        sigpending(&pending);
        was_pending = sigismember(&pending, SIGPIPE) == 1;
        pthread_sigmask(SIG_BLOCK, &broken_pipe, &previous);
    }

    ~BrokenPipeGuard() {
        const int kept_errno = errno;
        if (!was_pending) {
            const timespec no_time = {0, 0};
            while (sigtimedwait(&broken_pipe, nullptr, &no_time) == -1 && errno == EINTR) {}
        }
        pthread_sigmask(SIG_SETMASK, &previous, nullptr);
        errno = kept_errno;
    }

    BrokenPipeGuard(const BrokenPipeGuard &) = delete;
    BrokenPipeGuard &operator=(const BrokenPipeGuard &) = delete;

private:
    sigset_t broken_pipe;
    sigset_t previous;
    bool was_pending;
};

/// A file descriptor that is closed when it goes out of scope.
struct Descriptor {
    int value = -1;
    ~Descriptor() {
        if (value >= 0) close(value);
    }
    int release() {
        const int released = value;
        value = -1;
        return released;
    }
};

/// Starts gnuplot with `input` as its standard input and `messages` as its standard output and error.
int spawn_gnuplot(const char *program, pid_t *process, int input, int messages) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (const int failure = posix_spawn_file_actions_init(&actions)) return failure;
    if (const int failure = posix_spawnattr_init(&attributes)) {
        posix_spawn_file_actions_destroy(&actions);
        return failure;
    }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, messages, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO);
    // The caller may have blocked or ignored signals; gnuplot starts as from a fresh shell.
    sigset_t none, defaults;
    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    char name[] = "gnuplot", ignore_initialisation_files[] = "-d";
    char *arguments[] = {name, ignore_initialisation_files, nullptr};
    const int failure = posix_spawnp(process, program, &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

/// Waits for the process, killing it after the limit; false when it is not ours to wait for.
bool wait_for(pid_t process, unsigned limit_seconds, int *status) {
    timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    bool killed = false;
    while (true) {
        const pid_t answer = waitpid(process, status, killed ? 0 : WNOHANG);
        if (answer == process) return true;
        if (answer == -1 && errno != EINTR) return false;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - start.tv_sec > static_cast<time_t>(limit_seconds)) {
            kill(process, SIGKILL);
            killed = true;
        } else {
            const timespec pause = {0, 2000000};
            nanosleep(&pause, nullptr);
        }
    }
}

void copy_messages(int descriptor, char *messages, size_t capacity) {
    if (messages == nullptr || capacity == 0) return;
    const ssize_t count = pread(descriptor, messages, capacity - 1, 0);
    messages[count > 0 ? count : 0] = '\0';
}

}  // namespace

struct pawl_gnuplot {
    pid_t process;
    Descriptor messages;
    std::unique_ptr<gnuplotio::Gnuplot> stream;
    pawl_gnuplot_status state = PAWL_GNUPLOT_OK;
};

pawl_gnuplot_status pawl_gnuplot_open(const char *program, pawl_gnuplot **result) {
    *result = nullptr;
    pid_t started = 0;
    try {
        auto gnuplot = std::make_unique<pawl_gnuplot>();
        // Close-on-exec throughout: a worker started meanwhile that inherited the pipe would keep gnuplot waiting.
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) return PAWL_GNUPLOT_UNAVAILABLE;
        Descriptor reading{ends[0]}, writing{ends[1]};
        // A file rather than a pipe: gnuplot can complain at any length without waiting for a reader.
        gnuplot->messages.value = memfd_create("gnuplot-messages", MFD_CLOEXEC);
        if (gnuplot->messages.value < 0) return PAWL_GNUPLOT_UNAVAILABLE;
        FILE *file = fdopen(writing.value, "w");
        if (file == nullptr) return PAWL_GNUPLOT_UNAVAILABLE;
        writing.release();
        // Handing over a FILE keeps the library from running a shell command of its own; it closes the FILE.
        gnuplot->stream = std::make_unique<gnuplotio::Gnuplot>(file);
        if (const int failure = spawn_gnuplot(program, &started, reading.value, gnuplot->messages.value)) {
            errno = failure;
            return failure == ENOENT || failure == EACCES ? PAWL_GNUPLOT_MISSING : PAWL_GNUPLOT_UNAVAILABLE;
        }
        gnuplot->process = started;
        *result = gnuplot.release();
        return PAWL_GNUPLOT_OK;
    } catch (...) {
        errno = ENOMEM;
        return PAWL_GNUPLOT_UNAVAILABLE;
    }
}

/// Runs `send` on the stream and remembers a failure, so that everything after it is refused.
template <typename Send>
static pawl_gnuplot_status guarded(pawl_gnuplot *gnuplot, Send send) {
    if (gnuplot->state != PAWL_GNUPLOT_OK) return gnuplot->state;
    BrokenPipeGuard guard;
    try {
        send(*gnuplot->stream);
        gnuplot->stream->flush();
        if (!gnuplot->stream->good()) gnuplot->state = PAWL_GNUPLOT_ENDED_EARLY;
    } catch (const std::bad_alloc &) {
        errno = ENOMEM;
        gnuplot->state = PAWL_GNUPLOT_UNAVAILABLE;
    } catch (...) {
        gnuplot->state = PAWL_GNUPLOT_ENDED_EARLY;
    }
    return gnuplot->state;
}

pawl_gnuplot_status pawl_gnuplot_send_text(pawl_gnuplot *gnuplot, const char *text, size_t byte_count) {
    return guarded(gnuplot, [&](gnuplotio::Gnuplot &stream) {
        stream.write(text, static_cast<std::streamsize>(byte_count));
    });
}

pawl_gnuplot_status pawl_gnuplot_send_rows(
    pawl_gnuplot *gnuplot, const double *values, size_t row_count, size_t column_count) {
    return guarded(gnuplot, [&](gnuplotio::Gnuplot &stream) {
        std::vector<std::vector<double>> rows;
        rows.reserve(row_count);
        for (size_t row = 0; row < row_count; ++row) {
            rows.emplace_back(values + row * column_count, values + (row + 1) * column_count);
        }
        stream.send1d(rows);
    });
}

pawl_gnuplot_status pawl_gnuplot_close(
    pawl_gnuplot *gnuplot, unsigned limit_seconds, char *messages, size_t message_capacity) {
    std::unique_ptr<pawl_gnuplot> owned(gnuplot);
    {
        BrokenPipeGuard guard;
        try {
            owned->stream.reset();
        } catch (...) {
            if (owned->state == PAWL_GNUPLOT_OK) owned->state = PAWL_GNUPLOT_ENDED_EARLY;
        }
    }
    int status = 0;
    const bool waited = wait_for(owned->process, limit_seconds, &status);
    copy_messages(owned->messages.value, messages, message_capacity);
    if (owned->state != PAWL_GNUPLOT_OK) return owned->state;
    if (!waited) return PAWL_GNUPLOT_OK;
    if (WIFSIGNALED(status)) return PAWL_GNUPLOT_KILLED;
    return WEXITSTATUS(status) == 0 ? PAWL_GNUPLOT_OK : PAWL_GNUPLOT_EXITED;
}
