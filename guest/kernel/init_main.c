/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first two processes: 0, which is the idle processor's, and 1, init, the ancestor of all others. */
#include "policy.h"
#include "ufs.h"
#include "vm.h"

/*
 * Comes back only as process 1, to go on in user mode by tf: in `icode`, a few instructions at the bottom of its memory
 * that exec /etc/init.
 */
int main(struct trapframe *tf)
{
	uint32_t size = (uint32_t)(eicode - icode);

	limitinit(); /* before the first tick of the clock looks at them */
	fsinit();
	spl0();
	if (newproc(&(struct forkhow){.memory = DUP, .exitsig = SIGCHLD}) == 0)
		sched();

	fdinit();
	u.u_ar0 = tf;
	if (FLAT(policy))
		flatuse(flatget(0, btoc(size), 1), 0, btoc(size), 1);
	else if (expand(btoc(size), 1))
		panic("no memory for init");
	if (copyout(icode, (void *)curproc->p_base, size))
		panic("no memory for init's first program");
	setregs(curproc->p_base, userstack(curproc));
	return 0;
}
