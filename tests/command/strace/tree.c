/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the logs beside it are of: children of every kind and end. Made with make-logs; statically linked, so that a
 * log has few lines. */
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char *self;

static void become(const char *status)
{
	execl(self, "tree", status, (char *)NULL);
	_exit(126);
}

static void reap(void)
{
	int status;

	while (wait(&status) > 0)
		continue;
}

static void spawn(char *status)
{
	char *argv[] = {"tree", status, NULL}, *none[] = {NULL};
	pid_t pid;

	posix_spawn(&pid, self, NULL, NULL, argv, none);
	reap();
}

/* A child that writes to a pipe, one that vforks and executes, one that cannot. */
static void usual(void)
{
	char byte;
	int fds[2];

	if (pipe(fds) < 0)
		_exit(125);
	if (fork() == 0) {
		close(fds[0]);
		dup2(fds[1], 1);
		close(fds[1]);
		if (write(1, "x", 1) != 1)
			_exit(124);
		_exit(3);
	}
	close(fds[1]);
	while (read(fds[0], &byte, 1) > 0)
		continue;
	close(fds[0]);
	reap();
	if (vfork() == 0)
		become("4");
	reap();
	if (vfork() == 0) {
		execl("/nonexistent/program", "program", (char *)NULL);
		_exit(127);
	}
	reap();
	spawn("5");
}

static void deaths(void)
{
	const struct rlimit none = {0, 0};
	pid_t pid;

	setrlimit(RLIMIT_CORE, &none);
	if (fork() == 0) {
		raise(SIGSEGV);
		_exit(123);
	}
	reap();
	pid = fork();
	if (pid == 0)
		for (;;)
			pause();
	kill(pid, SIGKILL);
	reap();
}

static void family(void)
{
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			if (i == 1 && fork() == 0)
				_exit(6);
			reap();
			_exit(7 + i);
		}
	reap();
}

static void *wait_for_ever(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static void *execute(void *arg)
{
	become(arg);
	return NULL;
}

static void threads(char *status)
{
	pthread_t one, other;

	pthread_create(&one, NULL, wait_for_ever, NULL);
	if (fork() == 0)
		_exit(11);
	reap();
	if (!*status)
		exit(12);
	pthread_create(&other, NULL, execute, status);
	wait_for_ever(NULL);
}

int main(int argc, char **argv)
{
	self = argv[0][0] == '/' || argv[0][0] == '.' ? argv[0] : "./tree";
	if (argc > 1 && !strcmp(argv[1], "threads"))
		threads(argc > 2 ? argv[2] : "");
	if (argc > 1)
		return atoi(argv[1]);
	if (!sbrk(1 << 20))
		return 1;
	usual();
	deaths();
	family();
	return 9;
}
