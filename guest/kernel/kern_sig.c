/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals: how a process wants them handled, sending, finding out that one must be acted on, and acting: a handler, or
 * the default, which is death, stop or nothing.
 *
 * Two rules belong to vfork. A lender sleeps where no signal reaches it, not even SIGKILL. On most systems a borrower
 * cannot be stopped: the lender would be stopped with it for as long; the signal stays pending until the memory is
 * back.
 */
#include <sys/vforkrule.h>

#include "policy.h"
#include "systm.h"

_Static_assert(SIGNALS == NSIG, "proc.h");

#define DFL ((uint32_t)SIG_DFL)
#define IGN ((uint32_t)SIG_IGN)

uint32_t vforkrules[VR_RULES]; /* policyinit sets them */

/* What is done about a signal ---------------------------------------------------------------------------------- */

static void setsigvec(uint32_t sig, const struct sigvec *sv)
{
	struct proc *p = curproc;
	uint32_t mask = sigmask(sig), handler = (uint32_t)sv->sv_handler, ipl = splhigh();

	if (policy->handlers == SIGS_RESET && (p->p_flag & SPPWAIT) && handler != IGN)
		handler = DFL; /* it would run on the parent's memory */
	u.u_signal[sig] = handler;
	u.u_sigmask[sig] = ((uint32_t)sv->sv_mask | (sv->sv_flags & SV_NODEFER ? 0 : mask)) & ~CANTMASK;
	u.u_sigintr = sv->sv_flags & SV_INTERRUPT ? u.u_sigintr | mask : u.u_sigintr & ~mask;
	u.u_sigonstack = sv->sv_flags & SV_ONSTACK ? u.u_sigonstack | mask : u.u_sigonstack & ~mask;
	u.u_sigreset = sv->sv_flags & SV_RESETHAND ? u.u_sigreset | mask : u.u_sigreset & ~mask;
	p->p_siginfo = sv->sv_flags & SV_SIGINFO ? p->p_siginfo | mask : p->p_siginfo & ~mask;
	if (sig == SIGCHLD)
		p->p_flag = (p->p_flag & ~(SNOCLDSTP | SNOCLDWT)) | (sv->sv_flags & SV_NOCLDSTOP ? SNOCLDSTP : 0) |
		            (sv->sv_flags & SV_NOCLDWAIT && policy->habits & NO_ZOMBIES ? SNOCLDWT : 0);
	p->p_sigignore = handler == IGN ? p->p_sigignore | mask : p->p_sigignore & ~mask;
	p->p_sigcatch = handler != IGN && handler != DFL ? p->p_sigcatch | mask : p->p_sigcatch & ~mask;
	if (handler == IGN)
		p->p_sig &= ~mask; /* never to be seen again */
	splx(ipl);
}

/* How a signal is handled now. */
static struct sigvec getsigvec(uint32_t sig)
{
	uint32_t mask = sigmask(sig);
	int flags = (u.u_sigonstack & mask ? SV_ONSTACK : 0) | (u.u_sigintr & mask ? SV_INTERRUPT : 0) |
	            (u.u_sigreset & mask ? SV_RESETHAND : 0) | (curproc->p_siginfo & mask ? SV_SIGINFO : 0);

	if ((curproc->p_sigcatch & mask) && !(u.u_sigmask[sig] & mask))
		flags |= SV_NODEFER;
	if (sig == SIGCHLD)
		flags |= (curproc->p_flag & SNOCLDSTP ? SV_NOCLDSTOP : 0) |
		         (curproc->p_flag & SNOCLDWT ? SV_NOCLDWAIT : 0);
	return (struct sigvec){(void (*)(int))u.u_signal[sig], (int)(u.u_sigmask[sig] & ~mask), flags};
}

/* Is there no such signal on this system? 0, by which kill asks, is one here. */
static int nosignal(uint32_t sig)
{
	return sig >= NSIG || (sig && policy->stops == STOPS_NONE && (sigmask(sig) & (STOPSIGMASK | sigmask(SIGCONT))));
}

