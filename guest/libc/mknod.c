/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files by mknod: regular ones only. Devices are on the root disk, and there are no named pipes. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int mknod(const char *path, mode_t mode, dev_t device)
{
	int fd;

	(void)device;
	if ((mode & S_IFMT) != 0 && (mode & S_IFMT) != S_IFREG) {
		errno = geteuid() == 0 ? EINVAL : EPERM;
		return -1;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, mode & 07777);
	return fd < 0 ? -1 : close(fd);
}
