/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ptrace: one process, the tracer, looks into another, its child, and tells it what to do. After 4.3BSD's file of this
 * name.
 *
 * The tracee has asked for it (PT_TRACE_ME) and stops at every signal (issig in kern_sig.c). While it is stopped the
 * tracer leaves a request in `ipc` and wakes it, and the tracee does what is asked to itself: only a running process
 * has its memory mapped. A borrower does not stop (its tracer may be asleep in vfork, and nobody would ever continue
 * it), so its first stop is the SIGTRAP that exec sends it once the memory is back.
 *
 * The machine has no T bit, so it cannot single-step: PT_STEP is EIO.
 */
#include <sys/ptrace.h>

#include "vm.h"

#define IPCPRI PZERO

/* The request of the one tracer whose turn it is. */
static struct {
	uint32_t ip_lock; /* pid of the tracee, 0: nobody's turn */
	uint32_t ip_req;  /* what to do; IP_NONE when it has been done */
	uint32_t ip_addr;
	uint32_t ip_data; /* in and out */
	uint32_t ip_error;
} ipc;
enum { IP_NONE = 0 };

/* ptrace(request, pid, addr, data) */
void ptrace(void)
{
	struct proc *p;

	if ((int)u.u_arg[0] <= PT_TRACE_ME) {
		curproc->p_flag |= STRC;
		return;
	}
	p = pfind(u.u_arg[1]);
	if (!p || p->p_stat != SSTOP || p->p_pptr != curproc || !(p->p_flag & STRC)) {
		u.u_error = ESRCH;
		return;
	}
	while (ipc.ip_lock)
		sleep(&ipc, IPCPRI);
	ipc.ip_lock = p->p_pid;
	ipc.ip_req = u.u_arg[0];
	ipc.ip_addr = u.u_arg[2];
	ipc.ip_data = u.u_arg[3];
	ipc.ip_error = 0;
	p->p_flag &= ~SWTED;
	while (ipc.ip_req != IP_NONE) {
		if (p->p_stat == SSTOP)
			setrun(p);
		sleep(&ipc, IPCPRI);
	}
	u.u_rval1 = u.u_arg[0] <= PT_READ_U ? ipc.ip_data : 0;
	u.u_error = ipc.ip_error;
	ipc.ip_lock = 0;
	wakeup(&ipc);
}

/*
 * Stores a longword that may lie in text: its pages are opened for the moment. Text that somebody else has, too,
 * would change for both, and is left alone.
 */
static int writetext(uint32_t va, uint32_t word)
{
	uint32_t *pte[2];
	int error;

	for (uint32_t i = 0; i < 2; i++) {
		pte[i] = vtopte(curproc, (va + 3 * i) >> PGSHIFT);
		if (!pte[i] || !(*pte[i] & PG_V) || cmap[*pte[i] & PG_PFNUM].c_count != 1)
			return EIO;
	}
	for (uint32_t i = 0; i < 2; i++) {
		textleave(*pte[i] & PG_PFNUM); /* it is no longer what the file says */
		*pte[i] = (*pte[i] & ~PG_PROT) | PG_UW;
	}
	mtpr(PR_TBIA, 0);
	error = copyout(&word, (void *)va, sizeof word);
	for (uint32_t i = 0; i < 2; i++)
		if (va + 3 * i < ctob(curproc->p_tsize))
			*pte[i] = (*pte[i] & ~PG_PROT) | PG_URKR;
	mtpr(PR_TBIA, 0);
	return error;
}

/* Of the u area only the user's registers may be written, and what would not go back to user mode is refused. */
static int writeuser(uint32_t offset, uint32_t word)
{
	struct trapframe *tf = u.u_ar0;
	uint32_t *p = (uint32_t *)(UADDR + offset);

	if (p == &tf->tf_psl) {
		*p = (*p & ~USERPSL) | (word & USERPSL);
		return 0;
	}
	if ((offset & 3) || offset >= ctob(UPAGES) || p < tf->tf_d || (p > &tf->tf_usp && p != &tf->tf_pc) ||
	    (p == &tf->tf_pc && (word & 1)))
		return EIO;
	*p = word;
	if (p == &tf->tf_usp)
		setusp(word);
	return 0;
}

/* PT_CONTINUE: at another place, if addr is not 1, and with the signal that the tracer wants it to see, if any. */
static int goon(uint32_t addr, uint32_t sig)
{
	if (sig >= NSIG || (addr != 1 && (addr & 1)))
		return EIO;
	if (addr != 1)
		u.u_ar0->tf_pc = addr;
	curproc->p_cursig = sig;
	return 0;
}

/* The stopped tracee was set running: does what the tracer asks. 1 if it shall go on. */
int procxmt(void)
{
	uint32_t request = ipc.ip_req, addr = ipc.ip_addr;
	int error = EIO;

	if (ipc.ip_lock != curproc->p_pid)
		return 0;
	ipc.ip_req = IP_NONE;
	switch (request) {
	case PT_READ_I:
	case PT_READ_D:
		error = copyin((const void *)addr, &ipc.ip_data, sizeof ipc.ip_data);
		break;
	case PT_READ_U:
		if (addr <= ctob(UPAGES) - sizeof(uint32_t) && !(addr & 3)) {
			ipc.ip_data = *(const uint32_t *)(UADDR + addr);
			error = 0;
		}
		break;
	case PT_WRITE_I:
	case PT_WRITE_D:
		error = copyout(&ipc.ip_data, (void *)addr, sizeof ipc.ip_data);
		if (error)
			error = writetext(addr, ipc.ip_data);
		mtpr(PR_ICIA, 0); /* what was decoded before is stale */
		break;
	case PT_WRITE_U:
		error = writeuser(addr, ipc.ip_data);
		break;
	case PT_CONTINUE:
		error = goon(addr, ipc.ip_data);
		break;
	case PT_KILL:
		wakeup(&ipc);
		exit(curproc->p_cursig);
	}
	ipc.ip_error = error ? EIO : 0;
	wakeup(&ipc);
	return request == PT_CONTINUE && !error;
}
