/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What depends on the machine: start-up (system page table, exception vectors, memory management on), access to the
 * user's memory, a fresh program's registers, reboot.
 */
#include "frame.h"
#include "policy.h"
#include "syscalls.h"
#include "vm.h"

_Static_assert(sizeof(struct trapframe) == TF_SIZE && offsetof(struct trapframe, tf_usp) == TF_USP, "trapframe");
_Static_assert(U_ADDRESS == UADDR && U_STACKTOP == KSTACKTOP, "u area");
_Static_assert(offsetof(struct user, u_onfault) == U_ONFAULT, "u_onfault");
_Static_assert(offsetof(struct pcb, pcb_ksp) == PCB_KSP && offsetof(struct pcb, pcb_d) == PCB_D0, "pcb");
_Static_assert(offsetof(struct pcb, pcb_usp) == PCB_USP, "pcb");
_Static_assert(offsetof(struct pcb, pcb_d[2]) == PCB_D2 && offsetof(struct pcb, pcb_a[2]) == PCB_A2, "pcb");
_Static_assert(offsetof(struct pcb, pcb_pc) == PCB_PC && offsetof(struct pcb, pcb_psl) == PCB_PSL, "pcb");
_Static_assert(offsetof(struct proc, p_addr) == P_ADDR, "proc");
_Static_assert(sizeof(struct user) < NBPG, "the kernel stack needs its room");

_Static_assert(sizeof(struct sigcontext_k) == sizeof(struct sigcontext), "sigcontext");
_Static_assert(offsetof(struct sigcontext_k, sc_mask) == offsetof(struct sigcontext, sc_mask), "sc_mask");
_Static_assert(offsetof(struct sigcontext_k, sc_sp) == offsetof(struct sigcontext, sc_sp), "sc_sp");
_Static_assert(offsetof(struct sigcontext_k, sc_ps) == offsetof(struct sigcontext, sc_ps), "sc_ps");
_Static_assert(offsetof(struct sigcontext_k, sc_a) == offsetof(struct sigcontext, sc_a), "sc_a");

#define BOOTINFO ((const struct bootinfo *)S0BASE)
#define GUARDPAGE 1 /* S0 page below the u area: nothing that runs wild downwards gets through */

uint32_t ramsize;
volatile uint32_t cpl = IPL_HIGH, iplup = 1; /* as the machine starts */
uint32_t *Sysmap;

/* The system control block: where the machine goes for each exception. */
static uint32_t scb[SCB_BYTES / 4] __attribute__((aligned(NBPG)));

extern void Xmachcheck(void), Xkspnotvalid(void), Xprivileged(void), Xresopnd(void), Xprotflt(void), Xtransflt(void);
extern void Xtracep(void), Xbptflt(void), Xarithtrap(void), Xsyscall(void), Xhardclock(void), Xcnrint(void);
extern void Xstray(void);

/* clang-format off */
static const struct {
	uint32_t vector;
	void (*handler)(void);
} vectors[] = {
	{SCB_MACHINE_CHECK, Xmachcheck},
	{SCB_KSP_NOT_VALID, Xkspnotvalid},
	{SCB_PRIVILEGED, Xprivileged},
	{SCB_RESERVED_OPERAND, Xresopnd},
	{SCB_ACCESS_VIOLATION, Xprotflt},
	{SCB_NOT_VALID, Xtransflt},
	{SCB_TRACE_TRAP, Xtracep},
	{SCB_BREAKPOINT, Xbptflt},
	{SCB_ARITHMETIC, Xarithtrap},
	{SCB_CHMK, Xsyscall},
	{SCB_CLOCK, Xhardclock},
	{SCB_CONSOLE_RX, Xcnrint},
};
/* clang-format on */

/*
 * The system page table: all of memory at S0BASE, then the kernel map, empty. The kernel's text cannot be written,
 * the guard page not be touched. Returns the first free physical address behind it.
 */
static uint32_t sysmapinit(uint32_t firstaddr)
{
	uint32_t frames = ramsize >> PGSHIFT, entries = frames + KMAPPAGES;

	Sysmap = (uint32_t *)(S0BASE + firstaddr);
	for (uint32_t i = 0; i < frames; i++)
		Sysmap[i] = PG_V | PG_KW | i;
	for (uint32_t i = KERNEL_PA >> PGSHIFT; i < ((uint32_t)etext & PAMASK) >> PGSHIFT; i++)
		Sysmap[i] = PG_V | PG_KR | i;
	Sysmap[GUARDPAGE] = 0;
	bzero(&Sysmap[frames], KMAPPAGES * sizeof(uint32_t));
	mtpr(PR_SBR, firstaddr);
	mtpr(PR_SLR, entries);
	return firstaddr + ctob(btoc(entries * sizeof(uint32_t)));
}

