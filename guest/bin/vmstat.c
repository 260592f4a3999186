/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vmstat: page frames and blocks of the swap area, in all and free. vmstat -f: how many forks and vforks there were,
 * and how large. */
#include <err.h>
#include <kvm.h>
#include <stdio.h>
#include <unistd.h>

static void forks(void)
{
	struct forkstat stat;

	if (kvm_get("forkstat", &stat, sizeof(stat)) < 0)
		err(1, "forkstat");
	printf("%u forks, %u pages, average=%u.%02u\n", stat.cntfork, stat.sizfork,
	       stat.cntfork ? stat.sizfork / stat.cntfork : 0,
	       stat.cntfork ? stat.sizfork * 100 / stat.cntfork % 100 : 0);
	printf("%u vforks, %u pages, average=%u.%02u\n", stat.cntvfork, stat.sizvfork,
	       stat.cntvfork ? stat.sizvfork / stat.cntvfork : 0,
	       stat.cntvfork ? stat.sizvfork * 100 / stat.cntvfork % 100 : 0);
}

static void memory(void)
{
	struct {
		uint32_t list, count, max, left;
	} map;
	uint32_t all, free, nswap;

	if (kvm_get("maxmem", &all, sizeof(all)) < 0 || kvm_get("freemem", &free, sizeof(free)) < 0)
		err(1, "memory");
	if (kvm_get("nswap", &nswap, sizeof(nswap)) < 0 || kvm_get("swapmap", &map, sizeof(map)) < 0)
		err(1, "swap area");
	printf("%u pages of %d bytes, %u free\n", all, NBPG, free);
	printf("%u blocks of swap area, %u free\n", nswap, map.left);
}

int main(int argc, char **argv)
{
	int option, only_forks = 0;

	while ((option = getopt(argc, argv, "f")) != -1) {
		if (option != 'f')
			return 2;
		only_forks = 1;
	}
	if (only_forks)
		forks();
	else
		memory();
	return 0;
}
