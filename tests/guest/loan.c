/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a child of vfork may do, and what of it the parent sees. The argument says what to expect: "lent" where the
 * memory is the parent's, "held" where the child has its own and the parent waits, "free" where the parent does not
 * wait either; "once" after "lent" where a borrower cannot lend.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/vforkrule.h>

#include "check.h"

#define MEGABYTE (1 << 20)
#define HEAP (3 * MEGABYTE)

static int lent, held, once;
static volatile int shared;
static char *volatile heap;
static volatile pid_t seen_pid, seen_parent;

static int recurse(int depth)
{
	volatile char room[1000];

	room[0] = (char)depth;
	return depth ? recurse(depth - 1) + room[0] : 0;
}

static void memory(void)
{
	pid_t pid;

	shared = 1;
	pid = vfork();
	if (pid == 0) {
		shared = 42;
		_exit(5);
	}
	check_same(EXITED(5), status_of(pid), "the child's status");
	check_same(lent ? 42 : 1, shared, "a variable that the child stored into");
}

static void identity(void)
{
	pid_t me = getpid(), pid = vfork();

	if (pid == 0) {
		seen_pid = getpid();
		seen_parent = getppid();
		_exit(seen_pid != me && seen_parent == me ? 0 : 1);
	}
	check_same(EXITED(0), status_of(pid), "the child has a pid of its own and its parent's as getppid");
	check_same(lent ? pid : 0, seen_pid, "vfork gives the parent the child's pid");
	check_same(me, getpid(), "the parent's pid is what it was");
}

/* Descriptors are each one's own, the file behind them is not. */
static void files(void)
{
	int fd = open("/bin/true", O_RDONLY);
	char magic[4];
	pid_t pid = vfork();

	if (pid == 0) {
		if (read(fd, magic, 1) != 1 || close(fd) != 0)
			_exit(1);
		close(1);
		_exit(0);
	}
	check_same(EXITED(0), status_of(pid), "the child reads a byte and closes its descriptors");
	check(read(fd, magic, 3) == 3 && memcmp(magic, "ELF", 3) == 0,
	      "the parent's are open; the offset has moved for both");
	close(fd);
}

static void nested(void)
{
	pid_t first, second, third;

	if (once) {
		first = vfork();
		if (first == 0)
			_exit(vfork() == -1 ? errno : 0);
		check_same(EXITED(EINVAL), status_of(first), "no loan in another");
		return;
	}
	shared = 0;
	first = vfork();
	if (first == 0) {
		second = vfork();
		if (second == 0) {
			third = vfork();
			if (third == 0) {
				shared |= 4;
				_exit(4);
			}
			shared |= 2;
			_exit(status_of(third) == EXITED(4) ? 2 : 99);
		}
		shared |= 1;
		_exit(status_of(second) == EXITED(2) ? 1 : 99);
	}
	check_same(EXITED(1), status_of(first), "three loans in one another");
	check_same(lent ? 7 : 0, shared, "all of them wrote into the same variable");
}

/* The heap and the stack that the child grew come back with the loan. */
static void growth(void)
{
	char *end = sbrk(0);
	pid_t pid;

	heap = NULL;
	pid = vfork();
	if (pid == 0) {
		heap = sbrk(HEAP);
		if (heap == (char *)-1)
			_exit(1);
		memset(heap, 3, HEAP);
		recurse(300);
		_exit(0);
	}
	check_same(EXITED(0), status_of(pid), "the child grows heap and stack");
	check_same((long)(lent ? end + HEAP : end), (long)sbrk(0), "the end of the heap");
	if (!lent)
		return;
	check(heap == end && heap[0] == 3 && heap[HEAP - 1] == 3, "what the child put into the heap");
	heap[5] = 1;
	check(sbrk(-HEAP) != (void *)-1 && sbrk(0) == end, "the parent gives the heap back");
}

