/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The list of what configuration scripts have asked of a vfork before they trust it (Autoconf's AC_FUNC_VFORK names the
 * systems that failed): the parent's locals survive a child with many of its own, a signal that the child ignores is
 * still handled by the parent, a descriptor that the child closes is still open. And the question of glibc's own test:
 * does a function that the child calls spoil the way back?
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int caught;

static void on_signal(int sig)
{
	(void)sig;
	caught = 1;
}

static void __attribute__((noinline)) nothing(void)
{
	__asm__ volatile("");
}

/* A child with as many locals as it likes, all of them set after vfork. */
static int stack_locals(void)
{
	pid_t first = getpid(), second = getpid() + 1, child = vfork();

	if (child == 0) {
		pid_t p = getpid(), p1 = getpid(), p2 = getpid(), p3 = getpid(), p4 = getpid(), p5 = getpid();

		if (p != p1 || p != p2 || p != p3 || p != p4 || p != p5)
			_exit(1);
		_exit(p == first);
	}
	while (wait(NULL) != child)
		;
	return first == getpid() && second == first + 1;
}

static int signal_table(void)
{
	pid_t child;
	int status;

	signal(SIGTERM, on_signal);
	child = vfork();
	if (child == 0) {
		signal(SIGTERM, SIG_IGN);
		_exit(0);
	}
	while (wait(&status) != child)
		;
	raise(SIGTERM);
	return caught && status == 0;
}

static int descriptors(void)
{
	struct stat st;
	pid_t child = vfork();

	if (child == 0) {
		close(fileno(stdout));
		_exit(0);
	}
	while (wait(NULL) != child)
		;
	return fstat(fileno(stdout), &st) == 0;
}

static int return_address(void)
{
	int good = 1;

	for (int i = 0; i < 3; i++) {
		pid_t child = vfork();
		int status;

		if (child == 0) {
			nothing();
			_exit(i);
		}
		if (child < 0)
			return 0;
		nothing();
		good &= waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == i;
	}
	return good;
}

int main(void)
{
	static const struct {
		const char *name;
		int (*check)(void);
	} checks[] = {
		{"stack locals", stack_locals},
		{"signal table", signal_table},
		{"descriptors", descriptors},
		{"return address", return_address},
	};
	int wrong = 0;

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		int good = checks[i].check();

		printf("%s: %s\n", checks[i].name, good ? "works" : "does not work");
		wrong += !good;
	}
	return wrong ? EXIT_FAILURE : EXIT_SUCCESS;
}
