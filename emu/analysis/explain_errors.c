/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of errors: 4.3BSD's, in intro(2), and the later ones that this library knows. See explain.h. */
#include "analysis/explain.h"

#define INTRO "4.3BSD intro(2)"
#define POSIX "POSIX.1-2001"

/* clang-format off */
static const struct page pages[] = {
	[1] = {
		"EPERM: only the owner or the superuser may do it, such as to send a signal to somebody else's "
		"process, or to change an attribute of a process.",
		INTRO "; kill(2), setpgrp(2)", "", "attributes"},
	[2] = {
		"ENOENT: a part of the path does not exist. An exec that fails so returns to a borrower that "
		"still borrows.",
		INTRO "; execve(2)",
		"_exit(127) after it; a parent can see errno, which the child has set in its memory.", "message"},
	[3] = {
		"ESRCH: there is no process of that number, or no longer.", INTRO "; kill(2)",
		"Wait for children before their numbers are used.", "pids"},
	[4] = {
		"EINTR: a signal that is caught came during a slow system call. vfork's wait is not such a "
		"call: a lender's sleep is not interrupted.",
		INTRO "; 4.3BSD kern_synch.c, sleep", "Make the call again.", "unkillable"},
	[5] = {
		"EIO: a physical error; or a borrower reads from the terminal in the background, where its "
		"parent could not continue it if it were stopped.",
		INTRO "; 4.3BSD tty.c, against vfork(2), which says end of file",
		"Read before vfork, or after exec.", "background"},
	[6] = {
		"ENXIO: there is no such device, or no such part of it.", INTRO, "", ""},
	[7] = {
		"E2BIG: arguments and environment of an exec together are larger than NCARGS.", INTRO "; execve(2)",
		"Give less; a borrower may still _exit.", ""},
	[8] = {
		"ENOEXEC: the file has no format that exec knows. The library's execlp and execvp give it to "
		"the shell.",
		INTRO "; execve(2)", "", ""},
	[9] = {
		"EBADF: no such open file. Descriptors are not lent: what a child closes its parent has still, "
		"but on IRIX 3.3.",
		INTRO "; close(2)", "", "descriptors"},
	[10] = {
		"ECHILD: there is no child to wait for.", INTRO "; wait(2)",
		"Where SIGCHLD is ignored there are no zombies on later systems: wait says so at once.", "maxuprc"},
	[11] = {
		"EAGAIN: no more processes: the table is full but for a slot that is root's, or the user has as "
		"many as he may. Zombies count. It is fork's and vfork's only error in 4.3BSD, but for swap "
		"space.",
		"4.3BSD fork(2), vfork(2); kern_fork.c, fork1", "Wait for children, and try again later.",
		"maxuprc"},
	[12] = {
		"ENOMEM: no room. fork wants swap space for a copy, vfork wants none; an exec before its commit "
		"point may fail so, and then a borrower still borrows.",
		"4.3BSD fork(2); kern_fork.c, fork", "vfork where a child only executes a program.", "limits"},
	[13] = {
		"EACCES: the file's mode forbids it.", INTRO, "", ""},
	[14] = {
		"EFAULT: an argument's address is none of the process's. During a loan the lender has no "
		"memory, and no way to make a system call.",
		INTRO, "", ""},
	[15] = {
		"ENOTBLK: a plain file where a block device is needed, for mount. This kernel never says it.",
		INTRO, "", ""},
	[16] = {
		"EBUSY: a device that is in use cannot be mounted or taken away. This kernel never says it.", INTRO,
		"", ""},
	[17] = {
		"EEXIST: the file is there, where a new one was to be made.", INTRO "; open(2), link(2)", "", ""},
	[18] = {
		"EXDEV: a link cannot lead to another file system.", INTRO "; link(2)", "", ""},
	[19] = {
		"ENODEV: the device cannot do that. This kernel never says it.", INTRO, "", ""},
	[20] = {
		"ENOTDIR: a part of the path that leads on is no directory.", INTRO, "", ""},
	[21] = {
		"EISDIR: a directory was to be written.", INTRO, "", ""},
	[22] = {
		"EINVAL: an argument makes no sense. Without memory management fork fails so; so does vfork in "
		"a borrower on macOS up to 11.",
		"Linux fork.c (without CONFIG_MMU); XNU kern_fork.c, fork1",
		"vfork where fork is missing; do not nest vfork.", "nested"},
	[23] = {
		"ENFILE: the system's table of open files is full.", INTRO, "", ""},
	[24] = {
		"EMFILE: the process has as many open files as it may.", INTRO "; getdtablesize(2)",
		"Close what is not needed: a child has copies of all its parent's descriptors.", "descriptors"},
	[25] = {
		"ENOTTY: the request is for terminals, and this is none.", INTRO "; ioctl(2)", "", ""},
	[26] = {
		"ETXTBSY: a program that runs cannot be written, and one that is open for writing cannot be "
		"executed.",
		INTRO "; 4.3BSD kern_exec.c, getxfile",
		"Close the file before exec: a descriptor of the parent's counts, too.", ""},
	[27] = {
		"EFBIG: the file would be larger than it may be, RLIMIT_FSIZE.", INTRO "; setrlimit(2)", "", ""},
	[28] = {
		"ENOSPC: no room on the file system.", INTRO, "", ""},
	[29] = {
		"ESPIPE: a pipe or a terminal has no position.", INTRO "; lseek(2)", "", "descriptors"},
	[30] = {
		"EROFS: the file system is read-only, as the one on this machine's disk is.", INTRO, "", ""},
	[31] = {
		"EMLINK: a file has as many links as it may. This kernel never says it.", INTRO, "", ""},
	[32] = {
		"EPIPE: nobody reads the pipe any more; SIGPIPE comes first. A child that holds the reading end "
		"keeps it alive.",
		INTRO "; pipe(2)",
		"Close the ends that are not yours; after vfork each process has its own descriptors.", "order"},
	[33] = {
		"EDOM: an argument for which the function is not defined. It is the mathematical library's.", INTRO,
		"", ""},
	[34] = {
		"ERANGE: the result cannot be represented.", INTRO, "", ""},
	[35] = {
		"EWOULDBLOCK: it would have to wait, and was asked not to. In 4.3BSD it is not EAGAIN.",
		INTRO "; fcntl(2)", "Test for both.", ""},
	[45] = {
		"ENOTSUP: the operation is not supported; 4.3BSD's EOPNOTSUPP. The library's posix_spawn says "
		"it of attributes that it does not have.",
		POSIX, "", ""},
	[60] = {
		"ETIMEDOUT: a time limit is over. This kernel never says it.", INTRO, "", ""},
	[62] = {
		"ELOOP: symbolic links lead on and on.", INTRO, "", ""},
	[63] = {
		"ENAMETOOLONG: a path or a part of it is too long.", INTRO, "", ""},
	[66] = {
		"ENOTEMPTY: a directory that is to go has something in it.", INTRO "; rmdir(2)", "", ""},
	[78] = {
		"ENOSYS: the system has no such call. clone is Linux's, forkx and vforkx are Solaris's.",
		POSIX "; Linux clone(2); Solaris fork(2)", "Run it under --system linux or solaris.", "clone"},
	[84] = {
		"EOVERFLOW: the value is larger than its type.", POSIX, "", ""},
	[85] = {
		"EILSEQ: bytes that are no character.", POSIX, "", ""},
};
/* clang-format on */

const struct page *page_of_error(uint32_t number)
{
	return number < sizeof pages / sizeof *pages && pages[number].rule ? &pages[number] : NULL;
}
