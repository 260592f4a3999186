/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux: clone, and what of vfork it does with which flag. */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "check.h"

#define STACK 8192

static char stack[STACK];
static volatile int shared, go, signals;

static void note(int sig)
{
	(void)sig;
	signals++;
}

static int add(void *arg)
{
	char here;

	shared += *(int *)arg;
	return &here >= stack && &here < stack + STACK ? 3 : 4;
}

static pid_t cloned(int (*function)(void *), int flags, int *arg)
{
	return clone(function, stack + STACK, flags, arg);
}

static void basics(void)
{
	int five = 5;

	shared = 0;
	check_same(EXITED(3), status_of(cloned(add, SIGCHLD, &five)), "a copy, on a stack of its own");
	check_same(0, shared, "its memory is its own");
	check_same(EXITED(3), status_of(cloned(add, CLONE_VM | CLONE_VFORK | SIGCHLD, &five)),
	           "as vfork, but on its own stack");
	check_same(5, shared, "its memory is its parent's");
}

/* How long the parent was held: the child sleeps, then notes it. */
static int slow(void *arg)
{
	(void)arg;
	sleep(1);
	go = 1;
	return 5;
}

static void holding(void)
{
	pid_t pid;

	go = 0;
	pid = cloned(slow, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
	check_same(1, go, "CLONE_VFORK: the parent waits for the end");
	check_same(EXITED(5), status_of(pid), "which comes");
	go = 0;
	pid = cloned(slow, CLONE_VM | SIGCHLD, NULL);
	check_same(0, go, "CLONE_VM alone: the parent goes on");
	check_same(EXITED(5), status_of(pid), "and can wait");
	check_same(1, go, "for what the child writes into its memory");
	go = 0;
	pid = cloned(slow, CLONE_VFORK | SIGCHLD, NULL);
	check_same(0, waitpid(pid, NULL, WNOHANG) == 0, "CLONE_VFORK alone: the parent waits");
	check_same(0, go, "for a child with its own memory");
}

/* Two that run at once on one memory: each sees what the other writes, and both may make it grow. */
static int partner(void *arg)
{
	char *mine = sbrk(20000);

	(void)arg;
	memset(mine, 1, 20000);
	shared = 1;
	while (shared != 2)
		;
	return mine[19999];
}

static int recurse(int depth)
{
	volatile char room[1000];

	room[0] = (char)depth;
	return depth ? recurse(depth - 1) + room[0] : 0;
}

static void together(void)
{
	char *end = sbrk(0), *mine;
	pid_t pid;

	shared = 0;
	pid = cloned(partner, CLONE_VM | SIGCHLD, NULL);
	while (shared != 1)
		;
	check(sbrk(0) == end + 20000, "the heap has grown");
	check_same(1, end[19999], "and has what was written there");
	mine = sbrk(50000);
	memset(mine, 7, 50000);
	recurse(30);
	shared = 2;
	check_same(EXITED(1), status_of(pid), "the other one sees it, and goes");
	check_same(7, mine[49999], "the memory stays");
}

/* A fork of one of two: a copy, while the two go on sharing. */
static void forked(void)
{
	int five = 5;
	pid_t pid, other;

	go = 0;
	shared = 1;
	pid = cloned(slow, CLONE_VM | SIGCHLD, NULL);
	other = fork();
	if (other == 0) {
		shared = 77;
		_exit(go);
	}
	shared = 2;
	check_same(0, waitpid(other, NULL, 0) != other, "one of two forks");
	check_same(2, shared, "its child has a copy");
	check_same(EXITED(5), status_of(pid), "the other one ends");
	check_same(1, go, "and was sharing still");
	shared = 0;
	status_of(cloned(add, CLONE_VM | CLONE_VFORK | SIGCHLD, &five));
	check_same(5, shared, "so does the next");
}

static int execute(void *arg)
{
	(void)arg;
	execl("/bin/true", "true", (char *)0);
	return 9;
}

static int wait_there(void *arg)
{
	(void)arg;
	shared = 1;
	while (shared)
		pause();
	return 0;
}

/* What the end sends, and which wait tells of it. */
static void ends(void)
{
	int status, five = 5;
	pid_t pid;

	signal(SIGCHLD, note);
	signal(SIGUSR1, note);
	signals = 0;
	check_same(EXITED(3), status_of(cloned(add, SIGCHLD, &five)), "SIGCHLD");
	check_same(1, signals, "is sent");
	pid = cloned(add, SIGUSR1 | CLONE_VM | CLONE_VFORK, &five);
	check_same(2, signals, "so is another one");
	check(wait(&status) == -1 && errno == ECHILD, "but wait does not tell of the child");
	check(waitpid(pid, &status, 0) == -1 && errno == ECHILD, "nor does waitpid");
	check(waitpid(pid, &status, __WCLONE) == pid && status == EXITED(3), "__WCLONE does");
	pid = cloned(add, CLONE_VM | CLONE_VFORK, &five);
	check_same(2, signals, "or no signal");
	check(waitpid(-1, &status, __WALL) == pid && status == EXITED(3), "__WALL does, too");
	pid = cloned(execute, CLONE_VM | CLONE_VFORK, NULL);
	check_same(EXITED(0), status_of(pid), "after exec it is a child like others");
	check_same(3, signals, "and sends SIGCHLD");
	pid = fork();
	if (pid == 0)
		_exit(6);
	check(waitpid(-1, &status, __WCLONE) == -1 && errno == ECHILD, "__WCLONE does not tell of others");
	check_same(EXITED(6), status_of(pid), "wait does");

	shared = 0;
	pid = cloned(wait_there, CLONE_VM | SIGCHLD, NULL);
	while (shared != 1)
		;
	kill(pid, SIGKILL);
	check_same(SIGKILL, status_of(pid), "one of two can be killed");
	shared = 2;
	check_same(2, shared, "the other one has the memory");
	signal(SIGCHLD, SIG_DFL);
	signal(SIGUSR1, SIG_DFL);
}

static int has_sigstack(void *arg)
{
	struct sigstack had;

	(void)arg;
	return sigstack(NULL, &had) == 0 && had.ss_sp != NULL;
}

/* A child on its parent's memory that does not wait for it cannot have the same stack for handlers. */
static void sigstacks(void)
{
	static char handlers[1000];
	struct sigstack on = {handlers + sizeof(handlers), 0}, off = {NULL, 0};

	sigstack(&on, NULL);
	check_same(EXITED(1), status_of(cloned(has_sigstack, SIGCHLD, NULL)), "a fork has a signal stack");
	check_same(EXITED(1), status_of(cloned(has_sigstack, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL)),
	           "so has a vfork");
	check_same(EXITED(0), status_of(cloned(has_sigstack, CLONE_VM | SIGCHLD, NULL)), "CLONE_VM alone has none");
	check_same(1, has_sigstack(NULL), "and its parent keeps his");
	sigstack(&off, NULL);
}

static void refused(void)
{
	int five = 5;

	check(clone(NULL, stack + STACK, SIGCHLD, NULL) == -1 && errno == EINVAL, "without a function");
	check(clone(add, NULL, SIGCHLD, NULL) == -1 && errno == EINVAL, "without a stack");
	check(cloned(add, 0x400 | SIGCHLD, &five) == -1 && errno == EINVAL, "CLONE_FILES");
	check(cloned(add, 0x100000 | SIGCHLD, &five) == -1 && errno == EINVAL, "a flag of no use");
	check(cloned(add, 200, &five) == -1 && errno == EINVAL, "a signal that is none");
	check(wait(NULL) == -1 && errno == ECHILD, "nobody was made");
}

/* The system call with 0 for a stack pointer. */
static void by_number(void)
{
	int status = 0;
	long pid = raw_call(SYS_CLONE, SIGCHLD, 0, 0);

	if (pid == 0) /* the kernel's, without a stub */
		_exit(8);
	check(pid > 0 && wait(&status) == pid && status == EXITED(8), "the parent's stack, copied: fork");
}

/* More of them than there are slots and page frames. */
static void repeated(void)
{
	int five = 5, good = 1;

	for (int i = 0; i < 1000; i++) {
		pid_t pid = cloned(add, SIGCHLD | (i % 2 ? CLONE_VM : 0) | (i % 3 ? CLONE_VFORK : 0), &five);

		good &= status_of(pid) == EXITED(3);
	}
	check(good, "a thousand leave nothing behind");
}

int main(void)
{
	basics();
	holding();
	together();
	forked();
	ends();
	sigstacks();
	refused();
	by_number();
	repeated();
	return check_end();
}
