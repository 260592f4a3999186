/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls that make processes and that only one system has: Solaris's forkx and vforkx, Linux's clone. */
#include <sched.h>
#include <sys/fork.h>

#include "policy.h"
#include "systm.h"

/* fork or vfork, where flags say what the child's end means to its parent. */
static void forkflags(struct forkhow how)
{
	uint32_t flags = u.u_arg[0];

	how.exitsig = flags & FORK_NOSIGCHLD ? 0 : SIGCHLD;
	how.waitby = flags & FORK_WAITPID ? WAIT_PID : WAIT_ALL;
	if (policy->extras != EXTRA_FORKX)
		u.u_error = ENOSYS;
	else if (flags & ~(FORK_NOSIGCHLD | FORK_WAITPID))
		u.u_error = EINVAL;
	else
		fork1(&how);
}

/* forkx(flags) */
void forkx(void)
{
	forkflags((struct forkhow){.memory = DUP});
}

/* vforkx(flags) */
void vforkx(void)
{
	forkflags((struct forkhow){.memory = policy->memory, .isvfork = 1});
}

/*
 * clone(flags, sp): Linux's call under fork and vfork. The two that vfork is made of can be had one by one: memory
 * in common with CLONE_VM, waiting with CLONE_VFORK. The low byte is the signal that the child's end sends.
 */
void clone(void)
{
	uint32_t flags = u.u_arg[0], sig = flags & CSIGNAL;
	struct forkhow how = {
		.memory = flags & CLONE_VM ? SHARE : DUP,
		.isvfork = (flags & CLONE_VFORK) != 0,
		.sp = u.u_arg[1],
		.exitsig = sig,
		.waitby = sig == SIGCHLD ? WAIT_ALL : WAIT_CLONE,
	};

	if (policy->extras != EXTRA_CLONE)
		u.u_error = ENOSYS;
	else if ((flags & ~(CSIGNAL | CLONE_VM | CLONE_VFORK)) || sig >= NSIG)
		u.u_error = EINVAL;
	else
		fork1(&how);
}
