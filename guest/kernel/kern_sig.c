/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals: sending, finding out that one must act, and its action, which is the default one: death, stop, or nothing.
 *
 * Two rules belong to vfork. A lender sleeps where no signal reaches it, not even SIGKILL. A borrower cannot be
 * stopped: the lender would be stopped with it for as long; the signal stays pending until the memory is back.
 */
#include "systm.h"

/* Somebody waits for this process to exec or exit: it must not be stopped before. */
#define HOLDS (SVFORK | SPPWAIT)

/* Process 0 and init do not take the default actions. */
static int exempt(const struct proc *p)
{
	return p->p_ppid == 0;
}

/* A process stops until SIGCONT or SIGKILL. */
static void stop(struct proc *p)
{
	p->p_stat = SSTOP;
	pstate(p);
	wakeup(p->p_pptr);
}

static void resumestopped(struct proc *p)
{
	if (p->p_wchan) {
		p->p_stat = SSLEEP;
		pstate(p);
	} else {
		setrun(p);
	}
}

void psignal(struct proc *p, uint32_t sig)
{
	uint32_t mask = sigmask(sig), ipl;
	int stops = (mask & STOPSIGMASK) != 0;

	TRACE(EV_SIGNAL_POST, p->p_pid, sig);
	if (p->p_stat == SZOMB || (p->p_flag & SWEXIT) || exempt(p))
		return;
	ipl = splhigh();
	if (sig == SIGCONT)
		p->p_sig &= ~STOPSIGMASK;
	if (stops)
		p->p_sig &= ~sigmask(SIGCONT);
	if (p->p_stat == SSTOP && (sig == SIGCONT || sig == SIGKILL))
		resumestopped(p);
	if (mask & IGNSIGMASK) {
		splx(ipl);
		return;
	}
	p->p_sig |= mask;
	if (stops && (p->p_flag & HOLDS)) {
		TRACE(EV_SIGNAL_DEFER, p->p_pid, sig);
	} else if (p->p_stat == SSLEEP && !(p->p_flag & SSINTR)) {
		TRACE(EV_SIGNAL_DEFER, p->p_pid, sig);
	} else if (p->p_stat == SSLEEP) {
		if (stops) {
			p->p_sig &= ~mask;
			stop(p);
		} else {
			setrun(p);
		}
	} else if (p == curproc || p->p_stat == SRUN) {
		runrun = 1; /* it will see to it on its way back to user mode */
	}
	splx(ipl);
}

uint32_t issig(void)
{
	struct proc *p = curproc;

	for (;;) {
		uint32_t pending = p->p_sig & ~(p->p_flag & HOLDS ? STOPSIGMASK : 0), sig = 1;

		if (!pending || (p->p_flag & SWEXIT))
			return 0;
		if (pending & sigmask(SIGKILL))
			sig = SIGKILL;
		else
			while (!(pending & sigmask(sig)))
				sig++;
		if (!(sigmask(sig) & STOPSIGMASK)) {
			p->p_cursig = sig;
			return sig;
		}
		p->p_sig &= ~sigmask(sig);
		stop(p);
		swtch();
	}
}

/* Acts on the signal that issig found. */
void psig(void)
{
	struct proc *p = curproc;
	uint32_t sig = p->p_cursig;

	p->p_sig &= ~sigmask(sig);
	p->p_cursig = 0;
	TRACE(EV_SIGNAL_DELIVER, sig, u.u_ar0->tf_pc);
	exit(sig);
}

/* kill(pid, sig): pid 0 is the sender's process group, -1 everybody else. Signal 0 only asks. */
void kill(void)
{
	int pid = (int)u.u_arg[0];
	uint32_t sig = u.u_arg[1], found = 0;

	if (sig >= NSIG) {
		u.u_error = EINVAL;
		return;
	}
	for (struct proc *p = proc; p < procend; p++) {
		int chosen = pid > 0     ? (int)p->p_pid == pid
		             : pid == 0  ? p->p_pgrp == curproc->p_pgrp
		             : pid == -1 ? p != curproc
		                         : (int)p->p_pgrp == -pid;

		if (p->p_stat == 0 || !chosen || (p->p_flag & SSYS) || (pid <= 0 && p->p_pid == 1))
			continue;
		if (u.u_uid != 0 && u.u_uid != p->p_uid) {
			if (pid > 0) {
				u.u_error = EPERM;
				return;
			}
			continue;
		}
		found++;
		if (sig)
			psignal(p, sig);
	}
	u.u_rval1 = 0;
	if (!found)
		u.u_error = ESRCH;
}
