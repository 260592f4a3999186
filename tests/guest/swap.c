/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Swap space: with the argument "reserved", fork, exec and growth need room in the swap area for data and stack and
 * fail with ENOMEM, and vfork does not; with "late" none of them does. To be run with 8 MB of memory and 16 MB of swap
 * area.
 */
#include <kvm.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>

#include "check.h"

#define PAGE 4096
#define MANY 40 /* children without ENOMEM: it will not come */

static int reserved;

/* Free blocks of the swap area. */
static unsigned freeblocks(void)
{
	struct {
		uint32_t list, count, max, left;
	} map;

	return kvm_get("swapmap", &map, sizeof(map)) < 0 ? 0 : map.left;
}

/* A child that grows by as many pages, or fewer, and waits for the end of the pipe. 0, or the error of fork. */
static int hog(const int fd[2], int pages)
{
	int grown[2];
	char byte = 0;
	pid_t pid;

	pipe(grown);
	pid = fork();
	if (pid == 0) {
		close(fd[1]);
		while (pages > 0 && sbrk(PAGE * pages) == (void *)-1)
			pages /= 2;
		write(grown[1], &byte, 1);
		read(fd[0], &byte, 1);
		_exit(0);
	}
	if (pid > 0)
		read(grown[0], &byte, 1);
	close(grown[0]);
	close(grown[1]);
	return pid > 0 ? 0 : errno;
}

/* Takes all of the swap area, where that can be taken. How many children there are; *error ended it. */
static int fill(const int fd[2], int *error)
{
	int n = 0;

	*error = 0;
	while (n < MANY && (*error = hog(fd, 1024)) == 0)
		n++;
	return n;
}

static void all_of_it(void)
{
	unsigned before = freeblocks();
	int fd[2], error, n, status;
	pid_t pid;

	pipe(fd);
	n = fill(fd, &error);
	check_same(reserved ? ENOMEM : 0, error, "fork fails when there is no swap space for the child, and else not");
	check(reserved ? n > 2 && n < MANY : n == MANY, "after some children");
	if (reserved) {
		check(freeblocks() < 8, "all of the swap area is taken");
		check(sbrk(64 * PAGE) == (void *)-1 && errno == ENOMEM, "the heap cannot grow, either");
	}
	pid = vfork();
	if (pid == 0)
		_exit(7);
	check_same(EXITED(7), status_of(pid), "vfork needs no swap space");
	pid = vfork();
	if (pid == 0) {
		execl("/bin/true", "true", NULL);
		_exit(errno);
	}
	status = status_of(pid);
	check_same(reserved ? EXITED(ENOMEM) : 0, status, "its exec does, and the borrower is told");
	close(fd[1]);
	close(fd[0]);
	while (wait(NULL) > 0)
		;
	check_same(before, freeblocks(), "all is given back");
}

/* The reservation follows the memory: what the borrower adds, the lender has. */
static void goes_along(void)
{
	static volatile unsigned lent, during;
	unsigned before = freeblocks();
	char *end = sbrk(0);
	pid_t pid;

	lent = before; /* in case that the child cannot tell */
	pid = vfork();

	if (pid == 0) {
		lent = freeblocks();
		sbrk(100 * PAGE);
		during = freeblocks();
		_exit(0);
	}
	status_of(pid);
	check_same(before, lent, "vfork reserves nothing");
	if (!reserved) {
		check_same(before, freeblocks(), "nor does the child when it grows");
		return;
	}
	check(before - during >= 100, "a borrower that grows reserves");
	check_same(during, freeblocks(), "what it reserved is its lender's");
	sbrk(-100 * PAGE);
	check(sbrk(0) == end && freeblocks() == before, "who gives it back when it shrinks");
}

/* Errors on the way leave nothing behind. */
static void refusals(void)
{
	unsigned before = freeblocks();
	char *argv[] = {"nothing", NULL};
	struct rlimit limit, old;
	int n = 0;

	check(execv("/etc/rc.not", argv) == -1 && execv("/bin", argv) == -1 && freeblocks() == before,
	      "an exec that fails keeps no swap space");
	getrlimit(RLIMIT_DATA, &old);
	limit = old;
	limit.rlim_cur = 16 * PAGE;
	setrlimit(RLIMIT_DATA, &limit);
	check(sbrk(64 * PAGE) == (void *)-1 && freeblocks() == before, "nor does a heap beyond its limit");
	setrlimit(RLIMIT_DATA, &old);
	for (;;) {
		pid_t pid = vfork();

		if (pid == 0)
			_exit(0);
		if (pid < 0)
			break;
		n++;
	}
	check(fork() == -1 && errno == EAGAIN && freeblocks() == before, "nor does a fork without a slot");
	while (wait(NULL) > 0)
		n--;
	check_same(0, n, "all slots are free again");
}

int main(int argc, char **argv)
{
	static char buffer[BUFSIZ];

	setbuf(stdout, buffer); /* not from the heap, whose end is looked at */
	reserved = argc > 1 && strcmp(argv[1], "reserved") == 0;
	goes_along();
	refusals();
	all_of_it();
	return check_end();
}
