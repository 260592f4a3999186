/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes, descriptors and memory: the system calls and what stands right on them. -1 and errno on failure. */
#ifndef _UNISTD_H
#define _UNISTD_H

#include <stddef.h>
#include <sys/types.h>

#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2

#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif

extern char **environ;

pid_t fork(void);
/* Borrows the caller's memory until exec or _exit. A program that asks for a POSIX without it does not get it: that was
 * removed in 2008, and belonged to X/Open before. (vfork(2) of Linux man-pages tells when glibc declares it.) */
#if (!defined(_POSIX_SOURCE) && !defined(_POSIX_C_SOURCE) && !defined(_XOPEN_SOURCE)) || defined(_DEFAULT_SOURCE) ||   \
	defined(_BSD_SOURCE) || defined(_GNU_SOURCE) ||                                                                \
	(_XOPEN_SOURCE + 0 >= 500 && _XOPEN_SOURCE + 0 < 700 && _POSIX_C_SOURCE + 0 < 200809L)
pid_t vfork(void) __attribute__((returns_twice));
#endif
void _exit(int status) __attribute__((noreturn)); /* leaves at once: buffers stay as they are; see exit in stdlib.h */
pid_t getpid(void);
pid_t getppid(void);
uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);
int setreuid(uid_t real, uid_t effective); /* -1: as it is */
int setregid(gid_t real, gid_t effective);
int setuid(uid_t uid);
int setgid(gid_t gid);
int seteuid(uid_t uid);
int setegid(gid_t gid);
/* 4.3BSD has no saved ids: the effective ones stand for them. */
int getresuid(uid_t *real, uid_t *effective, uid_t *saved);
int getresgid(gid_t *real, gid_t *effective, gid_t *saved);

/* Further groups that the process is in; how many. With no room only that. */
int getgroups(int room, gid_t to[]);
int setgroups(int count, const gid_t from[]); /* root only */

/* Process groups: 4.3BSD's two (0 is the caller), then POSIX's. */
pid_t getpgrp(pid_t pid);
#define getpgrp(...) (getpgrp)(__VA_ARGS__ + 0) /* POSIX's has no argument */
int setpgrp(pid_t pid, pid_t pgrp);
pid_t getpgid(pid_t pid);
int setpgid(pid_t pid, pid_t pgrp);
pid_t getsid(pid_t pid); /* its process group, for want of sessions */
pid_t setsid(void);      /* a process group of one's own; there are no sessions, and the terminal stays */
pid_t tcgetpgrp(int fd); /* the one in the foreground of a terminal */
int tcsetpgrp(int fd, pid_t pgrp);
int isatty(int fd);
char *ttyname(int fd);
int ttyname_r(int fd, char *to, size_t bytes);
int ttyslot(void);    /* its place in /etc/ttys, from 1; 0: it has none */
char *getlogin(void); /* the name of the real user; null if it has none */
int getlogin_r(char *to, size_t bytes);
char *cuserid(char *to);
char *getpass(const char *prompt); /* eight characters from the terminal, not shown */

int nice(int increment);
int gethostname(char *to, size_t bytes);
int sethostname(const char *name, int bytes);
int getpagesize(void);
long sysconf(int name);
enum {
	_SC_ARG_MAX,
	_SC_CHILD_MAX,
	_SC_CLK_TCK,
	_SC_OPEN_MAX,
	_SC_PAGESIZE,
	_SC_PAGE_SIZE = _SC_PAGESIZE,
	_SC_NPROCESSORS_ONLN,
	_SC_JOB_CONTROL,
	_SC_SAVED_IDS,
	_SC_VERSION,
	_SC_2_C_BIND,
	_SC_2_C_DEV,
	_SC_2_FORT_DEV,
	_SC_2_FORT_RUN,
	_SC_2_LOCALEDEF,
	_SC_2_SW_DEV,
	_SC_2_UPE,
	_SC_2_VERSION,
	_SC_ATEXIT_MAX,
	_SC_BC_BASE_MAX,
	_SC_BC_DIM_MAX,
	_SC_BC_SCALE_MAX,
	_SC_BC_STRING_MAX,
	_SC_COLL_WEIGHTS_MAX,
	_SC_EXPR_NEST_MAX,
	_SC_FSYNC,
	_SC_GETGR_R_SIZE_MAX,
	_SC_GETPW_R_SIZE_MAX,
	_SC_HOST_NAME_MAX,
	_SC_IOV_MAX,
	_SC_LINE_MAX,
	_SC_LOGIN_NAME_MAX,
	_SC_MAPPED_FILES,
	_SC_MEMORY_PROTECTION,
	_SC_MONOTONIC_CLOCK,
	_SC_NGROUPS_MAX,
	_SC_NPROCESSORS_CONF,
	_SC_REALTIME_SIGNALS,
	_SC_REGEXP,
	_SC_RE_DUP_MAX,
	_SC_SEMAPHORES,
	_SC_SHELL,
	_SC_SPAWN,
	_SC_STREAM_MAX,
	_SC_SYMLOOP_MAX,
	_SC_THREADS,
	_SC_TIMERS,
	_SC_TTY_NAME_MAX,
	_SC_TZNAME_MAX,
	_SC_XOPEN_CRYPT,
	_SC_XOPEN_UNIX,
	_SC_XOPEN_VERSION,
};

