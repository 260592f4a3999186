/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random system calls with random arguments, random forks and random loans: children of children that may do anything
 * but stop each other or kill the one that waits for the end. The first argument is the seed: the same seed, the same
 * run.
 */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/fork.h>
#include <sys/resource.h>

#include "check.h"

enum { CHILDREN = 12, CALLS = 400, AREA = 8192, SECONDS = 20 /* that a child may use */ };

static char area[AREA] = "/bin/true";
static char *vector[] = {area, area + 1, NULL};
static const char *const names[] = {"/tmp/a", "/tmp/b", "/tmp/d", "/tmp/d/e", "/tmp/a/..", "/tmp/d/.", "/etc/rc"};
static unsigned state;
static pid_t first;

static unsigned next(void)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

/* A number that is worth trying. */
static unsigned value(void)
{
	static const unsigned borders[] = {
		0,          1,          2,          3,    4,    0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 0x80004000,
		0x40000000, 0x7FFFFFFC, 0x3FFFFFFF, 4095, 4096, 0xBFFFFFFF, 0xC0000000, 0xFFFFFFFC, 65536,
	};

	switch (next() % 7) {
	case 0:
		return next();
	case 1:
		return borders[next() % COUNT(borders)];
	case 2:
		return (unsigned)area + next() % AREA;
	case 3:
		return (unsigned)area;
	case 4:
		return (unsigned)vector;
	case 5:
		return (unsigned)names[next() % COUNT(names)];
	default:
		return next() % 64;
	}
}

/* struct sigvec and struct sigcontext have a mask as their second word: is it there, and does it hold one of these? */
static int masks(unsigned at, unsigned signals)
{
	extern char _start[];

	return at >= (unsigned)_start && at < (unsigned)sbrk(0) - 8 && ((const unsigned *)at)[1] & signals;
}

/*
 * Calls that would end the test itself, or hang it, are left out: the first process must live, nobody may stop for
 * good, and a fault must be the end of him who makes it (while its signal is held it comes again and again, as in
 * 4.3BSD). What ends a process at once is rare, so that most live to do more.
 */
static int spares(unsigned number, unsigned a, unsigned b)
{
	const unsigned stops = 1u << 17 | 1u << 18 | 1u << 21 | 1u << 22;
	const unsigned faults = 1u << 4 | 1u << 5 | 1u << 8 | 1u << 10 | 1u << 11 | 1u << 12;

	if (number == SYS_KILL)
		return (int)a > 1 && a != (unsigned)first && !(b < 32 && (stops >> b & 1)) &&
		       (b == 0 || b >= 32 || next() % 16 == 0);
	if (number == SYS_KILLPG || number == SYS_SETPGRP)
		return (int)a > 1 && a != (unsigned)first && !(number == SYS_KILLPG && b < 32);
	if (number == SYS_SIGVEC)
		return a >= 32 || !((faults | stops) >> a & 1 || masks(b, faults >> 1));
	if (number == SYS_SIGRETURN)
		return !masks(a, faults >> 1);
	if (number == SYS_SIGBLOCK || number == SYS_SIGSETMASK)
		return !(a & faults >> 1);
	if (number == SYS_OBREAK) /* less than the program's own data is the end of it */
		return a >= (unsigned)sbrk(0) || next() % 64 == 0;
	return 1;
}

static void rounds(int calls) __attribute__((noreturn));

static int cloned(void *calls)
{
	rounds(*(int *)calls);
}

/* Linux has this; others refuse it. The child's stack is on the heap, which may be taken away again. */
static void make_clone(int calls)
{
	static int fewer;
	const unsigned stops = 1u << 17 | 1u << 18 | 1u << 21 | 1u << 22;
	unsigned sig = value() & 0xff; /* its end must not stop its parent */
	char *stack = sbrk(4096);

	fewer = calls / 8;
	if (stack != (char *)-1 && (sig >= 32 || !(stops >> sig & 1)))
		clone(cloned, stack + 4096, (int)(sig | (next() & (CLONE_VM | CLONE_VFORK))), &fewer);
}

