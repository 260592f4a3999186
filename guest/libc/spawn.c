/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * posix_spawn on vfork, the disciplined way: signals are blocked as long as the child has our memory, so that none of
 * our handlers runs there; the child calls the kernel and writes to one structure, by which it tells what went wrong.
 *
 * Where vfork copies the memory that message is lost. A process finds out which it is by its first spawn, from the
 * same structure, and has a pipe ready for as long as it does not know that it shares.
 *
 * Where vfork lends the table of descriptors as well, the actions would be done to ours: fork makes the child then.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vfork.h>

#define FAILED 127

pid_t _fork(void); /* sys.S: without what pthread_atfork wants called */

static int shares; /* a child has reached our memory */

/* What is to be done. The child writes here what became of it. */
struct spawn {
	const char *file;
	const posix_spawn_file_actions_t *actions;
	const posix_spawnattr_t *attr;
	char *const *argv;
	char *const *envp;
	int search;
	int mask;          /* signals blocked before */
	int fd;            /* the pipe to tell an error by; -1: there is none */
	volatile int seen; /* we share memory */
	volatile int error;
};

/* Does an action have to do with this descriptor? */
static int used(const posix_spawn_file_actions_t *a, int fd)
{
	for (int i = 0; a != NULL && i < a->count; i++)
		if (a->actions[i].fd == fd || (a->actions[i].kind == SPAWN_DUP2 && a->actions[i].from == fd))
			return 1;
	return 0;
}

/* Moves one end of the pipe to a descriptor that no action knows of, and that exec closes. -1 if there is none. */
static int aside(int fd, const posix_spawn_file_actions_t *a)
{
	for (int to = getdtablesize() - 1; to > 2; to--) {
		if (used(a, to) || fcntl(to, F_GETFD, 0) >= 0)
			continue;
		to = dup2(fd, to);
		close(fd);
		fcntl(to, F_SETFD, FD_CLOEXEC);
		return to;
	}
	close(fd);
	return -1;
}

/* Does an action change descriptors? */
static int changes(const posix_spawn_file_actions_t *a)
{
	for (int i = 0; a != NULL && i < a->count; i++)
		if (a->actions[i].kind != SPAWN_CHDIR)
			return 1;
	return 0;
}

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
			close(fd); /* POSIX: as if it had been closed first */
			from = open(a->actions[i].path, a->actions[i].flags, a->actions[i].mode);
			if (from < 0 || (from != fd && (dup2(from, fd) < 0 || close(from) < 0)))
				return -1;
			break;
		case SPAWN_DUP2:
			if (from == fd ? fcntl(fd, F_SETFD, 0) < 0 : dup2(from, fd) < 0)
				return -1;
			break;
		case SPAWN_CHDIR:
			if (chdir(a->actions[i].path) < 0)
				return -1;
		}
	}
	return 0;
}

/* The signals of our handlers get the default: what sigvec does in the child is the child's own. */
static int reset(sigset_t always)
{
	const struct sigvec def = {SIG_DFL, 0, 0};

	for (int sig = 1; sig < NSIG; sig++) {
		struct sigvec now;

		if (sig == SIGKILL || sig == SIGSTOP || sigvec(sig, NULL, &now) < 0)
			continue;
		if (now.sv_handler == SIG_DFL || (now.sv_handler == SIG_IGN && !(always & sigmask(sig))))
			continue;
		if (sigvec(sig, &def, NULL) < 0)
			return -1;
	}
	return 0;
}

static int attributes(const posix_spawnattr_t *attr, int mask)
{
	int flags = attr != NULL ? attr->flags : 0;

	if ((flags & POSIX_SPAWN_SETSID) && setsid() < 0)
		return errno;
	if ((flags & POSIX_SPAWN_SETPGROUP) && setpgid(0, attr->pgroup) < 0)
		return -1;
	if ((flags & POSIX_SPAWN_RESETIDS) && (setgid(getgid()) < 0 || setuid(getuid()) < 0))
		return -1;
	if (reset(flags & POSIX_SPAWN_SETSIGDEF ? attr->sigdefault : 0) < 0)
		return -1;
	sigsetmask(flags & POSIX_SPAWN_SETSIGMASK ? (int)attr->sigmask : mask);
	return 0;
}

/* The child, in a stack frame of its own: the parent's stays as it is. */
static void __attribute__((noreturn, noinline)) child(struct spawn *s)
{
	int error;

	s->seen = 1;
	if (attributes(s->attr, s->mask) == 0 && act(s->actions) == 0) {
		environ = (char **)s->envp;
		if (s->search)
			execvp(s->file, s->argv);
		else
			execv(s->file, s->argv);
	}
	s->error = error = errno;
	if (s->fd >= 0)
		write(s->fd, &error, sizeof(error));
	_exit(FAILED);
}

/* The parent, at the other end of the pipe: 0 when exec has closed it. */
static int hear(int fd)
{
	int error = 0;

	while (read(fd, &error, sizeof(error)) < 0 && errno == EINTR)
		;
	return error;
}

static int spawn(pid_t *pid, struct spawn *s)
{
	char **const mine = environ;
	const int saved = errno;
	volatile int forks = changes(s->actions) ? vfork_lends_descriptors() : 0;
	int fds[2] = {-1, -1}, error;
	pid_t made;

	if (forks < 0) {
		error = errno;
		errno = saved;
		return error;
	}
	if ((!shares || forks) && pipe(fds) == 0) {
		fds[1] = aside(fds[1], s->actions);
		fcntl(fds[0], F_SETFD, FD_CLOEXEC); /* no matter what an action does to it: it is ours to read */
	}
	s->fd = fds[1];
	s->mask = sigblock(-1);
	if (forks)
		made = _fork();
	else
		made = vfork();
	/* Where registers come back as the child left them, our caller must get its own: so that we save them all. */
	__asm__ volatile("" ::: "d2", "d3", "d4", "d5", "d6", "d7", "a2", "a3", "a4", "a5");
	if (made == 0)
		child(s);
	error = made < 0 ? errno : s->error;
	shares |= s->seen;
	environ = mine;
	if (fds[1] >= 0)
		close(fds[1]);
	if (made > 0 && !s->seen && fds[0] >= 0 && fds[1] >= 0)
		error = hear(fds[0]);
	if (fds[0] >= 0)
		close(fds[0]);
	if (made > 0 && error != 0)
		waitpid(made, NULL, 0);
	sigsetmask(s->mask);
	errno = saved;
	if (error == 0 && pid != NULL)
		*pid = made;
	return error;
}

int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
                char *const argv[], char *const envp[])
{
	return spawn(pid, &(struct spawn){path, actions, attr, argv, envp, 0, .fd = -1});
}

int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
                 char *const argv[], char *const envp[])
{
	return spawn(pid, &(struct spawn){file, actions, attr, argv, envp, 1, .fd = -1});
}