/* Options of POSIX: this is none of its systems, so only some hold, and sysconf tells the same. */
#define _POSIX_VERSION (-1L)
#define _POSIX2_VERSION (-1L)
#define _POSIX_JOB_CONTROL 1
#define _POSIX_SAVED_IDS (-1)
#define _POSIX_CHOWN_RESTRICTED 1
#define _POSIX_NO_TRUNC 1
#define _POSIX_VDISABLE 0xff
#define _POSIX_REGEXP 1
#define _POSIX_SHELL 1
#define _POSIX_SPAWN 200112L

/* Strings of the system: the value with its NUL has that many bytes; 0 and EINVAL. */
size_t confstr(int name, char *to, size_t room);
#define _CS_PATH 1

/* What holds on the system that runs; -1: no limit, or EINVAL. The constants of <limits.h> are 4.3BSD's. */
long pathconf(const char *path, int name);
long fpathconf(int fd, int name);
enum {
	_PC_LINK_MAX,
	_PC_NAME_MAX,
	_PC_PATH_MAX,
	_PC_PIPE_BUF,
	_PC_CHOWN_RESTRICTED,
	_PC_NO_TRUNC,
	_PC_FILESIZEBITS,
	_PC_MAX_CANON,
	_PC_MAX_INPUT,
	_PC_SYMLINK_MAX,
	_PC_SYNC_IO,
	_PC_VDISABLE,
};

unsigned alarm(unsigned seconds);  /* SIGALRM then; 0 only stops the timer. Returns what was left of the last one */
int pause(void);                   /* until a signal was handled: -1 and EINTR */
unsigned sleep(unsigned seconds);  /* what is left if a signal that was handled ended it. An alarm goes on meanwhile */
int usleep(unsigned microseconds); /* -1 and EINTR if a signal that was handled ended it */
unsigned ualarm(unsigned microseconds, unsigned interval);

ssize_t read(int fd, void *buf, size_t bytes);
ssize_t write(int fd, const void *buf, size_t bytes);
int close(int fd);
int dup(int fd);
int dup2(int fd, int to);
int pipe(int fds[2]); /* fds[0] to read from, fds[1] to write to */
/* As if the descriptor were at that offset; it stays where it is. */
ssize_t pread(int fd, void *buf, size_t bytes, off_t offset);
ssize_t pwrite(int fd, const void *buf, size_t bytes, off_t offset);
int getdtablesize(void);
int sync(void); /* nor here */
int fdatasync(int fd);
int fsync(int fd); /* files are in memory: there is nothing to write out */
off_t lseek(int fd, off_t offset, int whence);

#ifndef F_OK
#define F_OK 0
#define X_OK 1
#define W_OK 2
#define R_OK 4
#endif
int access(const char *path, int mode);
int unlink(const char *path);
int link(const char *path, const char *other);
int symlink(const char *text, const char *path);
ssize_t readlink(const char *path, char *to, size_t bytes); /* no NUL at the end */
int chown(const char *path, uid_t uid, gid_t gid);
int fchown(int fd, uid_t uid, gid_t gid);
int lchown(const char *path, uid_t uid, gid_t gid); /* of a symbolic link: EOPNOTSUPP */
int truncate(const char *path, off_t length);
int ftruncate(int fd, off_t length);
int rmdir(const char *path);
int chdir(const char *path);
int fchdir(int fd);
/* A part of a file from the offset on: EINVAL, as fcntl's locks; flock (sys/file.h) locks whole files. */
#define F_ULOCK 0
#define F_LOCK 1
#define F_TLOCK 2
#define F_TEST 3
int lockf(int fd, int what, off_t bytes);
int chroot(const char *path);         /* root only: paths that begin with a slash begin there */
char *getcwd(char *to, size_t bytes); /* to null: from malloc */
char *getwd(char *to);                /* 4.3BSD: there is room for a path */

int ruserok(const char *host, int root, const char *theirs, const char *ours); /* -1: there is no network */
long gethostid(void);                                                          /* 0: nobody has given the machine one */
char *ctermid(char *to);                                                       /* /dev/tty */
void encrypt(char *bits, int decrypts);               /* V7: 64 of them, a byte each, by DES with setkey's key */
char *crypt(const char *key, const char *salt);       /* V7: eight characters, by DES, with two of salt in front */
void swab(const void *from, void *to, ssize_t bytes); /* pairs of bytes change about */

extern char *optarg;
extern int optind, opterr, optopt;
int getopt(int argc, char *const argv[], const char *options);

int brk(void *end_of_heap);
void *sbrk(intptr_t increment); /* the old end of the heap; (void *)-1 on failure */

/* All of them return only on failure. The p forms look through PATH, the e forms take an environment. */
int execve(const char *path, char *const argv[], char *const envp[]);
int execv(const char *path, char *const argv[]);
int execvp(const char *file, char *const argv[]);
int execl(const char *path, const char *arg0, ... /* , (char *)0 */);
int execle(const char *path, const char *arg0, ... /* , (char *)0, char *const envp[] */);
int execvpe(const char *file, char *const argv[], char *const envp[]);
int execlp(const char *file, const char *arg0, ... /* , (char *)0 */);

int reboot(int status); /* init only: stops the machine, which hands the status to the host */

#endif
