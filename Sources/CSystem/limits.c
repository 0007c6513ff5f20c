#include "CSystemLimits.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <sys/resource.h>

enum { most_threads = 16, stack_bytes = 256 << 10 };

static uint64_t soft_limit(int resource) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return UINT64_MAX;
    return limit.rlim_cur;
}

uint64_t pawl_raise_open_file_limit(uint64_t wanted) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    return soft_limit(RLIMIT_NOFILE);
}

uint64_t pawl_address_space_limit(void) { return soft_limit(RLIMIT_AS); }

uint64_t pawl_data_limit(void) { return soft_limit(RLIMIT_DATA); }

static void *wait_for_all(void *started) {
    while (sem_wait(started) != 0 && errno == EINTR) {}
    return NULL;
}

int pawl_can_have_threads(int count) {
    if (count > most_threads) count = most_threads;
    sem_t started;
    pthread_attr_t attributes;
    if (sem_init(&started, 0, 0) != 0) return errno;
    int error = pthread_attr_init(&attributes);
    if (error != 0) return error;
    // No smaller than this machine takes.
    const size_t least = (size_t)PTHREAD_STACK_MIN;
    (void)pthread_attr_setstacksize(&attributes, least > stack_bytes ? least : stack_bytes);
    pthread_t threads[most_threads];
    int running = 0;
    while (running < count && error == 0) {
        error = pthread_create(&threads[running], &attributes, wait_for_all, &started);
        if (error == 0) running++;
    }
    for (int index = 0; index < running; index++) sem_post(&started);
    for (int index = 0; index < running; index++) pthread_join(threads[index], NULL);
    pthread_attr_destroy(&attributes);
    sem_destroy(&started);
    // Only a want counts: a library with much thread-local data may not fit this stack, and fits the usual one.
    return error == EAGAIN || error == ENOMEM ? error : 0;
}
