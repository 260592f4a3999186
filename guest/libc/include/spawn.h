/* SPDX-License-Identifier: GPL-2.0-or-later */
/* posix_spawn: a new process with a new program, made with vfork. Functions return 0 or an error number. */
#ifndef _SPAWN_H
#define _SPAWN_H

#include <sys/types.h>

#define SPAWN_ACTIONS 32

/* What happens to descriptors between vfork and exec, in order. */
typedef struct {
	int count;
	struct {
		enum { SPAWN_CLOSE, SPAWN_DUP2, SPAWN_OPEN } kind;
		int fd;           /* closed, opened, or what dup2 makes */
		int from;         /* dup2 */
		const char *path; /* open; not copied */
		int flags;
		mode_t mode;
	} actions[SPAWN_ACTIONS];
} posix_spawn_file_actions_t;

#define POSIX_SPAWN_RESETIDS 1 /* effective ids become the real ones */

typedef struct {
	short flags;
} posix_spawnattr_t;

int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
                char *const argv[], char *const envp[]);
/* Looks through PATH. */
int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
                 char *const argv[], char *const envp[]);

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *a);
int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *a);
int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *a, int fd);
int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *a, int from, int fd);
int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *a, int fd, const char *path, int flags, mode_t mode);

int posix_spawnattr_init(posix_spawnattr_t *attr);
int posix_spawnattr_destroy(posix_spawnattr_t *attr);
int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags);
int posix_spawnattr_getflags(const posix_spawnattr_t *attr, short *flags);

#endif