/* sigvec(sig, const struct sigvec *how, struct sigvec *was) */
void sigvec(void)
{
	uint32_t sig = u.u_arg[0];
	struct sigvec sv;

	if (sig == 0 || nosignal(sig) ||
	    ((sig == SIGKILL || sig == SIGSTOP) && (u.u_arg[1] || !(policy->habits & POSIX_GROUPS)))) {
		u.u_error = EINVAL; /* Linux tells how they are handled (do_sigaction) */
		return;
	}
	sv = getsigvec(sig);
	if ((u.u_arg[2] && copyout(&sv, (void *)u.u_arg[2], sizeof sv)) ||
	    (u.u_arg[1] && copyin((const void *)u.u_arg[1], &sv, sizeof sv))) {
		u.u_error = EFAULT;
		return;
	}
	if (!u.u_arg[1])
		return;
	if (sig == SIGCONT && sv.sv_handler == SIG_IGN && !(policy->habits & CONT_BLOCKED))
		u.u_error = EINVAL;
	else
		setsigvec(sig, &sv);
}

/* sigblock(mask), sigsetmask(mask): what was blocked before. */
void sigblock(void)
{
	u.u_rval1 = curproc->p_sigmask;
	curproc->p_sigmask |= u.u_arg[0] & ~CANTMASK;
}

void sigsetmask(void)
{
	u.u_rval1 = curproc->p_sigmask;
	curproc->p_sigmask = u.u_arg[0] & ~CANTMASK;
}

/* sigpending(): what was sent and could not act yet. */
void sigpending(void)
{
	u.u_rval1 = curproc->p_sig;
}

/* sigpause(mask): waits with another mask. The old one comes back when the handler returns, hence SOMASK. */
void sigpause(void)
{
	u.u_oldmask = curproc->p_sigmask;
	curproc->p_flag |= SOMASK;
	curproc->p_sigmask = u.u_arg[0] & ~CANTMASK;
	while (!sleep(&u, PSLEP))
		;
	u.u_error = EINTR;
}

/* sigstack(const struct sigstack *to, struct sigstack *was) */
void sigstack(void)
{
	struct sigstack ss = {(char *)u.u_sigsp, (int)u.u_onstack};

	if ((u.u_arg[1] && copyout(&ss, (void *)u.u_arg[1], sizeof ss)) ||
	    (u.u_arg[0] && copyin((const void *)u.u_arg[0], &ss, sizeof ss))) {
		u.u_error = EFAULT;
		return;
	}
	u.u_sigsp = (uint32_t)ss.ss_sp;
	u.u_onstack = ss.ss_onstack != 0;
}

/* exec: the handlers are gone with the program that they were part of. What was ignored or blocked stays so. */
void execsigs(void)
{
	for (uint32_t sig = 1; sig < NSIG; sig++)
		if (curproc->p_sigcatch & sigmask(sig))
			u.u_signal[sig] = DFL;
	curproc->p_sigcatch = 0;
	if (curproc->p_siginfo)
		sigforget(curproc);
	curproc->p_siginfo = 0;
	curproc->p_flag &= ~(SNOCLDSTP | SNOCLDWT);
	u.u_sigreset = 0;
	u.u_sigonstack = 0;
	u.u_sigsp = 0;
	u.u_onstack = 0;
}

/* vforkrule(rule, value): what it was. Each rule has the values 0, 1 and 2. */
void vforkrule(void)
{
	uint32_t rule = u.u_arg[0], value = u.u_arg[1];

	if (rule >= VR_RULES || (value > 2 && value != (uint32_t)VR_ASK)) {
		u.u_error = EINVAL;
	} else if (value == (uint32_t)VR_ASK) {
		u.u_rval1 = vforkrules[rule];
	} else if (rule == VR_SIGTABLE || rule == VR_ATFORK) {
		u.u_error = EINVAL; /* libraries have seen to it already */
	} else if (u.u_uid != 0) {
		u.u_error = EPERM;
	} else {
		u.u_rval1 = vforkrules[rule];
		vforkrules[rule] = value;
	}
}

/* Sending ------------------------------------------------------------------------------------------------------ */

/* Process 0 and init do not take the default actions. */
static int exempt(const struct proc *p)
{
	return p->p_ppid == 0;
}

uint32_t heldstops(const struct proc *p)
{
	if (!(p->p_flag & HOLDS) || vforkrules[VR_STOP] == VR_STOPS)
		return 0;
	return vforkrules[VR_STOP] == VR_KEYS ? STOPSIGMASK & ~sigmask(SIGSTOP) : STOPSIGMASK;
}