/* Calls at random; a process that they make goes on with fewer, in a stack frame of its own: ours may be lent. */
static void rounds(int calls)
{
	static const unsigned often[] = {SYS_READ,         SYS_WRITE, SYS_OPEN,  SYS_CLOSE,  SYS_OBREAK,
	                                 SYS_LSEEK,        SYS_KILL,  SYS_WAIT4, SYS_GETPID, SYS_GETUID,
	                                 SYS_GETTIMEOFDAY, SYS_REBOOT /* refused: only init may */};
	static const unsigned signals[] = {SYS_SIGVEC,    SYS_SIGBLOCK,  SYS_SIGSETMASK, SYS_SIGSTACK,
	                                   SYS_SIGRETURN, SYS_SETITIMER, SYS_GETITIMER,  SYS_SIGPENDING,
	                                   SYS_SETPGRP,   SYS_GETPGRP,   SYS_KILLPG,     SYS_IOCTL};
	/* select is not among them: it may wait for ever. */
	static const unsigned files[] = {
		SYS_LINK,   SYS_SYMLINK,     SYS_READLINK,    SYS_RENAME,      SYS_UNLINK, SYS_MKDIR,    SYS_RMDIR,
		SYS_CREAT,  SYS_CHDIR,       SYS_TRUNCATE,    SYS_FTRUNCATE,   SYS_CHOWN,  SYS_FCHOWN,   SYS_CHMOD,
		SYS_FCHMOD, SYS_UTIMES,      SYS_STAT,        SYS_LSTAT,       SYS_READV,  SYS_WRITEV,   SYS_ACCESS,
		SYS_FCNTL,  SYS_SETPRIORITY, SYS_GETPRIORITY, SYS_GETHOSTNAME, SYS_DUP2,   SYS_GETRUSAGE};

	for (int i = 0; i < calls; i++) {
		unsigned what = next() % 100, a = value(), b = value();
		unsigned kind = next() % 6, number = kind == 0  ? signals[next() % COUNT(signals)]
		                                     : kind < 3 ? files[next() % COUNT(files)]
		                                                : often[next() % COUNT(often)];
		pid_t child = -1;

		if (what < 2)
			child = fork();
		else if (what < 5)
			child = vfork();
		else if (what == 7) /* Solaris */
			child = next() % 2 ? forkx((int)next() % 8) : vforkx((int)next() % 8);
		else if (what == 8)
			make_clone(calls);
		else if (what == 5)
			raw_call(SYS_EXECVE, a, b, value());
		else if (what == 6 && next() % 8 == 0)
			_exit((int)a & 0x7f);
		else if (what < 12)
			*(volatile char *)(area + next() % AREA) = (char)a;
		else if ((number != SYS_WRITE && number != SYS_WRITEV) ||
		         a > 2) /* what they would print is of no use */
			if (spares(number, a, b))
				raw_call(number, a, b, value());
		if (child == 0)
			rounds(calls / 8);
	}
	_exit(0);
}

static void __attribute__((noreturn)) child(unsigned seed, unsigned number)
{
	const struct rlimit limit = {SECONDS, SECONDS};

	/* Without protection, one process's store can make another one's loop endless. */
	setrlimit(RLIMIT_CPU, &limit);
	state = seed * 7919 + number * 104729 + 1;
	rounds(CALLS);
}

/* A child on a system without fork: this program once more, with the number as an argument. */
static pid_t another(const char *seed, unsigned number)
{
	char text[12];
	pid_t pid;

	sprintf(text, "%u", number);
	pid = vfork();
	if (pid == 0) {
		execl("/bin/calls", "calls", seed ? seed : "1", text, (char *)0);
		_exit(127);
	}
	return pid;
}

int main(int argc, char **argv)
{
	unsigned seed = argc > 1 ? (unsigned)atoi(argv[1]) : 1;
	int made = 0;

	if (argc > 2) {
		first = getppid();
		child(seed, (unsigned)atoi(argv[2]));
	}
	first = getpid();
	signal(SIGTTIN, SIG_IGN); /* who leaves the terminal's group must not be stopped by it */
	signal(SIGTTOU, SIG_IGN);
	for (unsigned i = 0; i < CHILDREN; i++) {
		pid_t pid = fork();

		if (pid < 0 && errno == EINVAL)
			pid = another(argv[1], i);
		if (pid == 0)
			child(seed, i);
		made += pid > 0;
	}
	while (wait(NULL) > 0)
		made--;
	check_same(0, made, "every child has ended");
	check_same(first, getpid(), "the first process is what it was");
	return check_end();
}
