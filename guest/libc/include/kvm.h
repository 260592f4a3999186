/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking into the kernel's memory: names from /vmunix, contents from /dev/kmem. -1 and errno on failure. */
#ifndef _KVM_H
#define _KVM_H

#include <proc.h>
#include <stddef.h>

int kvm_read(unsigned long address, void *to, size_t bytes);
int kvm_get(const char *name, void *to, size_t bytes); /* the variable of that name */

/* Slots that are in use, at most max of them, in the order of the table. How many. */
int kvm_procs(struct proc *to, int max);
int kvm_user(const struct proc *p, struct user *to); /* its u area; a zombie has none */

/* How many processes ran or waited for something quick, on average over 1, 5 and 15 minutes, in 1/FSCALE; how many
 * averages. */
int kvm_loadavg(unsigned int *to, int max);

/* What is mounted where: the root disk, and twice the files in memory, which are one file system with two roots. */
#define KVM_MOUNTS 3
struct kvm_mount {
	const char *name; /* what it is on */
	char path[32];    /* where it is mounted */
	int dev;          /* st_dev of its files */
	int read_only;
	unsigned blocks, left;   /* of NBPG bytes */
	unsigned inodes, unused; /* files that there are room for; and of those none yet */
};
int kvm_mounts(struct kvm_mount to[KVM_MOUNTS]); /* how many */

/* One letter, as ps has it: R runs or could, S asleep, D asleep where no signal reaches it, T stopped, Z zombie. */
char kvm_state(const struct proc *p);

#endif
