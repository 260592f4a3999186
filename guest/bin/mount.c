/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mount: what is mounted where. Nothing can be mounted besides: the machine has one disk, and the files in memory. */
#include <err.h>
#include <kvm.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	struct kvm_mount list[KVM_MOUNTS];
	int n = kvm_mounts(list);

	(void)argv;
	if (argc > 1)
		errx(1, "nothing can be mounted: the one disk is, and this kernel has no call for it");
	if (n < 0)
		err(1, "/dev/kmem");
	for (int i = 0; i < n; i++)
		printf("%s on %s%s\n", list[i].name, list[i].path, list[i].read_only ? "\t(read-only)" : "");
	return 0;
}
