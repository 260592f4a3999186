/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What happens when something runs out: process slots, page frames, sizes. The argument is "lent" on systems whose
 * vfork needs no memory. To be run with 8 MB.
 */
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

#include "check.h"

#define NPROC 512
#define OTHERS 3 /* slots taken already: process 0, init and this one */
#define MEGABYTE (1 << 20)
#define PAGE 4096

static int lent;

/* Waits for n children. */
static int collect(int n)
{
	int found = 0;

	while (wait(NULL) > 0)
		found++;
	return found == n;
}

static void slots_by_vfork(void)
{
	int n = 0;

	for (;;) {
		pid_t pid = vfork();

		if (pid == 0)
			_exit(0);
		if (pid < 0)
			break;
		n++;
	}
	check_same(EAGAIN, errno, "vfork fails when every slot is taken");
	check_same(NPROC - OTHERS, n, "all slots can be taken by zombies of vfork");
	check(collect(n), "all of them can be collected");
}

static void slots_by_fork(void)
{
	int n = 0;
	pid_t pid;

	while ((pid = fork()) > 0)
		n++;
	if (pid == 0) {
		for (volatile int i = 0; i < 2000; i++)
			;
		_exit(0);
	}
	check(errno == EAGAIN || errno == ENOMEM, "fork fails when slots or memory are taken");
	check(n > 100, "but not before there are many");
	check(collect(n), "all of them can be collected");
	pid = fork();
	if (pid == 0)
		_exit(9);
	check_same(EXITED(9), status_of(pid), "then there is room again");
}

/* No swap space: a process that touches more than there is cannot go on. */
static void memory_by_touch(void)
{
	pid_t pid = fork(), other;
	int status;

	if (pid == 0) {
		char *much = sbrk(7 * MEGABYTE);

		if (much == (char *)-1)
			_exit(1);
		memset(much, 1, 7 * MEGABYTE);
		other = fork();
		if (other == 0) {
			memset(much, 2, 7 * MEGABYTE);
			_exit(3);
		}
		_exit(other < 0 ? 2 : status_of(other) == SIGKILL && much[0] == 1 ? 2 : 4);
	}
	check_same(EXITED(2), status_of(pid), "no copy of 7 MB in 8 MB: no fork, or the child is killed");
	pid = fork();
	if (pid == 0) {
		char *much = sbrk(5 * MEGABYTE);

		other = fork(); /* before either has touched it */
		memset(much, 1, 5 * MEGABYTE);
		if (other == 0)
			_exit(0);
		_exit(status_of(other) == SIGKILL ? 3 : 4);
	}
	status = status_of(pid);
	check(status == SIGKILL || status == EXITED(3), "two want 5 MB each in 8 MB: one of them is killed");
}

/* vfork needs no memory where it lends; fork of the same process has not enough. */
static void memory_by_size(void)
{
	char *much = sbrk(6 * MEGABYTE);
	pid_t pid;

	if (much == (char *)-1) {
		check(0, "sbrk of 6 MB in 8 MB");
		return;
	}
	memset(much, 1, 6 * MEGABYTE);
	if (lent) {
		check(fork() == -1 && errno == ENOMEM, "fork of a process of 6 MB in 8 MB");
		pid = vfork();
		if (pid == 0) {
			much[PAGE] = 98;
			_exit(much[2 * PAGE]);
		}
		check_same(EXITED(1), status_of(pid), "vfork of the same process");
		check_same(98, much[PAGE], "its page is the parent's");
	} else {
		pid = fork();
		if (pid == 0) {
			much[PAGE] = 98;
			_exit(much[2 * PAGE]);
		}
		check_same(EXITED(1), status_of(pid), "fork of a process of 6 MB in 8 MB, copying on write");
		check_same(1, much[PAGE], "its page is its own");
	}
	check(sbrk(-6 * MEGABYTE) == much + 6 * MEGABYTE, "the memory is given back");
}

/* A program that asks for more and more and touches all of it is told when there is no more. */
static void memory_by_malloc(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		int n = 0;
		char *some;

		while ((some = malloc(MEGABYTE / 4)) != NULL) {
			memset(some, 1, MEGABYTE / 4);
			n++;
		}
		_exit(errno == ENOMEM && n > 12 ? 6 : 7);
	}
	check_same(EXITED(6), status_of(pid), "malloc beyond memory is null, and ENOMEM");
	pid = fork();
	if (pid == 0) {
		char *much[16];
		int n = 0;

		while (n < (int)COUNT(much) && (much[n] = malloc(MEGABYTE)) != NULL)
			n++;
		for (int i = 0; i < n; i++)
			memset(much[i], 1, MEGABYTE);
		_exit(n > 3 && n < (int)COUNT(much) ? 8 : 9);
	}
	check_same(EXITED(8), status_of(pid), "what malloc has given can be touched later, too");
}

/* One page, and many at once, on top of a heap that ends with a page. */
static int up_and_down(char *end)
{
	for (int i = 0; i < 100; i++) {
		if (sbrk(4 * MEGABYTE) != end || sbrk(-4 * MEGABYTE) != end + 4 * MEGABYTE || sbrk(PAGE) != end)
			return 0;
		if (end[0] != 0 || end[PAGE - 1] != 0)
			return 0;
		memset(end, 1, PAGE);
		if (sbrk(-PAGE) != end + PAGE)
			return 0;
	}
	return sbrk(0) == end;
}

static void sizes(void)
{
	char *end = sbrk(0);

	sbrk((PAGE - (intptr_t)end % PAGE) % PAGE);
	end = sbrk(0);
	check(sbrk(0x07000000) == (void *)-1 && errno == ENOMEM, "more heap than the region may have");
	check(sbrk(9 * MEGABYTE) == (void *)-1 && errno == ENOMEM, "more heap than the machine has memory");
	check(sbrk(0) == end, "the heap is as it was");
	check(up_and_down(end), "the heap grows and shrinks a hundred times; what comes back is zero");
}

int main(int argc, char **argv)
{
	lent = argc > 1 && strcmp(argv[1], "lent") == 0;
	slots_by_vfork();
	slots_by_fork();
	sizes();
	memory_by_size();
	memory_by_touch();
	memory_by_malloc();
	return check_end();
}
