/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Giving up the rest of the host: what a process names here it keeps, everything else in the file system it loses for
 * ever, and with it all that it starts. Done with Landlock (landlock(7), Linux 5.13 and later), without a library.
 *
 *	static const struct confine_rule rules[] = {{"/usr/share/fonts", CONFINE_READ}, {"/tmp/out", CONFINE_WRITE}};
 *	enum confine_result result = confine_here(rules, 2, CONFINE_NO_NETWORK);
 *
 *	if (result != CONFINE_DONE)
 *		puts(confine_reason(result));
 *
 * Files that are open already stay so, and standard input, output and error with them. Paths of sockets (connect(2) to
 * /tmp/.X11-unix/X0), stat(2), chdir(2), chmod(2) and chown(2) are not among what Landlock looks at.
 */
#ifndef EMU_CONFINE_H
#define EMU_CONFINE_H

#include <stddef.h>

enum confine_access {
	CONFINE_READ,    /* read files, list directories */
	CONFINE_EXECUTE, /* and start programs; the loader (ld.so) and the libraries need rules, too */
	CONFINE_WRITE,   /* read, write, create, rename, remove; a device's ioctls. Not start programs */
};

struct confine_rule {
	const char *path; /* a file, or a directory with all that is and will be below it; links are followed */
	enum confine_access access;
};

enum {
	CONFINE_NO_NETWORK = 1, /* neither bind nor connect TCP; needs Linux 6.7 */
	CONFINE_NO_SIGNALS = 2, /* no signal to and no abstract socket of a process outside; needs Linux 6.12 */
	CONFINE_NO_SOCKETS =
		4, /* no new socket of any kind: EACCES (seccomp(2)); on the architectures that confine.c knows */
};

enum confine_result {
	CONFINE_DONE,
	/* Nothing was given up: */
	CONFINE_OLD,      /* the kernel does not know Landlock */
	CONFINE_DISABLED, /* it does, but the system is started without (lsm=) */
	CONFINE_OFF,      /* VFORKSCOPE_LANDLOCK=0 */
	CONFINE_FAILED,   /* the kernel refuses: out of memory or file descriptors, 16 layers already */
};

/* Confines the calling thread and what it starts from now on: call it before there are other threads. Sets
 * no_new_privs. A path that cannot be opened is passed over. Flags that the kernel is too old for are passed over, too.
 * Allocates nothing and leaves no descriptor open, so a child may call it between fork(2) and exec(3).
 *
 * The environment variable VFORKSCOPE_LANDLOCK is the highest version of the kernel's interface that is used (0: none),
 * for tests of what happens on older kernels. */
enum confine_result confine_here(const struct confine_rule *rules, size_t count, unsigned flags);

/* Can this process be confined? The same result without doing it. */
enum confine_result confine_possible(void);

/* A few words for a line to the user, such as "the kernel has no Landlock". */
const char *confine_reason(enum confine_result);

#endif
