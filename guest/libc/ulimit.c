/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <ulimit.h>

#define BLOCK 512

long ulimit(int command, ...)
{
	struct rlimit limit;
	va_list args;

	if (command != UL_GETFSIZE && command != UL_SETFSIZE) {
		errno = EINVAL;
		return -1;
	}
	if (command == UL_SETFSIZE) {
		long blocks;

		va_start(args, command);
		blocks = va_arg(args, long);
		va_end(args);
		limit.rlim_cur = limit.rlim_max =
			blocks < 0 || blocks > (long)(RLIM_INFINITY / BLOCK) ? RLIM_INFINITY : (rlim_t)blocks * BLOCK;
		if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
			return -1;
	}
	if (getrlimit(RLIMIT_FSIZE, &limit) < 0)
		return -1;
	return (long)(limit.rlim_cur / BLOCK);
}
