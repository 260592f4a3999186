/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vfork: the loan from its beginning to its end, in the order in which it happens. What fork and vfork have in common,
 * the new process itself, is newproc in kern_fork.c.
 *
 * On a system that lends (LENDS in policy.h):
 *
 *	lender   newproc, procdup: page tables to the child (vlend; vm.pass). SNOVM; sleeps on the child's slot at
 *	         PZERO-1 (lend)
 *	borrower runs on the lender's memory with SVFORK. At exec's commit point or the start of exit (vrelease): SVFORK
 *	         off, wakes the lender, sleeps on its own slot (vreturn)
 *	lender   takes the page tables back (vm.return), SVFDONE on, wakes the borrower, returns the pid
 *	borrower SVFDONE off; goes on with its exec or exit
 *
 * Where the memory is shared instead (SHARE) or duplicated (DUP), the parent only waits (hold): the child has SPPWAIT
 * until it gives up the memory or has ended (vrelparent).
 */
#include "policy.h"
#include "vm.h"

/* vfork(): reserves nothing, so it never fails for lack of swap space. */
void vfork(void)
{
	fork1(&(struct forkhow){.memory = policy->memory, .isvfork = 1, .exitsig = SIGCHLD});
}

static void exchange(uint32_t *x, uint32_t *y)
{
	uint32_t t = *x;

	*x = *y;
	*y = t;
}

/*
 * On the PDP-11 there are no page tables to change hands: q gets the addresses of p's memory, and p keeps them, with
 * sizes of 0. (newproc in 2.11BSD's kern_fork.c, with p_daddr and p_saddr.)
 */
static void passaddresses(struct proc *p, struct proc *q, struct pcb *a, struct pcb *b)
{
	b->pcb_p0br = a->pcb_p0br;
	b->pcb_p0lr = a->pcb_p0lr;
	b->pcb_p1br = a->pcb_p1br;
	b->pcb_p1lr = a->pcb_p1lr;
	a->pcb_p0lr = 0;
	a->pcb_p1lr = P1PAGES;
	q->p_p0br = p->p_p0br;
	q->p_szpt = p->p_szpt;
	p->p_szpt = 0;
}

/*
 * The page tables of p and q change hands. No entry of them is touched and no page moves: only the registers that
 * say where the tables are. Where tables are moved instead of exchanged (3BSD), the borrower's part in this is that it
 * has none.
 *
 * One of the two is running. If it is q, it goes on with what it gets, at once. If it is p, the lender, it sleeps next,
 * and its registers are loaded when it runs again. 4.3BSD, whose kernel stack is in the tables, must load them here,
 * too, and shut out interrupts. (vpasspt in 4.3BSD's vm_pt.c.)
 */
static void vpasspt(struct proc *p, struct proc *q, struct user *up, struct user *uq)
{
	struct pcb *a = &up->u_pcb, *b = &uq->u_pcb;

	if (policy->memory == ADDRESSES) {
		passaddresses(p, q, a, b);
	} else {
		exchange(&a->pcb_p0br, &b->pcb_p0br);
		exchange(&a->pcb_p0lr, &b->pcb_p0lr);
		exchange(&a->pcb_p1br, &b->pcb_p1br);
		exchange(&a->pcb_p1lr, &b->pcb_p1lr);
		exchange(&p->p_p0br, &q->p_p0br);
		exchange(&p->p_szpt, &q->p_szpt);
	}
	if (q == curproc)
		loadregisters(b);
}

static inline void passfaults(struct rusage_k *from, struct rusage_k *to)
{
	to->ru_minflt = from->ru_minflt;
	to->ru_majflt = from->ru_majflt;
	from->ru_minflt = from->ru_majflt = 0;
}

/*
 * The account of usage goes with the memory, all of it: times, faults, most pages, switches. In 3BSD only that of page
 * faults does, and the rest stays where it is. In macOS it goes although the memory is shared: the borrower's time is
 * that of its parent's thread, on which it runs.
 */
