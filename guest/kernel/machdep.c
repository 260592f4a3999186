/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What depends on the machine: start-up (system page table, exception vectors, memory management on), access to the
 * user's memory, a fresh program's registers, reboot.
 */
#include "frame.h"
#include "policy.h"
#include "vm.h"

_Static_assert(sizeof(struct trapframe) == TF_SIZE && offsetof(struct trapframe, tf_usp) == TF_USP, "trapframe");
_Static_assert(U_ADDRESS == UADDR && U_STACKTOP == KSTACKTOP, "u area");
_Static_assert(offsetof(struct user, u_onfault) == U_ONFAULT, "u_onfault");
_Static_assert(offsetof(struct pcb, pcb_ksp) == PCB_KSP && offsetof(struct pcb, pcb_d) == PCB_D0, "pcb");
_Static_assert(offsetof(struct pcb, pcb_usp) == PCB_USP, "pcb");
_Static_assert(offsetof(struct pcb, pcb_d[2]) == PCB_D2 && offsetof(struct pcb, pcb_a[2]) == PCB_A2, "pcb");
_Static_assert(offsetof(struct pcb, pcb_pc) == PCB_PC && offsetof(struct pcb, pcb_psl) == PCB_PSL, "pcb");
_Static_assert(offsetof(struct proc, p_addr) == P_ADDR, "proc");
_Static_assert(sizeof(struct user) < NBPG / 4, "the kernel stack needs its room");

#define BOOTINFO ((const struct bootinfo *)S0BASE)
#define GUARDPAGE 1 /* S0 page below the u area: nothing that runs wild downwards gets through */

uint32_t ramsize;
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
	meminit(firstaddr);
	rqinit();
	cninit();
	clkstart();
	TRACE_TEXT(EV_BOOT, policy->name, maxmem);
}

/* The user owns addresses below S0BASE; what of them is mapped, only touching tells. */
static int useraddress(const void *address, uint32_t bytes)
{
	return (uint32_t)address < S0BASE && bytes <= S0BASE - (uint32_t)address;
}

int copyin(const void *user, void *kernel, uint32_t bytes)
{
	return useraddress(user, bytes) && copyseg(user, kernel, bytes) == 0 ? 0 : EFAULT;
}

int copyout(const void *kernel, void *user, uint32_t bytes)
{
	return useraddress(user, bytes) && copyseg(kernel, user, bytes) == 0 ? 0 : EFAULT;
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
	mtpr(PR_USP, sp);
	tf->tf_pc = entry;
	tf->tf_psl = PSL_USERSET;
	/* Code has been stored by the processor itself: what was decoded before is stale. */
	mtpr(PR_ICIA, 0);
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
