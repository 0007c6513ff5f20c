#define _GNU_SOURCE
#include "CSystemProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <unistd.h>

int pawl_pin_to_core(int core) {
    if (core < 0 || core >= CPU_SETSIZE) return EINVAL;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0 ? 0 : errno;
}

int pawl_last_allowed_core(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return -1;
    for (int core = CPU_SETSIZE - 1; core >= 0; core--)
        if (CPU_ISSET(core, &set)) return core;
    return -1;
}

int pawl_allowed_core_count(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    const int count = CPU_COUNT(&set);
    return count > 0 ? count : 1;
}

void pawl_set_process_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

static int spawn_with(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, char *const arguments[],
                      char *const environment[], const int descriptors[3], pid_t *process) {
    int error = 0;
    for (int target = 0; target < 3 && error == 0; target++)
        error = posix_spawn_file_actions_adddup2(actions, descriptors[target], target);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, 3);

    sigset_t all, none;
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    sigemptyset(&none);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
    if (error == 0) error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0) error = posix_spawnattr_setpgroup(attributes, 0);
    if (error == 0)
        error = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    if (error == 0) error = posix_spawnp(process, arguments[0], actions, attributes, arguments, environment);
    return error;
}

int pawl_spawn(char *const arguments[], char *const environment[], int standard_input, int standard_output,
               int standard_error, pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        const int descriptors[3] = {standard_input, standard_output, standard_error};
        error = spawn_with(&actions, &attributes, arguments, environment, descriptors, process);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int pawl_wait_for_hang_up(int descriptor) {
    // A server such as sshd gives its programs a socket, of which it first closes the half that it writes to.
    struct pollfd watched = {.fd = descriptor, .events = POLLRDHUP};
    while (poll(&watched, 1, -1) < 0)
        if (errno != EINTR) return errno;
    return 0;
}

int pawl_open_private_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }
