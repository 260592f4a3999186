/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory as a device: /dev/null, and /dev/kmem, which is the kernel's address space by address, to be read only. With
 * the addresses that nlist finds in /vmunix, ps reads the process table here, and through the page frames of a
 * u area also those of processes that do not run.
 */
#include "file.h"

#include "vm.h"

/* Is the page at an address of S0 there? */
static int kernelpage(uint32_t address)
{
	uint32_t page = (address - S0BASE) >> PGSHIFT;

	return address >= S0BASE && page < mfpr(PR_SLR) && (Sysmap[page] & PG_V);
}

uint32_t mmread(uint32_t dev, uint32_t offset, char *user, uint32_t bytes)
{
	uint32_t done = 0;

	if (dev == DEV_NULL)
		return 0;
	while (done < bytes) {
		uint32_t n = NBPG - (offset & PGOFSET);

		if (n > bytes - done)
			n = bytes - done;
		if (!kernelpage(offset) || copyout((const void *)offset, user + done, n)) {
			u.u_error = EFAULT;
			break;
		}
		offset += n;
		done += n;
	}
	return done;
}

/* /dev/null takes everything; nothing else can be opened for writing. */
uint32_t mmwrite(uint32_t dev, const char *user, uint32_t bytes)
{
	(void)user;
	if (dev != DEV_NULL)
		u.u_error = EIO;
	return bytes;
}
