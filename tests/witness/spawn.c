/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The library's ways to start programs, which stand on vfork: posix_spawn, popen, system. And who calls
 * pthread_atfork's. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static volatile int prepared;

static void prepare(void)
{
	prepared++;
}

static int run(const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
               const char *command)
{
	char *argv[] = {"sh", "-c", (char *)command, NULL};
	int status = 0, error;
	pid_t pid;

	error = posix_spawn(&pid, path, actions, attr, argv, environ);
	if (error == ENOENT)
		return -1;
	return error == 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -2;
}

int main(void)
{
	char name[] = "/tmp/witness.XXXXXX", line[40] = "";
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int fd = mkstemp(name);
	sigset_t set;
	pid_t pid;
	FILE *f;

	pthread_atfork(prepare, NULL, NULL);
	printf("posix_spawn: %d\n", run("/bin/sh", NULL, NULL, "exit 4"));
	printf("of what is not there: %d\n", run("/bin/nothing", NULL, NULL, ""));
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, 1);
	posix_spawn_file_actions_addclose(&actions, fd);
	printf("with its output in a file: %d\n", run("/bin/sh", &actions, NULL, "echo to a file"));
	posix_spawn_file_actions_destroy(&actions);
	lseek(fd, 0, SEEK_SET);
	printf("of %d bytes: %s", (int)read(fd, line, sizeof line - 1), line);
	posix_spawnattr_init(&attr);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	posix_spawnattr_setsigdefault(&attr, &set);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	printf("with attributes: %d\n", run("/bin/sh", NULL, &attr, "exit 6"));
	posix_spawnattr_destroy(&attr);
	f = popen("echo through a pipe", "r");
	if (f != NULL && fgets(line, sizeof line, f) != NULL)
		printf("popen: %s", line);
	printf("pclose: %d\n", f != NULL ? pclose(f) : -1);
	printf("system: %d\n", WEXITSTATUS(system("exit 7")));
	fflush(stdout);
	pid = vfork();
	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	printf("prepared by vfork and what stands on it: %d times\n", prepared);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	printf("and by fork: %d\n", prepared);
	unlink(name);
	return 0;
}
