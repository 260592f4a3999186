/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fork and forkx, with what pthread_atfork wants called around them. vfork calls none of it: the child is to touch
 * nothing, and the functions would work on its lender's memory. Only where vfork is another name of fork (VR_VFORK_TOO)
 * it does.
 */
#include <errno.h>
#include <pthread.h>
#include <sys/fork.h>
#include <sys/vforkrule.h>
#include <unistd.h>

#define MAX_HANDLERS 16

static struct {
	void (*prepare)(void), (*parent)(void), (*child)(void);
} handlers[MAX_HANDLERS];
static int count;

pid_t _fork(void); /* sys.S */
pid_t _forkx(int flags);
extern int _vfork_forks; /* vfork.S: vfork is to call fork */

int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
	if (count == MAX_HANDLERS)
		return ENOMEM;
	_vfork_forks = vforkrule(VR_ATFORK, VR_ASK) == VR_VFORK_TOO;
	handlers[count].prepare = prepare;
	handlers[count].parent = parent;
	handlers[count++].child = child;
	return 0;
}

/* Preparations last come first, as one who locks and unlocks wants it. */
static void prepare(void)
{
	for (int i = count; i > 0; i--)
		if (handlers[i - 1].prepare != NULL)
			handlers[i - 1].prepare();
}

static pid_t go_on(pid_t pid)
{
	for (int i = 0; i < count; i++) {
		void (*function)(void) = pid == 0 ? handlers[i].child : handlers[i].parent;

		if (function != NULL)
			function();
	}
	return pid;
}

pid_t fork(void)
{
	prepare();
	return go_on(_fork());
}

pid_t forkx(int flags)
{
	prepare();
	return go_on(_forkx(flags));
}