static void passusage(struct user *from, struct user *to)
{
	static const struct rusage_k zero;

	if (policy->usage == USAGE_OWN)
		return;
	if (policy->usage == USAGE_FAULTS) {
		passfaults(&from->u_ru, &to->u_ru);
		passfaults(&from->u_cru, &to->u_cru);
		return;
	}
	to->u_ru = from->u_ru;
	from->u_ru = zero;
	to->u_cru = from->u_cru;
	from->u_cru = zero;
}

/*
 * Everything that is the memory goes from one process to another, and with it its sizes and the account of its use.
 * What is not here stays each one's own: kernel stack and so the user's registers, descriptors, signals, working
 * directory. (vpassvm in 4.3BSD's vm_proc.c.)
 */
static void vpassvm(struct proc *from, struct proc *to, struct user *ufrom, struct user *uto)
{
	to->p_tsize = uto->u_tsize = from->p_tsize;
	to->p_dsize = uto->u_dsize = from->p_dsize;
	to->p_ssize = uto->u_ssize = from->p_ssize;
	to->p_rssize = from->p_rssize;
	from->p_tsize = ufrom->u_tsize = 0;
	from->p_dsize = ufrom->u_dsize = 0;
	from->p_ssize = ufrom->u_ssize = 0;
	from->p_rssize = 0;
	uto->u_break = ufrom->u_break;
	ufrom->u_break = 0;
	swppass(&ufrom->u_dmap, &ufrom->u_smap, &uto->u_dmap, &uto->u_smap);
	passusage(ufrom, uto);
	vpasspt(from, to, ufrom, uto);
}

/*
 * The memory goes to the child, which has none: its tables are empty, and so are the lender's from now on. What is lent
 * goes on being charged to the lender's slot.
 */
void vlend(struct proc *child, struct user *uchild)
{
	struct proc *p = curproc;

	child->p_ndx = p->p_ndx;
	setlengths(child, uchild); /* no table, or one with nothing in it: what the lender is left with */
	vpassvm(p, child, &u, uchild);
	TRACE(EV_VM_PASS, p->p_pid, child->p_pid, uchild->u_pcb.pcb_p0br, uchild->u_pcb.pcb_p0lr,
	      uchild->u_pcb.pcb_p1br, uchild->u_pcb.pcb_p1lr);
}

/* How deep the two sleep while they wait for each other. */
static int depth(void)
{
	return policy->sleep == SLEEP_PSWP ? PSWP + 1 : PZERO - 1;
}

/*
 * The lender's wait, and the taking back. Asleep below PZERO it hears no signal: there is no memory that it could act
 * on. (newproc in 4.3BSD's kern_fork.c.)
 */
void lend(struct proc *child)
{
	struct proc *p = curproc;
	struct user *uchild;

	p->p_xlink = child;
	p->p_flag |= policy->memory == ADDRESSES ? SNOVM | SVFPRNT : SNOVM;
	pstate(p);
	while (child->p_flag & SVFORK)
		sleep(child, depth());

	uchild = uaccess(child); /* in core: it is exiting or executing, and that is not swapped out */
	p->p_xlink = 0;
	vpassvm(child, p, uchild, &u);
	p->p_flag &= ~(SNOVM | SVFPRNT);
	child->p_ndx = (uint32_t)(child - proc);
	TRACE(EV_VM_RETURN, child->p_pid, p->p_pid, u.u_pcb.pcb_p0br, u.u_pcb.pcb_p0lr, u.u_pcb.pcb_p1br,
	      u.u_pcb.pcb_p1lr);
	child->p_flag |= SVFDONE;
	pstate(p);
	pstate(child);
	wakeup(child);
}

/*
 * The borrower's half of the handshake: the lender gets its memory back, and nothing else may happen before it has.
 * The lender does it, above; this only waits. Called with what keeps the borrower in core set. (exit in 4.3BSD's
 * kern_exit.c, getxfile in kern_exec.c.)
 */
void vreturn(void)
{
	struct proc *p = curproc;

	p->p_flag &= ~SVFORK;
	pstate(p);
	wakeup(p);
	while (!(p->p_flag & SVFDONE))
		sleep(p, depth());
	p->p_flag &= ~SVFDONE;
	pstate(p);
}

