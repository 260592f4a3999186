/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Moving u areas between page frames and the swap area (4.3BSD sys/vm_swap.c), and the swap area as /dev/drum, where ps
 * reads the u areas that are there. A process is never looked at by others through a u area that is out: uaccess is for
 * those in core, uread for all.
 */
#include "vm.h"

static char swbuf[NBPG] __attribute__((aligned(NBPG)));

/* Moves one block; the disk does it at once. */
static void swap(uint32_t block, uint32_t physical, uint32_t command)
{
	mtpr(PR_DKBN, mfpr(PR_DKSZ) + block);
	mtpr(PR_DKPA, physical);
	mtpr(PR_DKCS, command);
	if (mfpr(PR_DKCS) != DKCS_OK)
		panic("swap: block %u", block);
}

void swapout(struct proc *p, uint32_t block)
{
	p->p_flag &= ~SLOAD;
	p->p_swaddr = block;
	p->p_time = 0;
	for (uint32_t i = 0; i < UPAGES; i++) {
		swap(block + i, ctob(p->p_addr[i]), DKCS_WRITE);
		memfree(p, p->p_addr[i]);
		p->p_addr[i] = 0;
	}
	TRACE(EV_VM_SWAPOUT, p->p_pid, block, freemem);
	pstate(p);
}

int swapin(struct proc *p)
{
	uint32_t block = p->p_swaddr;

	if (freemem < UPAGES)
		return 0;
	for (uint32_t i = 0; i < UPAGES; i++) {
		p->p_addr[i] = memall(p, CUAREA, (UADDR >> PGSHIFT) + i);
		cmap[p->p_addr[i]].c_ndx = (uint32_t)(p - proc); /* even of one that is charged like its lender */
		swap(block + i, ctob(p->p_addr[i]), DKCS_READ);
	}
	p->p_flag |= SLOAD;
	p->p_swaddr = 0;
	p->p_time = 0;
	if (swapspare)
		rmfree(&swapmap, UPAGES, block);
	else
		swapspare = block;
	if (p->p_stat == SRUN)
		setrq(p);
	TRACE(EV_VM_SWAPIN, p->p_pid, block, freemem);
	pstate(p);
	return 1;
}

const struct user *uread(const struct proc *p)
{
	if (p->p_flag & SLOAD)
		return uaccess(p);
	swap(p->p_swaddr, (uint32_t)swbuf & PAMASK, DKCS_READ);
	return (const struct user *)swbuf;
}

uint32_t swread(uint32_t dev, uint32_t offset, char *user, uint32_t bytes)
{
	uint32_t done = 0;

	(void)dev;
	while (done < bytes && offset >> PGSHIFT < nswap) {
		uint32_t n = NBPG - (offset & PGOFSET);

		if (n > bytes - done)
			n = bytes - done;
		swap(offset >> PGSHIFT, (uint32_t)swbuf & PAMASK, DKCS_READ);
		if (copyout(swbuf + (offset & PGOFSET), user + done, n)) {
			u.u_error = EFAULT;
			break;
		}
		offset += n;
		done += n;
	}
	return done;
}

/* /dev/drum is for looking only. */
uint32_t swwrite(uint32_t dev, const char *user, uint32_t bytes)
{
	(void)dev;
	(void)user;
	u.u_error = EIO;
	return bytes;
}
