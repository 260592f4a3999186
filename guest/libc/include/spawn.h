/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Starting a program in one step. It stands on vfork, so the parent's functions of pthread_atfork are not called.
 * Functions return 0 or an error.
 */
#ifndef _SPAWN_H
#define _SPAWN_H

#include <signal.h>
#include <sys/types.h>

#define SPAWN_ACTIONS 32

/* What happens to descriptors and the working directory between vfork and exec, in order. */
typedef struct {
	int count;
	struct {
		enum { SPAWN_CLOSE, SPAWN_DUP2, SPAWN_OPEN, SPAWN_CHDIR } kind;
		int fd;     /* closed, opened, or what dup2 makes */
		int from;   /* dup2 */
		char *path; /* open, chdir; a copy */
		int flags;
		mode_t mode;
	} actions[SPAWN_ACTIONS];
} posix_spawn_file_actions_t;

#define POSIX_SPAWN_RESETIDS 0x01      /* effective ids become the real ones */
#define POSIX_SPAWN_SETPGROUP 0x02     /* the process group of the attributes, 0: one of its own */
#define POSIX_SPAWN_SETSIGDEF 0x04     /* these signals are handled by default */
#define POSIX_SPAWN_SETSIGMASK 0x08    /* these signals are blocked */
#define POSIX_SPAWN_SETSCHEDPARAM 0x10 /* ENOSYS: there is one scheduler, and nice is its only parameter */
#define POSIX_SPAWN_SETSCHEDULER 0x20  /* ENOSYS */
#define POSIX_SPAWN_SETSID 0x40        /* as setsid: there are no sessions, so a process group of its own */

typedef struct {
	short flags;
	pid_t pgroup;
	sigset_t sigdefault, sigmask;
} posix_spawnattr_t;

/*
 * An error of an action or of exec is the result, and there is no child. The child tells it through the parent's
 * memory, or, where vfork gives it no part in that, through a pipe that exec closes. A process that has no descriptors
 * left for the pipe gets 0 instead, and a child that exits with 127.
 */
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
int posix_spawn_file_actions_addchdir(posix_spawn_file_actions_t *a, const char *path);
#define posix_spawn_file_actions_addchdir_np posix_spawn_file_actions_addchdir

int posix_spawnattr_init(posix_spawnattr_t *attr);
int posix_spawnattr_destroy(posix_spawnattr_t *attr);
int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags); /* EINVAL: no such flag; ENOSYS: see there */
int posix_spawnattr_getflags(const posix_spawnattr_t *attr, short *flags);
int posix_spawnattr_setpgroup(posix_spawnattr_t *attr, pid_t pgroup);
int posix_spawnattr_getpgroup(const posix_spawnattr_t *attr, pid_t *pgroup);
int posix_spawnattr_setsigdefault(posix_spawnattr_t *attr, const sigset_t *set);
int posix_spawnattr_getsigdefault(const posix_spawnattr_t *attr, sigset_t *set);
int posix_spawnattr_setsigmask(posix_spawnattr_t *attr, const sigset_t *set);
int posix_spawnattr_getsigmask(const posix_spawnattr_t *attr, sigset_t *set);

#endif
