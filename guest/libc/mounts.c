/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file systems that are mounted, for df and mount, as the kernel has them: the disk by its superblock, and files in
 * memory by their inodes and the page frames that are left. */
#include <kvm.h>
#include <openfile.h>
#include <string.h>

/* Page frames that the files in memory have, and how many files those are. */
static int count_pages(uint32_t *pages, uint32_t *files, uint32_t *slots)
{
	static struct inode inode[NINODE];
	uint32_t list[NBPG / sizeof(uint32_t)];

	if (kvm_get("inode", inode, sizeof(inode)) < 0)
		return -1;
	*pages = *files = *slots = 0;
	for (const struct inode *ip = inode; ip < inode + NINODE; ip++) {
		*slots += ip->i_number == 0;
		if (ip->i_number < MFSINO)
			continue;
		++*files;
		if (ip->i_d.di_start == 0 || (ip->i_d.di_mode & IFMT) == IFCHR)
			continue;
		if (kvm_read(S0BASE + ip->i_d.di_start * NBPG, list, sizeof(list)) < 0)
			return -1;
		++*pages;
		for (int i = 0; i < (int)(sizeof(list) / sizeof(list[0])); i++)
			*pages += list[i] != 0;
	}
	return 0;
}

int kvm_mounts(struct kvm_mount to[KVM_MOUNTS])
{
	struct {
		uint32_t path, mode;
	} mounts[MFSROOTS];
	struct superblock fs;
	uint32_t freemem, pages, files, slots, left;

	if (kvm_get("fs", &fs, sizeof(fs)) < 0 || kvm_get("mounts", mounts, sizeof(mounts)) < 0 ||
	    kvm_get("freemem", &freemem, sizeof(freemem)) < 0 || count_pages(&pages, &files, &slots) < 0)
		return -1;
	to[0] = (struct kvm_mount){"disk", "/", 0, 1, fs.s_blocks, 0, fs.s_ninodes - ROOTINO, 0};
	left = freemem > MFSRESERVE ? freemem - MFSRESERVE : 0;
	for (int i = 0; i < MFSROOTS; i++) {
		struct kvm_mount *m = &to[i + 1];

		*m = (struct kvm_mount){"memory", "", 1, 0, pages + left, left, files + slots, slots};
		if (kvm_read(mounts[i].path, m->path, sizeof(m->path) - 1) < 0)
			return -1;
	}
	return KVM_MOUNTS;
}