static void fork_in_loan(void)
{
	pid_t pid, grandchild;

	shared = 1;
	pid = vfork();
	if (pid == 0) {
		grandchild = fork();
		if (grandchild == 0) {
			shared = 77;
			_exit(7);
		}
		_exit(status_of(grandchild) == EXITED(7) && shared == 1 ? 6 : 99);
	}
	check_same(EXITED(6), status_of(pid), "a borrower forks");
	check_same(1, shared, "the fork of a borrower has its own memory");
}

static void exec(void)
{
	static char *arguments[] = {"loan", "again", "b c", NULL}, *environment[] = {"A=b", "PATH=hello", NULL};
	pid_t pid;

	shared = 1;
	pid = vfork();
	if (pid == 0) {
		if (execv("/nothing", arguments) != -1)
			_exit(98);
		shared = 2;
		execve("/bin/loan", arguments, environment);
		_exit(99);
	}
	check_same(EXITED(5), status_of(pid), "exec with arguments and environment, after one that failed");
	check_same(lent ? 2 : 1, shared, "what the child stored before exec");
}

/* What the program does when it is run by exec() above. */
static int again(int argc, char **argv)
{
	const char *path = getenv("PATH"), *a = getenv("A");

	return argc == 3 && strcmp(argv[0], "loan") == 0 && strcmp(argv[2], "b c") == 0 && argv[3] == NULL && path &&
	                       strcmp(path, "hello") == 0 && a && strcmp(a, "b") == 0 && !getenv("HOME")
	               ? 5
	               : 6;
}

/* The lender cannot be killed before its memory is back; nor the parent of a system where it only waits. */
static void kill_lender(void)
{
	pid_t pid, child;

	if (!held)
		return;
	pid = fork();
	if (pid == 0) {
		child = vfork();
		if (child == 0) {
			kill(getppid(), SIGKILL);
			shared = 3;
			execl("/bin/true", "true", (char *)NULL);
			_exit(1);
		}
		_exit(11);
	}
	check_same(SIGKILL, status_of(pid), "a lender that is killed dies after the loan, before its next instruction");
	pid = fork();
	if (pid == 0) {
		child = vfork();
		if (child == 0) {
			kill(getppid(), SIGTERM);
			_exit(0);
		}
		_exit(11);
	}
	check_same(SIGTERM, status_of(pid), "the same by a signal that could be caught");
}

/* A borrower that stops would stop its lender, too: the signal waits until the memory is back. */
static void stop_borrower(void)
{
	pid_t pid;

	if (!held || vforkrule(VR_STOP, VR_ASK) == VR_STOPS)
		return; /* stops.c tells what happens there */
	shared = 0;
	pid = vfork();
	if (pid == 0) {
		kill(getpid(), SIGTSTP);
		shared = 1;
		execl("/bin/true", "true", (char *)NULL);
		_exit(1);
	}
	check_same(lent, shared, "a borrower runs on after SIGTSTP");
	kill(pid, SIGCONT);
	check_same(EXITED(0), status_of(pid), "it is stopped after its exec, and can be continued");
}

/* Many loans one after the other leave nothing behind: more of them than there are process slots and page frames. */
static void repeated(void)
{
	int good = 1;
	pid_t last = 0;

	for (int i = 0; good && i < 3000; i++) {
		pid_t pid = vfork();

		if (pid == 0)
			_exit(i & 0x7f);
		good = status_of(pid) == EXITED(i & 0x7f) && pid != last;
		last = pid;
	}
	check(good, "3000 loans");
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "again") == 0)
		return again(argc, argv);
	lent = argc > 1 && strcmp(argv[1], "lent") == 0;
	once = argc > 2 && strcmp(argv[2], "once") == 0;
	held = lent || (argc > 1 && strcmp(argv[1], "held") == 0);
	memory();
	identity();
	files();
	nested();
	growth();
	fork_in_loan();
	exec();
	kill_lender();
	stop_borrower();
	repeated();
	return check_end();
}
