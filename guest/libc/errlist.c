/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors in words, 4.3BSD's. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
static const char *const sys_errlist[] = {
	[0] = "Error 0",
	[EPERM] = "Not owner",
	[ENOENT] = "No such file or directory",
	[ESRCH] = "No such process",
	[EINTR] = "Interrupted system call",
	[EIO] = "I/O error",
	[ENXIO] = "No such device or address",
	[E2BIG] = "Arg list too long",
	[ENOEXEC] = "Exec format error",
	[EBADF] = "Bad file number",
	[ECHILD] = "No children",
	[EAGAIN] = "No more processes",
	[ENOMEM] = "Not enough memory",
	[EACCES] = "Permission denied",
	[EFAULT] = "Bad address",
	[ENOTBLK] = "Block device required",
	[EBUSY] = "Mount device busy",
	[EEXIST] = "File exists",
	[EXDEV] = "Cross-device link",
	[ENODEV] = "No such device",
	[ENOTDIR] = "Not a directory",
	[EISDIR] = "Is a directory",
	[EINVAL] = "Invalid argument",
	[ENFILE] = "File table overflow",
	[EMFILE] = "Too many open files",
	[ENOTTY] = "Inappropriate ioctl for device",
	[ETXTBSY] = "Text file busy",
	[EFBIG] = "File too large",
	[ENOSPC] = "No space left on device",
	[ESPIPE] = "Illegal seek",
	[EROFS] = "Read-only file system",
	[EMLINK] = "Too many links",
	[EPIPE] = "Broken pipe",
	[EDOM] = "Argument too large",
	[ERANGE] = "Result too large",
	[EWOULDBLOCK] = "Operation would block",
	[ENOTSUP] = "Operation not supported",
	[ETIMEDOUT] = "Connection timed out",
	[ELOOP] = "Too many levels of symbolic links",
	[ENAMETOOLONG] = "File name too long",
	[ENOTEMPTY] = "Directory not empty",
	[ENOSYS] = "Function not implemented",
	[EOVERFLOW] = "Value too large to be stored",
	[EILSEQ] = "Illegal byte sequence",
};
/* clang-format on */

char *strerror(int error)
{
	static char unknown[32];

	if (error >= 0 && (size_t)error < sizeof(sys_errlist) / sizeof(sys_errlist[0]) && sys_errlist[error] != NULL)
		return (char *)sys_errlist[error];
	snprintf(unknown, sizeof(unknown), "Error %d", error);
	return unknown;
}

/* Straight to descriptor 2, as in 4.3BSD: it must work when stdio does not. */
void perror(const char *what)
{
	char line[256];
	const char *text = strerror(errno);
	int n;

	if (what != NULL && *what != '\0')
		n = snprintf(line, sizeof(line), "%.200s: %s\n", what, text);
	else
		n = snprintf(line, sizeof(line), "%s\n", text);
	write(STDERR_FILENO, line, n);
}