/* A second of waiting is over. */
static void look(struct proc *p)
{
	if (p->p_stat == SSLEEP)
		setrun(p);
}

/* The next look of a parent that waits is at the next full second of the clock. */
void pollhold(struct proc *p)
{
	untimeout(look, p);
	timeout(look, p, HZ - time_ticks % HZ);
}

/* Is the running process to wait for this child of its? */
static int held(const struct proc *child)
{
	return child->p_pptr == curproc && (child->p_flag & SPPWAIT);
}

/* What a child that is SPPWAIT wakes up: its own slot, or its parent's. */
static const void *channel(const struct proc *child)
{
	return policy->habits & OWN_CHANNEL ? child->p_pptr : child;
}

/* A wait in which the parent looks now and then whether it is to stop. Once a second would be in vain if nobody traces
 * it and no stop signal has come (psignal): so it sleeps on. (syscallret in FreeBSD's subr_syscall.c.) */
static void pollinghold(struct proc *child)
{
	struct proc *p = curproc;

	while (held(child)) {
		p->p_flag |= SSPOLL;
		if (p->p_flag & STRC)
			pollhold(p);
		tsleep(channel(child), PWAIT, 0);
		p->p_flag &= ~SSPOLL;
		untimeout(look, p);
		ISSIG(p); /* stops; a signal that does not acts after the wait */
	}
}

/* A wait in which stop signals act as in any other, until it finds a signal that does not stop: that one must wait, and
 * all others with it. (vfwait in illumos' fork.c.) */
static void stoppinghold(struct proc *child)
{
	int found = 0;

	while (held(child))
		found |= tsleep(channel(child), PWAIT, !found);
}

/* The parent's wait where nothing was lent: for SPPWAIT to go (fork1 in 4.4BSD). 0, or 1 if a signal killed it while
 * the child goes on. */
int hold(struct proc *child)
{
	struct proc *p = curproc;

	passusage(&u, uaccess(child));
	switch (policy->sleep) {
	case SLEEP_POLLS:
		pollinghold(child);
		return 0;
	case SLEEP_STOPS:
		stoppinghold(child);
		return 0;
	default:
		break;
	}
	while (held(child)) {
		if (policy->sleep == SLEEP_KILLABLE) {
			if (killed(p))
				return 1;
			p->p_flag |= SSKILL;
		}
		tsleep(channel(child), policy->sleep == SLEEP_PZERO ? PZERO - 1 : PWAIT, 0);
		p->p_flag &= ~SSKILL;
	}
	return 0;
}

/* The child's half: its parent, which may be waiting in hold, goes on. */
void vrelparent(void)
{
	struct proc *p = curproc;

	if (!(p->p_flag & SPPWAIT))
		return;
	p->p_flag &= ~SPPWAIT;
	pstate(p);
	wakeup(channel(p));
}

/*
 * Of a child that ran on its parent's memory more than the memory may go back: where locals lie in register windows
 * that are spilled to the shared stack, the parent finds the child's; where the table of descriptors is shared, too,
 * what the child opened and closed is open and closed for the parent.
 */
static void inherit(struct proc *parent)
{
	struct trapframe *tf = (struct trapframe *)(ptov(parent->p_addr[UPAGES - 1]) + NBPG) - 1;

	if (policy->registers == REGS_CHILD) {
		bcopy(&u.u_ar0->tf_d[2], &tf->tf_d[2], 6 * sizeof(uint32_t));
		bcopy(&u.u_ar0->tf_a[2], &tf->tf_a[2], 4 * sizeof(uint32_t));
	}
	if (policy->descriptors == FDS_SHARED)
		fdgive(uaccess(parent));
	passusage(&u, uaccess(parent));
}

/* The end of the old memory, for exec and exit. */
void vrelease(void)
{
	struct proc *p = curproc;

	if (p->p_flag & SVFORK) {
		vreturn();
		return;
	}
	if ((p->p_flag & SPPWAIT) && policy->memory == SHARE)
		inherit(p->p_pptr);
	vrelvm();
	if (policy->hold == HOLD_RELEASE)
		vrelparent();
}
