/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System calls that fail: each with its error, and nothing else has changed. The table is gone through twice, by a
 * process of its own and by a borrower, which has to be just as safe with its lender's memory.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>

#include "check.h"

#define NOWHERE 0x50000000u
#define KERNEL 0x80004000u
#define LAST 0xFFFFFFF0u
#define ADDRESS(pointer) ((unsigned)(pointer))

static char room[64];
static char long_name[5000], huge[140000]; /* longer than any system takes */
static char *good_argv[] = {"again", NULL}, *bad_string[] = {(char *)0x60000000, NULL}, *huge_argv[] = {huge, NULL};

static const struct {
	const char *name;
	unsigned number, a, b, c;
	int error;
} cases[] = {
	{"write: buffer nowhere", SYS_WRITE, 1, NOWHERE, 10, EFAULT},
	{"write: buffer at the end of all", SYS_WRITE, 1, LAST, 100, EFAULT},
	{"write: buffer in the kernel", SYS_WRITE, 1, KERNEL, 4, EFAULT},
	{"write: negative length", SYS_WRITE, 1, ADDRESS(room), -1, EINVAL},
	{"write: descriptor too large", SYS_WRITE, 99, ADDRESS(room), 1, EBADF},
	{"write: negative descriptor", SYS_WRITE, -1, ADDRESS(room), 1, EBADF},
	{"write: closed descriptor", SYS_WRITE, 19, ADDRESS(room), 1, EBADF},
	{"read: closed descriptor", SYS_READ, 19, ADDRESS(room), 1, EBADF},
	{"read: negative length", SYS_READ, 0, ADDRESS(room), -1, EINVAL},
	{"close: closed descriptor", SYS_CLOSE, 19, 0, 0, EBADF},
	{"close: huge descriptor", SYS_CLOSE, 0x40000000, 0, 0, EBADF},
	{"open: path nowhere", SYS_OPEN, NOWHERE, 0, 0, EFAULT},
	{"open: path in the kernel", SYS_OPEN, KERNEL, 0, 0, EFAULT},
	{"open: no such file", SYS_OPEN, ADDRESS("/nothing"), 0, 0, ENOENT},
	{"open: no such directory", SYS_OPEN, ADDRESS("/nothing/at/all"), 0, 0, ENOENT},
	{"open: empty path", SYS_OPEN, ADDRESS(""), 0, 0, ENOENT},
	{"open: file as a directory", SYS_OPEN, ADDRESS("/etc/rc/x"), 0, 0, ENOTDIR},
	{"open: directory for writing", SYS_OPEN, ADDRESS("/etc"), 1, 0, EISDIR},
	{"open: file for writing", SYS_OPEN, ADDRESS("/etc/rc"), 1, 0, EROFS},
	{"open: name too long", SYS_OPEN, ADDRESS(long_name), 0, 0, ENAMETOOLONG},
	{"lseek: closed descriptor", SYS_LSEEK, 19, 0, 0, EBADF},
	{"lseek: console", SYS_LSEEK, 1, 0, 0, ESPIPE},
	{"wait: no children", SYS_WAIT4, 0, 0, 0, ECHILD},
	{"kill: no such process", SYS_KILL, 9999, 0, 0, ESRCH},
	{"kill: no such group", SYS_KILL, -9999, 0, 0, ESRCH},
	{"kill: no such signal", SYS_KILL, 1, 77, 0, EINVAL},
	{"kill: negative signal", SYS_KILL, 1, -1, 0, EINVAL},
	{"gettimeofday: nowhere", SYS_GETTIMEOFDAY, NOWHERE, 0, 0, EFAULT},
	{"gettimeofday: into the text", SYS_GETTIMEOFDAY, 0x10, 0, 0, EFAULT},
	{"brk: more than there is", SYS_OBREAK, 0x07000000, 0, 0, ENOMEM},
	{"brk: into the stack's region", SYS_OBREAK, 0x70000000, 0, 0, ENOMEM},
	{"brk: into the kernel", SYS_OBREAK, KERNEL, 0, 0, ENOMEM},
	{"brk: the end of all", SYS_OBREAK, 0xFFFFFFFF, 0, 0, ENOMEM},
	{"exec: no such file", SYS_EXECVE, ADDRESS("/nothing"), ADDRESS(good_argv), 0, ENOENT},
	{"exec: no program", SYS_EXECVE, ADDRESS("/etc/rc"), ADDRESS(good_argv), 0, ENOEXEC},
	{"exec: a directory", SYS_EXECVE, ADDRESS("/etc"), ADDRESS(good_argv), 0, EACCES},
	{"exec: path nowhere", SYS_EXECVE, NOWHERE, ADDRESS(good_argv), 0, EFAULT},
	{"exec: path at the end of all", SYS_EXECVE, 0xFFFFFFFF, ADDRESS(good_argv), 0, EFAULT},
	{"exec: arguments nowhere", SYS_EXECVE, ADDRESS("/bin/true"), 0x60000000, 0, EFAULT},
	{"exec: an argument nowhere", SYS_EXECVE, ADDRESS("/bin/true"), ADDRESS(bad_string), 0, EFAULT},
	{"exec: environment nowhere", SYS_EXECVE, ADDRESS("/bin/true"), ADDRESS(good_argv), 0x77777777, EFAULT},
	{"exec: arguments too large", SYS_EXECVE, ADDRESS("/bin/true"), ADDRESS(huge_argv), 0, E2BIG},
	{"exec: name too long", SYS_EXECVE, ADDRESS(long_name), ADDRESS(good_argv), 0, ENAMETOOLONG},
};

