/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Faults of the user's memory: pages to fill with zeros, pages to copy because of a store, a stack to grow. */
#include "policy.h"
#include "vm.h"

/* A page frame for the running process; without one the process cannot go on. */
static uint32_t getpage(uint32_t vpage)
{
	uint32_t pfn = memall(curproc, pagetype(vpage), vpage);

	if (!pfn)
		printf("pid %u (%s): killed: out of memory\n", curproc->p_pid, u.u_comm);
	return pfn;
}

/* First touch of a fill-on-demand page. */
static uint32_t zfod(uint32_t *pte, uint32_t vpage)
{
	uint32_t pfn = getpage(vpage);

	if (!pfn)
		return SIGKILL;
	bzero(ptov(pfn), NBPG);
	*pte = PG_V | (*pte & PG_PROT) | pfn;
	resident(curproc, vpage, 1);
	u.u_ru.ru_minflt++;
	return 0;
}

/* A store into a page that is shared until then. The last one who has it need not copy. */
static uint32_t cow(uint32_t *pte, uint32_t vpage)
{
	uint32_t from = *pte & PG_PFNUM, to = from;

	if (cmap[from].c_count > 1) {
		to = getpage(vpage);
		if (!to)
			return SIGKILL;
		bcopy(ptov(from), ptov(to), NBPG);
		memfree(curproc, from);
		TRACE(EV_COW_COPY, ctob(vpage), from, to);
	}
	*pte = PG_V | PG_UW | to;
	u.u_ru.ru_minflt++;
	return 0;
}

uint32_t pagein(struct trapframe *tf)
{
	uint32_t vpage = tf->tf_va >> PGSHIFT, *pte = 0, sig;

	if (FLAT(policy)) /* nothing grows there, and every page is filled already */
		return tf->tf_va < S0BASE ? SIGSEGV : SIGBUS;
	if (tf->tf_va < S0BASE)
		pte = vtopte(curproc, vpage);
	if (tf->tf_code & FLT_LENGTH)
		return grow(tf->tf_va) ? 0 : SIGSEGV;
	if (!pte)
		return tf->tf_va < S0BASE ? SIGSEGV : SIGBUS;
	if ((*pte & PG_FOD) && tf->tf_type == SCB_NOT_VALID)
		sig = zfod(pte, vpage);
	else if ((*pte & PG_COW) && (tf->tf_code & FLT_WRITE))
		sig = cow(pte, vpage);
	else if (*pte == 0) /* between stack and what is mapped */
		return grow(tf->tf_va) ? 0 : SIGSEGV;
	else
		return (*pte & PG_V) && (policy->habits & STORE_SEGV) ? SIGSEGV : SIGBUS;
	tbis(tf->tf_va);
	return sig;
}
