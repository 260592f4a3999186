/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people call system calls and their parts. See syscall_name.h. */
#include "analysis/syscall_name.h"

#include <stddef.h>

#include "abi/syscalls.h"

static const struct {
	const char *name;
	int nargs;
} calls[SYS_MAX] = {
#define SYSCALL(number, NAME, name, args) [number] = {#name, args},
	SYSCALLS(SYSCALL)
#undef SYSCALL
};

enum { MAKES = 1, SELF = 2 };

static const struct {
	const char *arguments;
	int what;
} shapes[SYS_MAX] = {
	/* clang-format off */
	[SYS_EXIT] = {"i", 0}, [SYS_FORK] = {"", MAKES}, [SYS_READ] = {"dai", 0}, [SYS_WRITE] = {"dbi", 0},
	[SYS_OPEN] = {"sx", SELF}, [SYS_CLOSE] = {"d", SELF}, [SYS_WAIT4] = {"Wax", 0}, [SYS_CREAT] = {"so", SELF},
	[SYS_LINK] = {"ss", 0}, [SYS_UNLINK] = {"s", 0}, [SYS_CHDIR] = {"s", SELF}, [SYS_CHMOD] = {"so", 0},
	[SYS_CHOWN] = {"sii", 0}, [SYS_OBREAK] = {"a", 0}, [SYS_LSEEK] = {"diw", SELF}, [SYS_PTRACE] = {"iPai", 0},
	[SYS_ACCESS] = {"si", 0}, [SYS_KILL] = {"PS", 0}, [SYS_STAT] = {"sa", 0}, [SYS_LSTAT] = {"sa", 0},
	[SYS_DUP] = {"d", SELF}, [SYS_PIPE] = {"", SELF}, [SYS_IOCTL] = {"dxa", 0}, [SYS_REBOOT] = {"i", 0},
	[SYS_SYMLINK] = {"ss", 0}, [SYS_READLINK] = {"sai", 0}, [SYS_EXECVE] = {"saa", MAKES},
	[SYS_UMASK] = {"o", SELF}, [SYS_FSTAT] = {"da", 0}, [SYS_VFORK] = {"", MAKES}, [SYS_GETPGRP] = {"P", 0},
	[SYS_SETPGRP] = {"PP", SELF}, [SYS_SETITIMER] = {"iaa", 0}, [SYS_GETITIMER] = {"ia", 0},
	[SYS_DUP2] = {"dd", SELF}, [SYS_FCNTL] = {"dii", 0}, [SYS_SELECT] = {"iaa", 0},
	[SYS_SETPRIORITY] = {"iPi", SELF}, [SYS_GETPRIORITY] = {"iP", 0}, [SYS_SIGRETURN] = {"a", 0},
	[SYS_SIGVEC] = {"SHa", SELF}, [SYS_SIGBLOCK] = {"M", 0}, [SYS_SIGSETMASK] = {"M", 0},
	[SYS_SIGPAUSE] = {"M", 0}, [SYS_SIGSTACK] = {"aa", SELF}, [SYS_GETTIMEOFDAY] = {"aa", 0},
	[SYS_GETRUSAGE] = {"ia", 0}, [SYS_READV] = {"dai", 0}, [SYS_WRITEV] = {"dai", 0}, [SYS_FCHOWN] = {"dii", 0},
	[SYS_FCHMOD] = {"do", 0}, [SYS_SETREUID] = {"ii", SELF}, [SYS_SETREGID] = {"ii", SELF},
	[SYS_RENAME] = {"ss", 0}, [SYS_TRUNCATE] = {"si", 0}, [SYS_FTRUNCATE] = {"di", 0}, [SYS_MKDIR] = {"so", 0},
	[SYS_RMDIR] = {"s", 0}, [SYS_UTIMES] = {"sa", 0}, [SYS_GETRLIMIT] = {"ra", 0},
	[SYS_SETRLIMIT] = {"ra", SELF}, [SYS_KILLPG] = {"PS", 0}, [SYS_VFORKRULE] = {"ii", 0},
	[SYS_MMAP] = {"aix", SELF}, [SYS_MUNMAP] = {"ai", SELF}, [SYS_MPROTECT] = {"aix", SELF},
	[SYS_MKNOD] = {"sox", 0}, [SYS_WAITID] = {"iPa", 0},
	[SYS_FORKX] = {"x", MAKES}, [SYS_VFORKX] = {"x", MAKES}, [SYS_CLONE] = {"xa", MAKES},
	/* clang-format on */
};

/* 4.3BSD's numbers and names. */
static const char *const errors[] = {
	[1] = "EPERM",    [2] = "ENOENT",     [3] = "ESRCH",   [4] = "EINTR",         [5] = "EIO",
	[6] = "ENXIO",    [7] = "E2BIG",      [8] = "ENOEXEC", [9] = "EBADF",         [10] = "ECHILD",
	[11] = "EAGAIN",  [12] = "ENOMEM",    [13] = "EACCES", [14] = "EFAULT",       [15] = "ENOTBLK",
	[16] = "EBUSY",   [17] = "EEXIST",    [18] = "EXDEV",  [19] = "ENODEV",       [20] = "ENOTDIR",
	[21] = "EISDIR",  [22] = "EINVAL",    [23] = "ENFILE", [24] = "EMFILE",       [25] = "ENOTTY",
	[26] = "ETXTBSY", [27] = "EFBIG",     [28] = "ENOSPC", [29] = "ESPIPE",       [30] = "EROFS",
	[31] = "EMLINK",  [32] = "EPIPE",     [33] = "EDOM",   [34] = "ERANGE",       [35] = "EWOULDBLOCK",
	[45] = "ENOTSUP", [60] = "ETIMEDOUT", [62] = "ELOOP",  [63] = "ENAMETOOLONG", [66] = "ENOTEMPTY",
	[78] = "ENOSYS",  [84] = "EOVERFLOW", [85] = "EILSEQ",
};

const char *syscall_name(uint32_t number, int *nargs)
{
	if (number >= SYS_MAX || !calls[number].name)
		return NULL;
	if (nargs)
		*nargs = calls[number].nargs;
	return calls[number].name;
}

const char *syscall_shape(uint32_t number)
{
	return number < SYS_MAX && shapes[number].arguments ? shapes[number].arguments : "";
}

bool syscall_makes(uint32_t number)
{
	return number < SYS_MAX && shapes[number].what == MAKES;
}

bool syscall_changes_self(uint32_t number)
{
	return number < SYS_MAX && shapes[number].what == SELF;
}

const char *syscall_error(uint32_t error)
{
	return error < sizeof errors / sizeof *errors ? errors[error] : NULL;
}
