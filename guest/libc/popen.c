/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Commands: system, popen, pclose. They stand on posix_spawn and so on vfork: the child writes nothing that its lender
 * would miss.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHELL "/bin/sh"

static pid_t children[NFILE]; /* by FILE: who is at the other end */

/* Starts the shell; returns its pid, -1 on failure. */
static pid_t start(const char *command, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr)
{
	char *const argv[] = {"sh", "-c", (char *)command, NULL};
	pid_t pid;
	int error = posix_spawn(&pid, SHELL, actions, attr, argv, environ);

	if (error == 0)
		return pid;
	errno = error;
	return -1;
}

/* Meanwhile ^C and ^\\ are for the command: we ignore them, and it handles them as we did before. */
int system(const char *command)
{
	posix_spawnattr_t attr;
	sigset_t defaults = 0;
	sig_t interrupt, quit;
	int status = -1;
	pid_t pid;

	if (command == NULL)
		return access(SHELL, X_OK) == 0;
	interrupt = signal(SIGINT, SIG_IGN);
	quit = signal(SIGQUIT, SIG_IGN);
	if (interrupt != SIG_IGN)
		sigaddset(&defaults, SIGINT);
	if (quit != SIG_IGN)
		sigaddset(&defaults, SIGQUIT);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigdefault(&attr, &defaults);
	pid = start(command, NULL, &attr);
	if (pid > 0 && waitpid(pid, &status, 0) != pid)
		status = -1;
	signal(SIGINT, interrupt);
	signal(SIGQUIT, quit);
	return status;
}

FILE *popen(const char *command, const char *mode)
{
	posix_spawn_file_actions_t actions;
	int fds[2], reads = mode[0] == 'r', theirs;
	FILE *f = NULL;
	pid_t pid;

	if (!reads && mode[0] != 'w') {
		errno = EINVAL;
		return NULL;
	}
	if (pipe(fds) < 0)
		return NULL;
	if (mode[1] == 'e')
		fcntl(fds[reads ? 0 : 1], F_SETFD, FD_CLOEXEC);
	theirs = fds[reads ? 1 : 0];
	f = fdopen(fds[reads ? 0 : 1], mode);
	posix_spawn_file_actions_init(&actions);
	if (f != NULL) {
		/* neither this pipe's end nor those of earlier popens may stay open in the child */
		for (int i = 0; i < NFILE; i++)
			if (children[i] != 0 && _iob[i]._flag != 0)
				posix_spawn_file_actions_addclose(&actions, fileno(&_iob[i]));
		posix_spawn_file_actions_addclose(&actions, fileno(f));
		posix_spawn_file_actions_adddup2(&actions, theirs, reads ? STDOUT_FILENO : STDIN_FILENO);
		if (theirs != (reads ? STDOUT_FILENO : STDIN_FILENO))
			posix_spawn_file_actions_addclose(&actions, theirs);
		pid = start(command, &actions, NULL);
		if (pid < 0) {
			fclose(f);
			f = NULL;
		} else {
			children[f - _iob] = pid;
		}
	} else {
		close(fds[reads ? 0 : 1]);
	}
	posix_spawn_file_actions_destroy(&actions);
	close(theirs);
	return f;
}

int pclose(FILE *f)
{
	pid_t pid = children[f - _iob];
	int status;

	if (pid == 0) {
		errno = EINVAL;
		return -1;
	}
	children[f - _iob] = 0;
	fclose(f);
	return waitpid(pid, &status, 0) == pid ? status : -1;
}
