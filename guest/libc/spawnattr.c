/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What posix_spawn is to do: its actions and attributes. spawn.c does it. */
#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *a)
{
	a->count = 0;
	return 0;
}

int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *a)
{
	while (a->count > 0)
		free(a->actions[--a->count].path);
	return 0;
}

/* One more action. path: null if it has none. */
static int add(posix_spawn_file_actions_t *a, int kind, int fd, const char *path)
{
	char *copy = NULL;

	if (fd < 0)
		return EBADF;
	if (a->count == SPAWN_ACTIONS || (path != NULL && (copy = strdup(path)) == NULL))
		return ENOMEM;
	a->actions[a->count].kind = kind;
	a->actions[a->count].fd = fd;
	a->actions[a->count++].path = copy;
	return 0;
}

int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *a, int fd)
{
	return add(a, SPAWN_CLOSE, fd, NULL);
}

int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *a, int from, int fd)
{
	int error = from < 0 ? EBADF : add(a, SPAWN_DUP2, fd, NULL);

	if (error == 0)
		a->actions[a->count - 1].from = from;
	return error;
}

int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *a, int fd, const char *path, int flags, mode_t mode)
{
	int error = add(a, SPAWN_OPEN, fd, path);

	if (error == 0) {
		a->actions[a->count - 1].flags = flags;
		a->actions[a->count - 1].mode = mode;
	}
	return error;
}

int posix_spawn_file_actions_addchdir(posix_spawn_file_actions_t *a, const char *path)
{
	return add(a, SPAWN_CHDIR, 0, path);
}

int posix_spawnattr_init(posix_spawnattr_t *attr)
{
	*attr = (posix_spawnattr_t){0};
	return 0;
}

int posix_spawnattr_destroy(posix_spawnattr_t *attr)
{
	*attr = (posix_spawnattr_t){0};
	return 0;
}

int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags)
{
	const int known = POSIX_SPAWN_RESETIDS | POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
	                  POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID;

	if (flags & (POSIX_SPAWN_SETSCHEDPARAM | POSIX_SPAWN_SETSCHEDULER))
		return ENOSYS;
	if (flags & ~known)
		return EINVAL;
	attr->flags = flags;
	return 0;
}

int posix_spawnattr_getflags(const posix_spawnattr_t *attr, short *flags)
{
	*flags = attr->flags;
	return 0;
}

int posix_spawnattr_setpgroup(posix_spawnattr_t *attr, pid_t pgroup)
{
	if (pgroup < 0)
		return EINVAL;
	attr->pgroup = pgroup;
	return 0;
}

int posix_spawnattr_getpgroup(const posix_spawnattr_t *attr, pid_t *pgroup)
{
	*pgroup = attr->pgroup;
	return 0;
}

int posix_spawnattr_setsigdefault(posix_spawnattr_t *attr, const sigset_t *set)
{
	attr->sigdefault = *set;
	return 0;
}

int posix_spawnattr_getsigdefault(const posix_spawnattr_t *attr, sigset_t *set)
{
	*set = attr->sigdefault;
	return 0;
}

int posix_spawnattr_setsigmask(posix_spawnattr_t *attr, const sigset_t *set)
{
	attr->sigmask = *set;
	return 0;
}

int posix_spawnattr_getsigmask(const posix_spawnattr_t *attr, sigset_t *set)
{
	*set = attr->sigmask;
	return 0;
}