/* Does it stop at every signal, for its tracer to look? Not while it borrows: its tracer may be the lender, and
 * asleep. */
static int traced(const struct proc *p)
{
	return (p->p_flag & STRC) && !(p->p_flag & HOLDS);
}

/* A process stops until SIGCONT or SIGKILL, or until its tracer wants something. */
static void stop(struct proc *p, uint32_t sig)
{
	p->p_sig &= ~sigmask(sig);
	p->p_cursig = sig; /* for wait */
	p->p_stat = SSTOP;
	p->p_flag &= ~(SWTED | SCONT);
	pstate(p);
	wakeup(p->p_pptr);
}

void childsignal(struct proc *p, uint32_t code, uint32_t sig)
{
	struct proc *parent = p->p_pptr;

	if ((parent->p_flag & SNOCLDSTP) && code != CLD_TRAPPED)
		return;
	if (parent->p_siginfo & sigmask(SIGCHLD))
		signote(parent, SIGCHLD, code, p, sig);
	psignal(parent, SIGCHLD);
}

/* A stopped process goes on: its parent may be told. */
static void continued(struct proc *p)
{
	p->p_cursig = 0;
	if (!(policy->habits & TELLS_CONTINUED))
		return;
	p->p_flag |= SCONT;
	wakeup(p->p_pptr);
	childsignal(p, CLD_CONTINUED, SIGCONT);
}

/* The keyboard cannot stop a child of init: nobody would ever continue it. */
static int nojobcontrol(const struct proc *p, uint32_t sig)
{
	return sig != SIGSTOP && p->p_ppid == 1;
}

/* A signal to a stopped process. One that is traced is its tracer's to continue. */
static void sigstopped(struct proc *p, uint32_t sig)
{
	if (p->p_flag & STRC)
		return;
	if (sig == SIGKILL) {
		p->p_cursig = 0;
		setrun(p);
	} else if (sig == SIGCONT && (!p->p_wchan || (p->p_sigcatch & sigmask(sig)))) {
		setrun(p);
		continued(p);
	} else if (sig == SIGCONT) {
		p->p_stat = SSLEEP;
		continued(p);
		pstate(p);
	} else if (sigmask(sig) & STOPSIGMASK) {
		p->p_sig &= ~sigmask(sig);
	} else if (p->p_wchan && (p->p_flag & SSINTR)) {
		unsleep(p); /* it will look at the signal when it is continued */
	}
}

/* A signal to a process that sleeps where signals reach it. */
static void sigasleep(struct proc *p, uint32_t sig)
{
	uint32_t mask = sigmask(sig);

	if ((p->p_flag & STRC) || (p->p_sigcatch & mask) || !(mask & STOPSIGMASK)) {
		setrun(p);
	} else if (nojobcontrol(p, sig)) {
		p->p_sig &= ~mask;
		if (policy->habits & ORPHANS_KILLED)
			psignal(p, SIGKILL);
	} else {
		childsignal(p, CLD_STOPPED, sig);
		stop(p, sig);
	}
}

/* Will p die by this signal, and leave no core file? */
static int fatal(const struct proc *p, uint32_t sig)
{
	uint32_t mask = sigmask(sig);

	return sig == SIGKILL || (!(p->p_flag & STRC) && !(mask & (p->p_sigcatch | p->p_sigignore | STOPSIGMASK)) &&
	                          !(mask & (IGNSIGMASK | coresigs())));
}

/* A signal that cannot act now. */
static void sigdefer(struct proc *p, uint32_t sig)
{
	TRACE(EV_SIGNAL_DEFER, p->p_pid, sig);
	if ((p->p_flag & SSPOLL) && (sigmask(sig) & STOPSIGMASK & ~(p->p_sigcatch | heldstops(p))))
		pollhold(p);
}

