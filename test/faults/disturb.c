// Disturbs one write that a run makes under a folder: the process is killed before it, or in the middle of it, or the
// call fails. Preloaded into the processes of a run (LD_PRELOAD); which write, and what happens, is said by the
// environment:
//   DISTURB_ROOT   the folder; calls on other paths are left alone
//   DISTURB_STATE  a file of the size of `struct state`, shared by all processes of the run
//   DISTURB_LOG    a file that gets a line for every write: role, number, call, path
//   DISTURB_ROLE   0 the controller, 1 the workers
//   DISTURB_AT     the number of the write, from 1; the writes of all processes of a role are counted together
//   DISTURB_DO     kill, tear (write half, then kill), or the number of an error; an error with a + stays from there on
//   DISTURB_CLOCK  seconds by which the clock jumps at that write instead
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { CONTROLLER, WORKER, BYSTANDER };
enum { PATHS = 4096, PROCESSES = 256, TEAR = -1 };

// What the bench reads when the run has ended; the layout is known to fault-library.ts.
struct state {
  _Atomic int calls[2];
  _Atomic int fired;
  _Atomic int processes;
  int pid[PROCESSES];
  char what[512];
};

static struct state *state;
static const char *root;
static int role = BYSTANDER, wanted_role, log_file = -1, clock_jump, deed, lasting;
static int at;

#define REAL(result, name, ...) \
  static result (*real)(__VA_ARGS__); \
  if (real == NULL) real = dlsym(RTLD_NEXT, name)

static int role_of_process(void) {
  char words[PATHS] = {0};
  int file = syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC, 0);
  ssize_t count = read(file, words, sizeof words - 1);
  syscall(SYS_close, file);
  for (ssize_t i = 0; i < count; i += (ssize_t)strlen(words + i) + 1) {
    if (strstr(words + i, "/dist/worker.js") != NULL) return WORKER;
    if (strstr(words + i, "/bin/prouie.js") != NULL) return CONTROLLER;
  }
  return BYSTANDER;
}

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("DISTURB_STATE"), *log = getenv("DISTURB_LOG"), *what = getenv("DISTURB_DO");
  root = getenv("DISTURB_ROOT");
  if (path == NULL || root == NULL) return;
  role = role_of_process();
  if (role == BYSTANDER) return;
  int file = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  state = mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  syscall(SYS_close, file);
  if (state == MAP_FAILED) abort();
  int number = atomic_fetch_add(&state->processes, 1);
  if (number < PROCESSES) state->pid[number] = getpid();
  if (log != NULL) log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (getenv("DISTURB_AT") == NULL) return;
  at = atoi(getenv("DISTURB_AT"));
  wanted_role = atoi(getenv("DISTURB_ROLE"));
  if (getenv("DISTURB_CLOCK") != NULL) clock_jump = atoi(getenv("DISTURB_CLOCK"));
  if (what == NULL) return;
  deed = strcmp(what, "kill") == 0 ? 0 : strcmp(what, "tear") == 0 ? TEAR : atoi(what);
  lasting = strchr(what, '+') != NULL;
}

static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

// Counts a write. Returns 0 where it goes on undisturbed, the number of an error, or TEAR.
static int disturb(const char *call, const char *path) {
  if (state == NULL || path == NULL || strncmp(path, root, strlen(root)) != 0) return 0;
  int number = atomic_fetch_add(&state->calls[role], 1) + 1;
  if (log_file >= 0) dprintf(log_file, "%d %d %s %s\n", role, number, call, path + strlen(root) + 1);
  if (at == 0) return 0;
  int hit = role == wanted_role && number == at;
  if (hit) {
    snprintf(state->what, sizeof state->what, "%s %s", call, path + strlen(root) + 1);
    atomic_store(&state->fired, 1);
  }
  if (clock_jump != 0 || !(hit || (lasting && atomic_load(&state->fired)))) return 0;
  // Files can be taken away from a full disk.
  if (deed == ENOSPC && (strcmp(call, "unlink") == 0 || strcmp(call, "rmdir") == 0)) return 0;
  if (deed == 0) die();
  return deed;
}

