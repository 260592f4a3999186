/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the system says of itself. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <paths.h>
#include <stdio.h>
#include <string.h>
#include <sys/param.h>
#include <sys/syslimit.h>
#include <sys/utsname.h>
#include <unistd.h>

static long limit_of(int name)
{
	switch (name) {
	case _PC_LINK_MAX:
		return LINK_MAX;
	case _PC_NAME_MAX:
		return NAME_MAX;
	case _PC_PATH_MAX:
		return syslimit(SL_MAXPATHLEN);
	case _PC_PIPE_BUF:
		return PIPE_BUF;
	case _PC_CHOWN_RESTRICTED:
	case _PC_NO_TRUNC:
	case _PC_SYNC_IO:
		return 1;
	case _PC_FILESIZEBITS:
		return 32;
	case _PC_MAX_CANON:
		return MAX_CANON;
	case _PC_MAX_INPUT:
		return MAX_INPUT;
	case _PC_SYMLINK_MAX:
		return syslimit(SL_MAXPATHLEN) - 1;
	case _PC_VDISABLE:
		return _POSIX_VDISABLE;
	default:
		errno = EINVAL;
		return -1;
	}
}

long sysconf(int name)
{
	switch (name) {
	case _SC_ARG_MAX:
		return syslimit(SL_NCARGS);
	case _SC_CHILD_MAX:
		return syslimit(SL_MAXUPRC);
	case _SC_CLK_TCK:
		return HZ;
	case _SC_OPEN_MAX:
		return getdtablesize();
	case _SC_PAGESIZE:
		return NBPG;
	case _SC_NPROCESSORS_ONLN:
	case _SC_NPROCESSORS_CONF:
	case _SC_JOB_CONTROL:
	case _SC_FSYNC:
	case _SC_REGEXP:
	case _SC_SHELL:
		return 1;
	case _SC_SPAWN:
		return _POSIX_SPAWN;
	case _SC_ATEXIT_MAX:
		return ATEXIT_MAX;
	case _SC_BC_BASE_MAX:
		return BC_BASE_MAX;
	case _SC_BC_DIM_MAX:
		return BC_DIM_MAX;
	case _SC_BC_SCALE_MAX:
		return BC_SCALE_MAX;
	case _SC_BC_STRING_MAX:
		return BC_STRING_MAX;
	case _SC_COLL_WEIGHTS_MAX:
		return COLL_WEIGHTS_MAX;
	case _SC_EXPR_NEST_MAX:
		return EXPR_NEST_MAX;
	case _SC_HOST_NAME_MAX:
		return sizeof(((struct utsname *)0)->nodename) - 1;
	case _SC_IOV_MAX:
		return IOV_MAX;
	case _SC_LINE_MAX:
		return LINE_MAX;
	case _SC_LOGIN_NAME_MAX:
	case _SC_TTY_NAME_MAX:
		return _POSIX_LOGIN_NAME_MAX;
	case _SC_NGROUPS_MAX:
		return NGROUPS_MAX;
	case _SC_RE_DUP_MAX:
		return RE_DUP_MAX;
	case _SC_STREAM_MAX:
		return FOPEN_MAX;
	case _SC_SYMLOOP_MAX:
		return _POSIX_SYMLOOP_MAX;
	case _SC_TZNAME_MAX:
		return _POSIX_TZNAME_MAX;
	case _SC_SAVED_IDS:
	case _SC_VERSION: /* it is not a POSIX system, and has not all of an option that it has a part of */
	case _SC_2_VERSION:
	case _SC_2_C_BIND:
	case _SC_2_C_DEV:
	case _SC_2_FORT_DEV:
	case _SC_2_FORT_RUN:
	case _SC_2_LOCALEDEF:
	case _SC_2_SW_DEV:
	case _SC_2_UPE:
	case _SC_GETGR_R_SIZE_MAX: /* no limit that is known */
	case _SC_GETPW_R_SIZE_MAX:
	case _SC_MAPPED_FILES:
	case _SC_MEMORY_PROTECTION:
	case _SC_MONOTONIC_CLOCK:
	case _SC_REALTIME_SIGNALS:
	case _SC_SEMAPHORES:
	case _SC_THREADS:
	case _SC_TIMERS:
	case _SC_XOPEN_CRYPT:
	case _SC_XOPEN_UNIX:
	case _SC_XOPEN_VERSION:
		return -1;
	default:
		errno = EINVAL;
		return -1;
	}
}

/* There is one kind of file system, so the path only has to be that of something. */
long pathconf(const char *path, int name)
{
	if (access(path, F_OK) < 0)
		return -1;
	return limit_of(name);
}

long fpathconf(int fd, int name)
{
	if (fcntl(fd, F_GETFD, 0) < 0)
		return -1;
	return limit_of(name);
}

size_t confstr(int name, char *to, size_t room)
{
	static const char path[] = _PATH_STDPATH;

	if (name != _CS_PATH) {
		errno = EINVAL;
		return 0;
	}
	if (room > 0) {
		strncpy(to, path, room - 1);
		to[room < sizeof(path) ? room - 1 : sizeof(path) - 1] = '\0';
	}
	return sizeof(path);
}

/* 4.3BSD's kernel has 0 until somebody sets it, and nobody can here. */
long gethostid(void)
{
	return 0;
}
