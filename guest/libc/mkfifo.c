/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POSIX's name for a kind of mknod. */
#include <sys/stat.h>

int mkfifo(const char *path, mode_t mode)
{
	return mknod(path, S_IFIFO | (mode & 07777), 0);
}
