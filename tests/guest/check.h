/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the programs here share: results told as TAP on the machine's console, and system calls past the library.
 * A program checks, ends with check_end(), and returns 0 when all went well.
 *
 * Nothing stays in stdio's buffer between two checks: a child would have it too.
 */
#ifndef TESTS_GUEST_CHECK_H
#define TESTS_GUEST_CHECK_H

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define EXITED(code) ((code) << 8) /* a status as wait tells it; the number of a signal is one as it is */

static int checks, wrong;

static inline void check(int good, const char *name)
{
	checks++;
	if (!good)
		wrong++;
	printf("%sok - %s\n", good ? "" : "not ", name);
	fflush(stdout);
}

/* The same for a number, which is shown when it is not what it should be. */
static inline void check_same(long expected, long actual, const char *name)
{
	check(expected == actual, name);
	if (expected != actual)
		printf("# expected %ld (%#lx), got %ld (%#lx)\n", expected, expected, actual, actual);
	fflush(stdout);
}

static inline int check_end(void)
{
	printf("1..%d\n", checks);
	fflush(stdout);
	return wrong != 0;
}

/* Waits for this very child; its status, or -1 if the child was another one. */
static inline int status_of(pid_t child)
{
	int status;

	return child > 0 && wait(&status) == child ? status : -1;
}

/* A system call with any number and arguments; -1 and errno when it fails. */
static inline long raw_call(unsigned number, unsigned a, unsigned b, unsigned c)
{
	register unsigned d0 __asm__("d0") = number;
	register unsigned d1 __asm__("d1") = 0;
	unsigned failed;

	__asm__ volatile("	move.l	%5, -(%%sp)\n"
	                 "	move.l	%4, -(%%sp)\n"
	                 "	move.l	%3, -(%%sp)\n"
	                 "	clr.l	-(%%sp)\n" /* where a stub's return address would be */
	                 "	trap	#0\n"
	                 "	scs	%2\n"
	                 "	lea	16(%%sp), %%sp\n"
	                 : "+d"(d0), "+d"(d1), "=&d"(failed)
	                 : "r"(a), "r"(b), "r"(c)
	                 : "memory", "cc", "a0", "a1");
	if (!(failed & 0xff))
		return (long)d0;
	errno = (int)d0;
	return -1;
}

#endif
