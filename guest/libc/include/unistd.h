/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes, descriptors and memory: the system calls and what stands right on them. -1 and errno on failure. */
#ifndef _UNISTD_H
#define _UNISTD_H

#include <stddef.h>
#include <sys/types.h>

#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

extern char **environ;

pid_t fork(void);
pid_t vfork(void) __attribute__((returns_twice)); /* borrows the caller's memory until exec or _exit */
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

/* Process groups: 4.3BSD's two (0 is the caller), then POSIX's. */
pid_t getpgrp(pid_t pid);
int setpgrp(pid_t pid, pid_t pgrp);
pid_t getpgid(pid_t pid);
int setpgid(pid_t pid, pid_t pgrp);
pid_t tcgetpgrp(int fd); /* the one in the foreground of a terminal */
int tcsetpgrp(int fd, pid_t pgrp);
int isatty(int fd);

unsigned alarm(unsigned seconds); /* SIGALRM then; 0 only stops the timer. Returns what was left of the last one */
int pause(void);                  /* until a signal was handled: -1 and EINTR */
unsigned sleep(unsigned seconds); /* what is left if a signal ended it. Uses alarm's timer, as usleep does */
int usleep(unsigned microseconds);

ssize_t read(int fd, void *buf, size_t bytes);
ssize_t write(int fd, const void *buf, size_t bytes);
int close(int fd);
int dup(int fd);
int dup2(int fd, int to);
int pipe(int fds[2]); /* fds[0] to read from, fds[1] to write to */
int isatty(int fd);
int getdtablesize(void);
off_t lseek(int fd, off_t offset, int whence);

#define F_OK 0
#define X_OK 1
#define W_OK 2
#define R_OK 4
int access(const char *path, int mode);
int unlink(const char *path);
int rmdir(const char *path);
int chdir(const char *path);
char *getcwd(char *to, size_t bytes); /* to null: from malloc */

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
int execlp(const char *file, const char *arg0, ... /* , (char *)0 */);

int reboot(int status); /* init only: stops the machine, which hands the status to the host */

#endif