void psignal(struct proc *p, uint32_t sig)
{
	uint32_t mask = sigmask(sig), ipl = splhigh(); /* before p_stat is looked at: a tick may wake p */

	TRACE(EV_SIGNAL_POST, p->p_pid, sig);
	if (p->p_stat == SZOMB || (p->p_flag & SWEXIT) || ((p->p_sigignore & mask) && !(p->p_flag & STRC)) ||
	    (exempt(p) && !(p->p_sigcatch & mask))) {
		if (sig == SIGCONT && p->p_stat == SSTOP)
			sigstopped(p, sig); /* also one who ignores it goes on */
		splx(ipl);
		return;
	}
	p->p_sig |= mask;
	if (mask & (STOPSIGMASK | sigmask(SIGCONT))) /* each takes back the other */
		p->p_sig &= sig == SIGCONT ? ~STOPSIGMASK : ~sigmask(SIGCONT);
	if (p->p_sigmask & mask) {
		if (sig == SIGCONT && p->p_stat == SSTOP)
			sigstopped(p, sig); /* that is not to be blocked, only the handler */
		TRACE(EV_SIGNAL_DEFER, p->p_pid, sig);
		splx(ipl);
		return;
	}
	if ((mask & IGNSIGMASK) && !(p->p_sigcatch & mask) && !(p->p_flag & STRC))
		p->p_sig &= ~mask;
	if ((policy->habits & FATAL_AT_ONCE) && fatal(p, sig) && (p->p_stat != SSTOP || sig == SIGKILL))
		p->p_sigmask = ~mask; /* it dies by this one, whatever else is or will be pending */
	if (p->p_stat == SSTOP)
		sigstopped(p, sig);
	else if (!(p->p_sig & mask))
		; /* nobody wants it */
	else if (p->p_stat == SSLEEP && (p->p_flag & SSKILL) && killed(p))
		setrun(p);
	else if ((heldstops(p) & mask) || (p->p_stat == SSLEEP && !(p->p_flag & SSINTR)))
		sigdefer(p, sig);
	else if (p->p_stat == SSLEEP)
		sigasleep(p, sig);
	else
		runrun = 1; /* it will see to it on its way back to user mode */
	splx(ipl);
}

/* A signal to all processes of a group. */
void gsignal(uint32_t pgrp, uint32_t sig)
{
	for (struct proc *p = proc; pgrp && p < procend; p++)
		if (p->p_stat && p->p_pgrp == pgrp)
			psignal(p, sig);
}

int killed(const struct proc *p)
{
	uint32_t kills = ~(p->p_sigmask | p->p_sigcatch | p->p_sigignore | STOPSIGMASK | IGNSIGMASK | coresigs());

	if (p->p_flag & STRC) /* its tracer decides about the others */
		kills = 0;
	return (p->p_sig & (kills | sigmask(SIGKILL))) != 0;
}

/* Acting ------------------------------------------------------------------------------------------------------- */

/* The running process stops, and comes back when it is continued. */
static void stopself(uint32_t sig)
{
	uint32_t ipl = splhigh();

	stop(curproc, sig);
	swtch();
	splx(ipl);
}

/*
 * The running process is traced and has found a signal: stopped until its tracer lets it go on. Returns the signal that
 * it is to get instead, 0 if none.
 */
static uint32_t tracestop(struct proc *p, uint32_t sig)
{
	childsignal(p, CLD_TRAPPED, sig);
	do {
		stopself(sig);
	} while (!procxmt() && (p->p_flag & STRC));
	if (p->p_flag & STRC)
		sig = p->p_cursig;
	p->p_cursig = 0;
	if (sig && (!(p->p_flag & STRC) || (p->p_sigmask & sigmask(sig)))) {
		p->p_sig |= sigmask(sig); /* the tracer has gone, or it must wait */
		sig = 0;
	}
	return sig;
}

uint32_t issig(void)
{
	struct proc *p = curproc;

	for (;;) {
		uint32_t pending = p->p_sig & ~p->p_sigmask, sig = 1;

		if (!(p->p_flag & STRC))
			pending &= ~p->p_sigignore;
		else if (p->p_cursig)
			return p->p_cursig; /* found before: its tracer need not be asked again */
		pending &= ~heldstops(p);
		if (!pending || (p->p_flag & SWEXIT))
			return 0;
		if ((pending & sigmask(SIGKILL)) && (policy->habits & KILL_FIRST))
			sig = SIGKILL;
		else
			while (!(pending & sigmask(sig)))
				sig++;
		if (traced(p) && !(sig = tracestop(p, sig)))
			continue;
		if ((p->p_sigcatch & sigmask(sig)) || !(sigmask(sig) & (STOPSIGMASK | IGNSIGMASK | p->p_sigignore))) {
			p->p_cursig = sig;
			return sig;
		}
		p->p_sig &= ~sigmask(sig);
		if (exempt(p) || (p->p_flag & STRC) || (sigmask(sig) & IGNSIGMASK))
			continue;
		if (nojobcontrol(p, sig)) {
			if (policy->habits & ORPHANS_KILLED)
				psignal(p, SIGKILL);
			continue;
		}
		childsignal(p, CLD_STOPPED, sig);
		stopself(sig);
	}
}

