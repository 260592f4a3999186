/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel of 4.3BSD without quotas has these calls, and says EINVAL. So does this machine. */
#include <errno.h>
#include <sys/quota.h>

int quota(int command, int uid, int device, void *address)
{
	(void)command, (void)uid, (void)device, (void)address;
	errno = EINVAL;
	return -1;
}

int setquota(const char *device, const char *file)
{
	(void)device, (void)file;
	errno = EINVAL;
	return -1;
}
