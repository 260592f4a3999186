/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Entries from user mode: system calls and faults, and the way back, where signals act and the processor may
 * change hands.
 */
#include "sysent.h"
#include "vm.h"

/*
 * Signals act, and who is better runs, until nothing of that is left to do or what is pending may not act now. Where
 * one handler is called at a time, the next signal is looked for when the kernel is entered again.
 */
static void ast(void)
{
	int called = 0;

	for (;;) {
		if (!(called && (policy->habits & ONE_HANDLER)) && ISSIG(curproc))
			called = psig();
		else if (runrun)
			preempt();
		else
			return;
	}
}

/* Before a process goes on in user mode. */
inline void userret(void)
{
	struct proc *p = curproc;

	if (p->p_sig | p->p_cursig | (uint32_t)runrun)
		ast();
	setpri(p);
}

static void tracefault(const struct trapframe *tf)
{
	if (tf->tf_type == SCB_NOT_VALID)
		TRACE(EV_FAULT_INVALID, tf->tf_va, tf->tf_pc, tf->tf_code);
	else if (tf->tf_code & FLT_LENGTH)
		TRACE(EV_FAULT_LENGTH, tf->tf_va, tf->tf_pc, tf->tf_code);
	else
		TRACE(EV_FAULT_PROTECTION, tf->tf_va, tf->tf_pc, tf->tf_code);
}

/* What a fault in user mode that cannot be repaired is called. */
static uint32_t trapsignal(struct trapframe *tf)
{
	switch (tf->tf_type) {
	case SCB_ACCESS_VIOLATION:
	case SCB_NOT_VALID:
		return pagein(tf);
	case SCB_RESERVED_OPERAND:
	case SCB_PRIVILEGED:
		return SIGILL;
	case SCB_ARITHMETIC:
		return SIGFPE;
	case SCB_BREAKPOINT:
	case SCB_TRACE_TRAP:
		return SIGTRAP;
	default:
		panic("trap by vector %x, pc %x", tf->tf_type, tf->tf_pc);
	}
}

/*
 * The kernel touched the user's memory for a system call: repair it like the user's own faults, or let the copy
 * fail.
 */
static void kerneltrap(struct trapframe *tf)
{
	int fault = tf->tf_type == SCB_ACCESS_VIOLATION || tf->tf_type == SCB_NOT_VALID;
	uint32_t sig;

	if (!fault || tf->tf_va >= S0BASE || !u.u_onfault)
		panic("kernel trap by vector %x, pc %x, address %x, code %x, process %u", tf->tf_type, tf->tf_pc,
		      tf->tf_va, tf->tf_code, curproc->p_pid);
	sig = pagein(tf);
	if (sig == SIGKILL)
		psignal(curproc, SIGKILL);
	if (sig)
		tf->tf_pc = (uint32_t)u.u_onfault;
}

void trap(struct trapframe *tf)
{
	uint32_t sig;

	if (tf->tf_type == SCB_ACCESS_VIOLATION || tf->tf_type == SCB_NOT_VALID)
		tracefault(tf);
	if (!USERMODE(tf)) {
		kerneltrap(tf);
		return;
	}
	u.u_ar0 = tf;
	sig = trapsignal(tf);
	u.u_code = sig ? tf->tf_va : 0;
	if (sig && (curproc->p_siginfo & sigmask(sig)))
		faultnote(sig, sig == SIGSEGV || sig == SIGBUS ? tf->tf_va : tf->tf_pc);
	if (sig && curproc->p_pid == 1)
		panic("init died: signal %u at pc %x, address %x", sig, tf->tf_pc, tf->tf_va);
	if (sig)
		psignal(curproc, sig);
	userret();
}

/* A number without a call: 4.3BSD sends SIGSYS. */
void nosys(void)
{
	psignal(curproc, SIGSYS);
	u.u_error = EINVAL;
}

/*
 * A system call. The arguments are on the user's stack above the stub's return address; results go to d0 and d1 of the
 * user, with carry set for an error.
 */
void syscall(struct trapframe *tf)
{
	uint32_t number = tf->tf_code;
	const struct sysent *call = &sysent[number < SYS_MAX ? number : 0];

	u.u_ar0 = tf;
	u.u_error = 0;
	u.u_eosys = NORMALRETURN; /* 0, as no error is */
	u.u_rval1 = 0;
	u.u_rval2 = tf->tf_d[1];
	for (int i = 0; i < 3; i++)
		u.u_arg[i] = 0; /* what a call does not have is traced as 0 */
	if (call->sy_narg && copyin((const void *)(tf->tf_usp + 4), u.u_arg, call->sy_narg * 4))
		u.u_error = EFAULT;
	TRACE(EV_SYSCALL_ENTER, number, u.u_arg[0], u.u_arg[1], u.u_arg[2]);
	if (!u.u_error)
		call->sy_call();

	tf = u.u_ar0; /* a new process came here by a copy of the stack, at the same address */
	if (!(u.u_error | u.u_eosys)) {
		tf->tf_d[0] = u.u_rval1;
		tf->tf_d[1] = u.u_rval2;
		tf->tf_psl &= ~PSL_C;
	} else if (u.u_eosys == JUSTRETURN) {
		; /* sigreturn has set all registers */
	} else if (u.u_error == (uint32_t)ERESTART) {
		tf->tf_pc -= 2; /* to the trap instruction; d0 still has the number */
	} else {
		tf->tf_d[0] = u.u_error;
		tf->tf_psl |= PSL_C;
	}
	TRACE(EV_SYSCALL_EXIT, number, u.u_rval1, u.u_rval2, u.u_error);
	userret();
}