/*
 * Acts on the signal that issig found: the handler is called on the way back to user mode, or the process dies. 1 if
 * the handler can be called.
 */
int psig(void)
{
	struct proc *p = curproc;
	uint32_t sig = p->p_cursig, mask = sigmask(sig), handler = u.u_signal[sig], code = u.u_code, returnmask;
	uint32_t pc = u.u_ar0->tf_pc;
	struct siginfo_k info;
	int called, informed = (p->p_siginfo & mask) != 0;

	p->p_sig &= ~mask;
	p->p_cursig = 0;
	u.u_code = 0;
	if (handler == DFL) {
		TRACE(EV_SIGNAL_DELIVER, sig, pc, handler);
		exit(core(sig) ? sig | COREFLAG : sig);
	}
	returnmask = p->p_flag & SOMASK ? u.u_oldmask : p->p_sigmask;
	p->p_flag &= ~SOMASK;
	p->p_sigmask |= u.u_sigmask[sig];
	if (informed)
		info = sigtake(p, sig);
	if (u.u_sigreset & mask) {
		u.u_signal[sig] = DFL;
		p->p_sigcatch &= ~mask;
	}
	called = sendsig(handler, sig, code, returnmask, informed ? &info : 0);
	/* The handler's frame is there now, for all to see. */
	TRACE(EV_SIGNAL_DELIVER, sig, pc, handler);
	return called;
}

/* May the running process send p this signal? SIGCONT any descendant may be sent, whoever it is by now. */
static int maysignal(const struct proc *p, uint32_t sig)
{
	int same = u.u_uid == p->p_uid;

	if (!(policy->habits & EFFECTIVE_USERS))
		same = same || u.u_ruid == p->p_uid || u.u_uid == p->p_ruid || u.u_ruid == p->p_ruid;
	return u.u_uid == 0 || same || (sig == SIGCONT && inferior(p));
}

/* A signal by the running process; 0 only asks. */
static void usersignal(struct proc *p, uint32_t sig)
{
	if (sig && (p->p_siginfo & sigmask(sig)))
		signote(p, sig, SI_USER, curproc, 0);
	if (sig)
		psignal(p, sig);
}

/* Everybody but system processes, init and the sender (pgrp 0), or a process group. 0, or an error. */
static uint32_t killpg1(uint32_t pgrp, uint32_t sig)
{
	uint32_t found = 0, refused = 0;

	for (struct proc *p = proc; p < procend; p++) {
		if (p->p_stat == 0 || (p->p_flag & SSYS) || p->p_pid == 1 || (pgrp ? p->p_pgrp != pgrp : p == curproc))
			continue;
		if (!maysignal(p, sig)) {
			refused++;
			continue;
		}
		found++;
		usersignal(p, sig);
	}
	if (pgrp && refused && (policy->habits & WHOLE_GROUP))
		return EPERM;
	return found ? 0 : ESRCH;
}

/* kill(pid, sig): pid 0 is the sender's process group, -1 everybody else, -n process group n. Signal 0 only asks. */
void kill(void)
{
	int pid = (int)u.u_arg[0];
	uint32_t sig = u.u_arg[1];
	struct proc *p;

	if (nosignal(sig)) {
		u.u_error = EINVAL;
	} else if (pid > 0) {
		p = pfind((uint32_t)pid);
		if (!p || (p->p_flag & SSYS))
			u.u_error = ESRCH;
		else if (!maysignal(p, sig))
			u.u_error = EPERM;
		else
			usersignal(p, sig);
	} else {
		u.u_error = killpg1(pid == -1 ? 0 : pid == 0 ? curproc->p_pgrp : -(uint32_t)pid, sig);
	}
}

/* killpg(pgrp, sig) */
void killpg(void)
{
	if (nosignal(u.u_arg[1]) || (int)u.u_arg[0] <= 0)
		u.u_error = EINVAL;
	else
		u.u_error = killpg1(u.u_arg[0], u.u_arg[1]);
}
