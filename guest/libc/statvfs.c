/* SPDX-License-Identifier: GPL-2.0-or-later */
/* statvfs: what df tells, for a program. */
#include <dirent.h>
#include <errno.h>
#include <kvm.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

static int tell(const struct stat *sb, struct statvfs *to)
{
	struct kvm_mount list[KVM_MOUNTS];
	int n = kvm_mounts(list);

	for (int i = 0; i < n; i++) {
		const struct kvm_mount *m = &list[i];

		if (m->dev != (int)sb->st_dev)
			continue;
		*to = (struct statvfs){NBPG,      NBPG,      m->blocks, m->left, m->left,
		                       m->inodes, m->unused, m->unused, m->dev,  m->read_only ? ST_RDONLY : 0,
		                       NAME_MAX};
		return 0;
	}
	if (n >= 0)
		errno = ENOSYS; /* a pipe is in no file system */
	return -1;
}

int statvfs(const char *path, struct statvfs *to)
{
	struct stat sb;

	return stat(path, &sb) < 0 ? -1 : tell(&sb, to);
}

int fstatvfs(int fd, struct statvfs *to)
{
	struct stat sb;

	return fstat(fd, &sb) < 0 ? -1 : tell(&sb, to);
}