/* 0 if a case fails as it should, otherwise the error that came instead; -1 if it did not fail at all. */
static int outcome(size_t i)
{
	errno = 0;
	if (raw_call(cases[i].number, cases[i].a, cases[i].b, cases[i].c) != -1)
		return -1;
	return errno == cases[i].error ? 0 : errno;
}

/* A borrower does all of it. It tells the first case that went wrong, counted from 1. */
static int by_borrower(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		for (size_t i = 0; i < COUNT(cases); i++)
			if (outcome(i) != 0)
				_exit((int)i + 1);
		_exit(0);
	}
	return status_of(pid);
}

/* What a file that is open for reading does at its borders. */
static void on_file(void)
{
	int fd = open("../etc/../etc/./rc", 0);
	long size = lseek(fd, 0, 2);

	check(fd == 3, "open: a path with . and .. in it");
	check(size > 0, "lseek: the end");
	check(read(fd, room, 4) == 0, "read: at the end");
	check(lseek(fd, 1000000, 0) == 1000000 && read(fd, room, 4) == 0, "read: beyond the end");
	check(lseek(fd, 0, 0) == 0 && read(fd, room, sizeof room) == (size < 64 ? size : 64), "read: all there is");
	check(lseek(fd, -1, 0) == -1 && errno == EINVAL, "lseek: before the beginning");
	check(lseek(fd, 0, 9) == -1 && errno == EINVAL, "lseek: whence is wrong");
	check(lseek(fd, 0, 0) == 0 && read(fd, (void *)0x10, 10) == -1 && errno == EFAULT, "read: into the text");
	check(read(fd, (void *)KERNEL, 4) == -1 && errno == EFAULT, "read: into the kernel");
	check(lseek(fd, 0, 1) == 0, "a read that failed has not moved the file");
	check(write(fd, room, 1) == -1 && errno == EBADF, "write: not open for writing");
	check(close(fd) == 0 && close(fd) == -1 && errno == EBADF, "close: twice");
}

static void descriptors(void)
{
	int n = 0, all = 1;

	while (open("/etc/rc", 0) >= 0)
		n++;
	check_same(EMFILE, errno, "open: too many files");
	check_same(getdtablesize() - 3, n, "a process has as many descriptors as it is told");
	for (int fd = 3; fd < 3 + n; fd++)
		all &= close(fd) == 0;
	check(all, "all of them can be closed");
}

/* A program that gets no arguments and no environment: its stack begins with three zeros, and ends there. */
static int without_arguments(void)
{
	char *const none[] = {NULL};
	pid_t pid = vfork();

	if (pid == 0) {
		execve("/bin/true", none, none);
		_exit(1);
	}
	return status_of(pid);
}

int main(void)
{
	memset(long_name, 'a', sizeof long_name - 1);
	memset(huge, 'h', sizeof huge - 1);
	for (size_t i = 0; i < COUNT(cases); i++)
		check_same(0, outcome(i), cases[i].name);
	check_same(EXITED(0), by_borrower(), "the same errors for a borrower");
	check_same(EXITED(0), without_arguments(), "exec: no arguments and no environment");
	check_same(0, kill(getpid(), 0), "kill: signal 0 only asks");
	check_same(0, kill(1, SIGKILL), "kill: init does not mind");
	on_file();
	descriptors();
	return check_end();
}
