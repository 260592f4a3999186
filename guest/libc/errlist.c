/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors in words, 4.3BSD's. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
const char *const sys_errlist[] = {
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
	[EINPROGRESS] = "Operation now in progress",
	[EALREADY] = "Operation already in progress",
	[ENOTSOCK] = "Socket operation on non-socket",
	[EDESTADDRREQ] = "Destination address required",
	[EMSGSIZE] = "Message too long",
	[EPROTOTYPE] = "Protocol wrong type for socket",
	[ENOPROTOOPT] = "Protocol not available",
	[EPROTONOSUPPORT] = "Protocol not supported",
	[ESOCKTNOSUPPORT] = "Socket type not supported",
	[EOPNOTSUPP] = "Operation not supported",
	[EPFNOSUPPORT] = "Protocol family not supported",
	[EAFNOSUPPORT] = "Address family not supported by protocol family",
	[EADDRINUSE] = "Address already in use",
	[EADDRNOTAVAIL] = "Can't assign requested address",
	[ENETDOWN] = "Network is down",
	[ENETUNREACH] = "Network is unreachable",
	[ENETRESET] = "Network dropped connection on reset",
	[ECONNABORTED] = "Software caused connection abort",
	[ECONNRESET] = "Connection reset by peer",
	[ENOBUFS] = "No buffer space available",
	[EISCONN] = "Socket is already connected",
	[ENOTCONN] = "Socket is not connected",
	[ESHUTDOWN] = "Can't send after socket shutdown",
	[ETOOMANYREFS] = "Too many references: can't splice",
	[ETIMEDOUT] = "Connection timed out",
	[ECONNREFUSED] = "Connection refused",
	[ELOOP] = "Too many levels of symbolic links",
	[ENAMETOOLONG] = "File name too long",
	[EHOSTDOWN] = "Host is down",
	[EHOSTUNREACH] = "Host is unreachable",
	[ENOTEMPTY] = "Directory not empty",
	[EPROCLIM] = "Too many processes",
	[EUSERS] = "Too many users",
	[EDQUOT] = "Disc quota exceeded",
	[ESTALE] = "Stale NFS file handle",
	[EREMOTE] = "Too many levels of remote in path",
	[ENOLCK] = "No locks available",
	[ENOSYS] = "Function not implemented",
	[EDEADLK] = "Resource deadlock avoided",
	[EIDRM] = "Identifier removed",
	[ENOMSG] = "No message of desired type",
	[EOVERFLOW] = "Value too large to be stored",
	[EILSEQ] = "Illegal byte sequence",
	[ECANCELED] = "Operation canceled",
	[EBADMSG] = "Bad message",
	[ENODATA] = "No data available",
	[ENOSR] = "Out of stream resources",
	[ENOSTR] = "Not a stream device",
	[ETIME] = "Timer expired",
	[EMULTIHOP] = "Multihop attempted",
	[ENOLINK] = "Link has been severed",
	[EPROTO] = "Protocol error",
	[EOWNERDEAD] = "Previous owner died",
	[ENOTRECOVERABLE] = "State not recoverable",
	[72] = "Error 72",
	[73] = "Error 73",
	[74] = "Error 74",
	[75] = "Error 75",
	[76] = "Error 76",
	[79] = "Error 79",
	[80] = "Error 80",
	[86] = "Error 86",
	[93] = "Error 93",
};
/* clang-format on */
const int sys_nerr = sizeof(sys_errlist) / sizeof(sys_errlist[0]);

char *strerror(int error)
{
	static char unknown[32];

	if (error >= 0 && error < sys_nerr)
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