/* Called first of all, memory management off, on proc 0's kernel stack. Turns it on. */
void startup(void)
{
	uint32_t firstaddr;

	for (uint32_t i = 0; i < SCB_BYTES / 4; i++)
		scb[i] = (uint32_t)Xstray;
	for (uint32_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
		scb[vectors[i].vector / 4] = (uint32_t)vectors[i].handler;
	mtpr(PR_SCBB, (uint32_t)scb & PAMASK);

	ramsize = BOOTINFO->b_ram;
	boottime = BOOTINFO->b_date;
	firstaddr = sysmapinit(ctob(btoc(BOOTINFO->b_kernend)));
	/* No user's address means anything before the first exec. */
	mtpr(PR_P0BR, S0BASE);
	mtpr(PR_P0LR, 0);
	mtpr(PR_P1BR, S0BASE);
	mtpr(PR_P1LR, P1PAGES);
	mtpr(PR_TBIA, 0);
	mtpr(PR_MAPEN, 1);

	bzero(&u, sizeof u);
	procinit();
	if (BOOTINFO->b_magic != BOOT_MAGIC || !policyinit(BOOTINFO->b_system))
		panic("the console does not say which system to be");
	meminit(swapinit(firstaddr));
	if (FLAT(policy))
		flatinit();
	rqinit();
	cninit();
	clkstart();
	TRACE_TEXT(EV_BOOT, policy->name, maxmem);
}

int copyinstr(const char *user, char *kernel, uint32_t max, uint32_t *length)
{
	uint32_t done = 0;

	/* Pieces never cross a page: what lies behind the NUL need not be there. */
	while (done < max) {
		uint32_t piece = 32 - ((uint32_t)(user + done) & 31);

		if (piece > max - done)
			piece = max - done;
		if (copyin(user + done, kernel + done, piece))
			return EFAULT;
		for (uint32_t end = done + piece; done < end; done++) {
			if (kernel[done] == '\0') {
				*length = done + 1;
				return 0;
			}
		}
	}
	return ENAMETOOLONG;
}

/* A new program starts with nothing in its registers but where it is and where its stack is. */
void setregs(uint32_t entry, uint32_t sp)
{
	struct trapframe *tf = u.u_ar0;

	bzero(tf->tf_d, sizeof tf->tf_d);
	bzero(tf->tf_a, sizeof tf->tf_a);
	tf->tf_usp = sp;
	setusp(sp);
	tf->tf_pc = entry;
	tf->tf_psl = PSL_USERSET;
	/* Code has been stored by the processor itself: what was decoded before is stale. */
	mtpr(PR_ICIA, 0);
}

/*
 * Makes the user go on in a handler: the frame of a call of it is built on the user's stack (or the signal stack), with
 * the interrupted context. A borrower's stack is its lender's, so there the frame lies below what both of them use.
 */
int sendsig(uint32_t handler, uint32_t sig, uint32_t code, uint32_t mask, const struct siginfo_k *info)
{
	static const uint16_t trampoline[] = {SIGTRAMP};
	struct trapframe *tf = u.u_ar0;
	int onstack = (u.u_sigonstack & sigmask(sig)) && !u.u_onstack && u.u_sigsp;
	uint32_t top = ((onstack ? u.u_sigsp : tf->tf_usp) & ~3u) - (info ? sizeof *info : 0);
	uint32_t at = top - sizeof(struct sigframe);
	struct sigframe frame = {
		.sf_return = at + offsetof(struct sigframe, sf_tramp),
		.sf_signum = sig,
		.sf_code = info ? top : code,
		.sf_scp = at + offsetof(struct sigframe, sf_sc),
		.sf_sc = {.sc_onstack = u.u_onstack,
	                  .sc_mask = mask,
	                  .sc_sp = tf->tf_usp,
	                  .sc_pc = tf->tf_pc,
	                  .sc_ps = tf->tf_psl},
	};

	bcopy(tf->tf_d, frame.sf_sc.sc_d, sizeof tf->tf_d);
	bcopy(tf->tf_a, frame.sf_sc.sc_a, sizeof tf->tf_a);
	bcopy(trampoline, frame.sf_tramp, sizeof trampoline);
	if ((handler & 1) || copyout(&frame, (void *)at, sizeof frame) ||
	    (info && copyout(info, (void *)top, sizeof *info))) {
		/* There is no stack to run on, or no handler: it cannot go on. */
		u.u_signal[SIGILL] = (uint32_t)SIG_DFL;
		curproc->p_sigignore &= ~sigmask(SIGILL);
		curproc->p_sigcatch &= ~sigmask(SIGILL);
		curproc->p_sigmask &= ~sigmask(SIGILL);
		psignal(curproc, SIGILL);
		return 0;
	}
	if (onstack)
		u.u_onstack = 1;
	tf->tf_usp = at;
	setusp(at);
	tf->tf_pc = handler;
	mtpr(PR_ICIA, 0); /* instructions were stored */
	return 1;
}

/* sigreturn(const struct sigcontext *): goes back to what the handler interrupted. */
void sigreturn(void)
{
	struct trapframe *tf = u.u_ar0;
	struct sigcontext sc;

	if (copyin((const void *)u.u_arg[0], &sc, sizeof sc)) {
		u.u_error = EFAULT;
		return;
	}
	if ((sc.sc_ps & ~USERPSL) != PSL_USERSET || (sc.sc_pc & 1)) {
		u.u_error = EINVAL;
		return;
	}
	u.u_eosys = JUSTRETURN;
	u.u_onstack = sc.sc_onstack != 0;
	curproc->p_sigmask = (uint32_t)sc.sc_mask & ~CANTMASK;
	bcopy(sc.sc_d, tf->tf_d, sizeof tf->tf_d);
	bcopy(sc.sc_a, tf->tf_a, sizeof tf->tf_a);
	tf->tf_usp = sc.sc_sp;
	setusp(sc.sc_sp);
	tf->tf_pc = sc.sc_pc;
	tf->tf_psl = sc.sc_ps;
}

/* reboot(status): process 1 stops the machine. */
void reboot(void)
{
	if (curproc->p_pid != 1) {
		u.u_error = EPERM;
		return;
	}
	TRACE(EV_HALT, u.u_arg[0]);
	halt(u.u_arg[0]);
}
