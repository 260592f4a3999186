/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Solaris: forkx and vforkx. With the argument "none" on a system that does not have them. */
#include <sched.h>
#include <signal.h>
#include <sys/fork.h>

#include "check.h"

static volatile int signals, shared;

static void note(int sig)
{
	(void)sig;
	signals++;
}

/* A child by forkx or vforkx that counts in memory, and exits. */
static pid_t child(int lends, int flags)
{
	pid_t pid = lends ? vforkx(flags) : forkx(flags);

	if (pid == 0) {
		shared++;
		_exit(3);
	}
	return pid;
}

static void flags(int lends)
{
	char name[64];
	int status = 0;
	pid_t pid;

#define NAMED(what) (snprintf(name, sizeof(name), "%s: %s", lends ? "vforkx" : "forkx", what), name)
	shared = signals = 0;
	pid = child(lends, 0);
	check_same(EXITED(3), status_of(pid), NAMED("without flags"));
	check_same(lends, shared, NAMED("the memory"));
	check_same(1, signals, NAMED("SIGCHLD"));

	pid = child(lends, FORK_NOSIGCHLD);
	check_same(EXITED(3), status_of(pid), NAMED("FORK_NOSIGCHLD: wait tells of it"));
	check_same(1, signals, NAMED("FORK_NOSIGCHLD: no signal"));
	pid = forkx(FORK_NOSIGCHLD);
	if (pid == 0) {
		kill(getpid(), SIGSTOP);
		_exit(4);
	}
	check_same(pid, waitpid(pid, &status, WUNTRACED), NAMED("FORK_NOSIGCHLD: a stop"));
	check_same(2, signals, NAMED("FORK_NOSIGCHLD: sends it all the same"));
	kill(pid, SIGCONT);
	check_same(EXITED(4), status_of(pid), NAMED("FORK_NOSIGCHLD: then it ends"));
	check_same(3, signals, NAMED("FORK_NOSIGCHLD: that it was continued is told, that it ended is not"));

	pid = child(lends, FORK_WAITPID);
	sleep(1);
	check(wait(&status) == -1 && errno == ECHILD, NAMED("FORK_WAITPID: wait does not see it"));
	check(waitpid(-1, &status, WNOHANG) == -1 && errno == ECHILD, NAMED("FORK_WAITPID: nor waitpid for any"));
	check(waitpid(0, &status, WNOHANG) == -1 && errno == ECHILD, NAMED("FORK_WAITPID: nor for one of the group"));
	check(waitpid(pid, &status, 0) == pid && status == EXITED(3), NAMED("FORK_WAITPID: waitpid for it does"));
	check_same(4, signals, NAMED("FORK_WAITPID: SIGCHLD"));

	pid = child(lends, FORK_WAITPID | FORK_NOSIGCHLD);
	check(waitpid(pid, &status, 0) == pid && status == EXITED(3), NAMED("both flags"));
	check_same(4, signals, NAMED("both flags: no signal"));
	check(child(lends, 4) == -1 && errno == EINVAL, NAMED("an unknown flag"));
	check(child(lends, -1) == -1 && errno == EINVAL, NAMED("all flags"));
}

/* Init collects an orphan although nobody may but its parent: or slots would be lost for ever. */
static void orphans(void)
{
	int good = 1;

	for (int i = 0; i < 600; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			child(1, FORK_WAITPID);
			_exit(0);
		}
		good &= pid > 0 && wait(NULL) == pid;
	}
	check(good, "orphans become like others");
}

static int nothing(void *arg)
{
	(void)arg;
	return 0;
}

static void none(void)
{
	static char stack[512];

	check(forkx(0) == -1 && errno == ENOSYS, "there is no forkx");
	check(vforkx(0) == -1 && errno == ENOSYS, "there is no vforkx");
	check(vforkx(77) == -1 && errno == ENOSYS, "whatever the flags are");
	check(clone(nothing, stack + sizeof(stack), SIGCHLD, NULL) == -1 && errno == ENOSYS, "there is no clone");
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "none") == 0) {
		none();
		return check_end();
	}
	signal(SIGCHLD, note);
	flags(0);
	flags(1);
	signal(SIGCHLD, SIG_DFL);
	orphans();
	return check_end();
}
