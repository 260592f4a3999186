/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * posix_spawn on vfork, the disciplined way: the child calls the kernel and writes one variable, by which it tells what
 * went wrong. Where vfork copies the memory that message would be lost, so it also exits with 127, as POSIX allows.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define FAILED 127

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *a)
{
	a->count = 0;
	return 0;
}

int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *a)
{
	a->count = 0;
	return 0;
}

int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *a, int fd)
{
	if (a->count == SPAWN_ACTIONS)
		return ENOMEM;
	a->actions[a->count].kind = SPAWN_CLOSE;
	a->actions[a->count++].fd = fd;
	return 0;
}

int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *a, int from, int fd)
{
	if (a->count == SPAWN_ACTIONS)
		return ENOMEM;
	a->actions[a->count].kind = SPAWN_DUP2;
	a->actions[a->count].from = from;
	a->actions[a->count++].fd = fd;
	return 0;
}

int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *a, int fd, const char *path, int flags, mode_t mode)
{
	if (a->count == SPAWN_ACTIONS)
		return ENOMEM;
	a->actions[a->count].kind = SPAWN_OPEN;
	a->actions[a->count].path = path;
	a->actions[a->count].flags = flags;
	a->actions[a->count].mode = mode;
	a->actions[a->count++].fd = fd;
	return 0;
}

int posix_spawnattr_init(posix_spawnattr_t *attr)
{
	attr->flags = 0;
	return 0;
}

int posix_spawnattr_destroy(posix_spawnattr_t *attr)
{
	attr->flags = 0;
	return 0;
}

int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags)
{
	if (flags & ~POSIX_SPAWN_RESETIDS)
		return EINVAL;
	attr->flags = flags;
	return 0;
}

int posix_spawnattr_getflags(const posix_spawnattr_t *attr, short *flags)
{
	*flags = attr->flags;
	return 0;
}

/* In the child. 0, or -1 at the first action that fails. */
static int act(const posix_spawn_file_actions_t *a)
{
	for (int i = 0; a != NULL && i < a->count; i++) {
		int fd = a->actions[i].fd, from = a->actions[i].from;

		switch (a->actions[i].kind) {
		case SPAWN_CLOSE:
			if (close(fd) < 0)
				return -1;
			break;
		case SPAWN_OPEN:
			from = open(a->actions[i].path, a->actions[i].flags, a->actions[i].mode);
			if (from < 0 || (from != fd && (dup2(from, fd) < 0 || close(from) < 0)))
				return -1;
			break;
		case SPAWN_DUP2:
			if (from == fd ? fcntl(fd, F_SETFD, 0) < 0 : dup2(from, fd) < 0)
				return -1;
		}
	}
	return 0;
}

static int spawn(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
                 char *const argv[], char *const envp[], int search)
{
	char **const mine = environ;
	volatile int error = 0; /* what the child writes into our memory */
	int saved = errno;
	pid_t child = vfork();

	if (child < 0)
		return errno;
	if (child == 0) {
		if (attr != NULL && (attr->flags & POSIX_SPAWN_RESETIDS) &&
		    (setuid(getuid()) < 0 || setgid(getgid()) < 0))
			error = errno;
		else if (act(actions) < 0)
			error = errno;
		if (error == 0) {
			environ = (char **)envp;
			if (search)
				execvp(file, argv);
			else
				execv(file, argv);
			error = errno;
		}
		_exit(FAILED);
	}
	environ = mine;
	errno = saved;
	if (error != 0)
		waitpid(child, NULL, 0);
	else if (pid != NULL)
		*pid = child;
	return error;
}

int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
                char *const argv[], char *const envp[])
{
	return spawn(pid, path, actions, attr, argv, envp, 0);
}

int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
                 char *const argv[], char *const envp[])
{
	return spawn(pid, file, actions, attr, argv, envp, 1);
}
