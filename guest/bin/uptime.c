/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uptime: how long the machine has been up, and the load averages over 1, 5 and 15 minutes. A lender counts as load. */
#include <err.h>
#include <kvm.h>
#include <stdio.h>
#include <sys/time.h>

int main(void)
{
	struct timeval now;
	unsigned int load[3], boottime;

	gettimeofday(&now, NULL);
	if (kvm_get("boottime", &boottime, sizeof(boottime)) < 0)
		err(1, "boottime");
	now.tv_sec -= (long)boottime;
	if (kvm_loadavg(load, 3) != 3)
		err(1, "avenrun");
	printf("up %ld:%02ld:%02ld, load average:", now.tv_sec / 3600, now.tv_sec / 60 % 60, now.tv_sec % 60);
	for (int i = 0; i < 3; i++)
		printf("%s %u.%02u", i ? "," : "", load[i] / FSCALE, load[i] % FSCALE * 100 / FSCALE);
	printf("\n");
	return 0;
}
