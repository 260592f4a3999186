/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clone: vfork with discipline
 *
 * Linux makes vfork of clone with two flags: CLONE_VM, one memory, and CLONE_VFORK, the parent waits. A library that
 * starts programs needs both, and no hazard. So it gives the child a stack of its own, blocks all signals, so that no
 * handler runs on the parent's memory, and has the child tell what went wrong in one variable. glibc's posix_spawn
 * works so. (It also lets signals through again just before exec, with the default for each.)
 * Here the child sends itself SIGUSR1, for which the parent has a handler, and tries to execute what is not there.
 * `vfork`: the same by vfork: the child runs on the parent's stack, and the parent's handler runs there, too.
 * `copy`:  CLONE_VFORK alone: the parent waits, but the message goes into a copy.
 * `free`:  CLONE_VM alone: nobody waits; the two run at the same time.
 *
 * Watch the child's stack pointer: it is in the data region, in `stack`.
 *
 * Try: clone · clone vfork · clone copy · clone free · clone under --system 4.3bsd, which has none
 *
 * System: linux
 *
 * Topic: One stack, 30
 *
 * In the matrix:
 *	own        its own stack
 *	none       there is no clone
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct message {
	volatile int error;
	volatile int on_stack; /* of the child's own */
	volatile int go;       /* the child may begin */
};

static char stack[8192];
static volatile int handled;

static void count(int sig)
{
	(void)sig;
	handled++;
}

static int child(void *arg)
{
	struct message *m = arg;
	char here;

	while (!m->go)
		;
	m->on_stack = &here >= stack && &here < stack + sizeof(stack);
	kill(getpid(), SIGUSR1);
	execl("/no/such/program", "program", (char *)0);
	m->error = errno;
	return 127;
}

int main(int argc, char **argv)
{
	const char *way = argc > 1 ? argv[1] : "";
	int flags = strcmp(way, "copy") == 0   ? CLONE_VFORK
	            : strcmp(way, "free") == 0 ? CLONE_VM
	                                       : CLONE_VM | CLONE_VFORK;
	int at_once = flags == CLONE_VM;
	struct message m = {0, 0, !at_once};
	sigset_t all, before;
	pid_t pid;

	signal(SIGUSR1, count);
	sigfillset(&all);
	if (strcmp(way, "vfork") == 0) {
		pid = vfork();
		if (pid == 0)
			_exit(child(&m));
	} else {
		sigprocmask(SIG_BLOCK, &all, &before);
		pid = clone(child, stack + sizeof(stack), flags | SIGCHLD, &m);
		sigprocmask(SIG_SETMASK, &before, NULL);
	}
	if (pid < 0) {
		printf("parent: there is no clone: %s\n", strerror(errno));
		return 0;
	}

	if (at_once) {
		printf("parent: I am not held, and my child has told %s yet\n", m.error ? "something" : "nothing");
		m.go = 1;
	}
	waitpid(pid, NULL, 0);
	if (m.error) {
		printf("parent: my child's exec failed: %s\n", strerror(m.error));
		printf("parent: it ran on %s stack; handlers run on my memory: %d\n", m.on_stack ? "its own" : "my",
		       handled);
	} else {
		printf("parent: no message\n");
	}
	return 0;
}