static int disturb_file(const char *call, int file) {
  if (state == NULL) return 0;
  char link[64], path[PATHS];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, sizeof path - 1);
  if (count <= 0) return 0;
  path[count] = 0;
  return disturb(call, path);
}

static int fails(int error) {
  if (error == 0) return 0;
  if (error == TEAR) die();
  errno = error;
  return 1;
}

// --- calls on paths ---

static int writes(int flags) { return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0; }

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, #name, const char *, int, ...); \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = va_arg(more, mode_t); \
    va_end(more); \
    if (writes(flags) && fails(disturb("open", path))) return -1; \
    return real(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define ON_PATH(name, arguments, types, values) \
  int name arguments { \
    REAL(int, #name, types); \
    if (fails(disturb(#name, path))) return -1; \
    return real values; \
  }
#define TYPES(...) __VA_ARGS__
ON_PATH(mkdir, (const char *path, mode_t mode), TYPES(const char *, mode_t), (path, mode))
ON_PATH(rmdir, (const char *path), TYPES(const char *), (path))
ON_PATH(unlink, (const char *path), TYPES(const char *), (path))
ON_PATH(chmod, (const char *path, mode_t mode), TYPES(const char *, mode_t), (path, mode))
ON_PATH(rename, (const char *from, const char *path), TYPES(const char *, const char *), (from, path))
ON_PATH(link, (const char *from, const char *path), TYPES(const char *, const char *), (from, path))
ON_PATH(symlink, (const char *to, const char *path), TYPES(const char *, const char *), (to, path))

int utimensat(int folder, const char *path, const struct timespec times[2], int flags) {
  REAL(int, "utimensat", int, const char *, const struct timespec *, int);
  if (fails(disturb("utimensat", path))) return -1;
  return real(folder, path, times, flags);
}

// --- calls on open files ---

int fsync(int file) {
  REAL(int, "fsync", int);
  if (fails(disturb_file("fsync", file))) return -1;
  return real(file);
}

// Writes the first half of what is given. Where there are several pieces, only of the first of them.
static void tear(int file, const void *bytes, size_t count) {
  syscall(SYS_write, file, bytes, count / 2);
  die();
}

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(ssize_t, "write", int, const void *, size_t);
  int error = disturb_file("write", file);
  if (error == TEAR) tear(file, bytes, count);
  if (fails(error)) return -1;
  return real(file, bytes, count);
}

#define PWRITE(name, offset_type) \
  ssize_t name(int file, const void *bytes, size_t count, offset_type offset) { \
    REAL(ssize_t, #name, int, const void *, size_t, offset_type); \
    int error = disturb_file("write", file); \
    if (error == TEAR) tear(file, bytes, count); \
    if (fails(error)) return -1; \
    return real(file, bytes, count, offset); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int file, const struct iovec *pieces, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  int error = disturb_file("write", file);
  if (error == TEAR) tear(file, pieces->iov_base, pieces->iov_len);
  if (fails(error)) return -1;
  return real(file, pieces, count);
}

// --- the clock, of which programs read that of the wall ---

static time_t jump(void) {
  return state != NULL && clock_jump != 0 && (at == 0 || atomic_load(&state->fired)) ? clock_jump : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  REAL(int, "clock_gettime", clockid_t, struct timespec *);
  int result = real(clock, now);
  if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec += jump();
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  REAL(int, "gettimeofday", struct timeval *, void *);
  int result = real(now, zone);
  if (result == 0) now->tv_sec += jump();
  return result;
}

time_t time(time_t *result) {
  REAL(time_t, "time", time_t *);
  time_t now = real(NULL) + jump();
  if (result != NULL) *result = now;
  return now;
}
