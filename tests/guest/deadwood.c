/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Swapped-out u areas on a system that lends: who goes and who does not, what others may do to somebody who is out, and
 * that he comes back, even when no page frame is free. To be run with 8 MB. With the argument "tight", and a swap area
 * that small programs fill to the last block: the same when the swap area is full as well.
 */
#include <kvm.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "check.h"

#define PAGE 4096
#define UAREA 2 /* page frames */

static struct proc procs[NPROC];

/* The slot of a process; null if there is none. */
static const struct proc *slot(pid_t pid)
{
	int n = kvm_procs(procs, NPROC);

	for (int i = 0; i < n; i++)
		if ((pid_t)procs[i].p_pid == pid)
			return &procs[i];
	return NULL;
}

static int is_out(pid_t pid)
{
	const struct proc *p = slot(pid);

	return p && !(p->p_flag & SLOAD);
}

static unsigned number(const char *name)
{
	unsigned value = 0;

	kvm_get(name, &value, sizeof(value));
	return value;
}

/* Free blocks of the swap area. */
static unsigned freeblocks(void)
{
	struct {
		uint32_t list, count, max, left;
	} map = {0};

	kvm_get("swapmap", &map, sizeof(map));
	return map.left;
}

/* A lender whose child does `what` after a sleep and leaves with its result. Returns in a process beside it, with its
 * pid. */
static pid_t loan(unsigned seconds, int (*what)(void))
{
	pid_t lender = fork(), child;
	int status;

	if (lender != 0)
		return lender;
	child = vfork();
	if (child == 0) {
		sleep(seconds);
		_exit(what ? what() : 0);
	}
	while (wait(&status) != child)
		;
	_exit(status >> 8 | (status & 0x7f));
}

static void who_goes(void)
{
	pid_t me = slot(getpid())->p_pid; /* it has the pages that it reads the table into */
	unsigned before = number("freemem");
	pid_t lender = loan(60, NULL);
	struct user user;
	unsigned during;

	sleep(19);
	check(!is_out(lender), "after 19 seconds the lender is in core");
	during = number("freemem");
	sleep(4);
	check(is_out(lender), "after 23 seconds it is swapped out");
	check_same(during + UAREA, number("freemem"), "its page frames are free");
	check(slot(lender)->p_stat == SSLEEP && (slot(lender)->p_flag & SNOVM), "it is a lender, asleep");
	check(!is_out(1) && !is_out(me), "who has pages stays: init has slept for longer");
	check(kvm_user(slot(lender), &user) == 0 && strncmp(user.u_comm, "deadwood", 8) == 0,
	      "its u area can be read from /dev/drum");
	check_same(0, status_of(lender), "it comes back and ends well");
	check_same(before, number("freemem"), "all page frames are free again");
}

/* What a signal, or a look, does to who is out. */
static void signals(void)
{
	pid_t lender = loan(60, NULL);
	int status;

	sleep(25);
	check(is_out(lender), "a lender is out");
	check(kill(lender, SIGTERM) == 0, "it is sent a signal that ends it");
	/* 3BSD has no such signals. */
	check(kill(lender, SIGSTOP) == kill(lender, SIGCONT), "one that stops, and one that continues");
	check(is_out(lender), "they do not bring it in");
	check_same(0, waitpid(lender, &status, WNOHANG | WUNTRACED), "it has neither stopped nor ended");
	check_same(SIGTERM, status_of(lender), "it dies when it has its memory back");
}

static int in_chain(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		sleep(30);
		_exit(is_out(getppid()) ? 5 : 6);
	}
	return status_of(pid) >> 8;
}

static void a_chain(void)
{
	pid_t lender = loan(1, in_chain);

	check_same(EXITED(5), status_of(lender), "a borrower that lends on goes out, too, and both come back");
}

/* As much heap as there is to be had; its last page frames the kernel keeps for the stack. */
static char *largest(unsigned *pages)
{
	char *heap;

	for (*pages = number("freemem"); (heap = sbrk(*pages * PAGE)) == (char *)-1; --*pages)
		;
	return heap;
}

/* Takes the rest of the page frames by its stack. */
static void deeper(void)
{
	volatile char room[PAGE / 8]; /* so that what is called here mostly needs no page */

	room[0] = 1;
	if (number("freemem") > 0)
		deeper();
	room[1] = room[0]; /* after the call, so that there is one */
}

/* In the borrower: grows, and touches heap and stack until every page frame is taken. */
static int take_all(void)
{
	unsigned pages;
	char *heap = largest(&pages);

	for (unsigned i = 0; i < pages; i++)
		heap[i * PAGE] = 1;
	deeper();
	return number("freemem") == 0 ? 40 : 41;
}

static void no_page_frames(void)
{
	pid_t lender = loan(25, take_all);

	check_same(EXITED(40), status_of(lender), "with every page frame taken somebody else goes out instead");
}

static int execute(void)
{
	execl("/bin/true", "true", NULL);
	return 1;
}

static void exec_brings_it_in(void)
{
	pid_t lender = loan(25, execute);

	check_same(0, status_of(lender), "a lender comes back when its borrower executes");
}

/* The borrower sleeps as long, but its lender's pages are its own now. */
static void borrower_stays(void)
{
	pid_t lender = loan(60, NULL), borrower = lender + 1;

	sleep(40);
	check(slot(borrower) && !is_out(borrower), "the borrower, who sleeps as long, has pages and stays");
	check_same(0, status_of(lender), "and ends well");
}

static int go[2], full[2], end[2]; /* pipes */

/*
 * Fills the swap area when it is told to, with small programs that wait for the end of the pipe `end`. Each reserves 8
 * blocks.
 */
static void filler(void)
{
	volatile int error = 0;
	char byte = 0;

	close(end[1]);
	read(go[0], &byte, 1);
	while (!error) {
		pid_t pid = vfork();

		if (pid == 0) {
			dup2(end[0], 0);
			execl("/bin/cat", "cat", NULL);
			error = errno;
			_exit(1);
		}
		if (pid < 0)
			error = errno;
	}
	if (error == ENOMEM)
		write(full[1], &byte, 1);
	while (wait(NULL) > 0)
		;
	_exit(0);
}

/* Waits until nobody else runs: the small programs are loaded when they sleep. */
static void quiet(void)
{
	int running = 1;

	while (running) {
		int n = kvm_procs(procs, NPROC);

		running = 0;
		for (int i = 0; i < n; i++)
			running += procs[i].p_stat == SRUN && !(procs[i].p_flag & SSYS) &&
			           (pid_t)procs[i].p_pid != getpid();
		if (running)
			sleep(1);
	}
}

/* In the borrower: as take_all, when the rest of the swap area is full. */
static int take_all_of_both(void)
{
	unsigned pages, touched = 0, more;
	char *heap = largest(&pages), byte = 0;

	write(go[1], &byte, 1);
	read(full[0], &byte, 1);
	quiet();
	/* Who is swapped out meanwhile leaves page frames. */
	while ((more = number("freemem")) > 0 && touched < pages)
		for (; more > 0 && touched < pages; more--, touched++)
			heap[touched * PAGE] = 1;
	deeper();
	return number("freemem") == 0 && freeblocks() < UAREA ? 40 : 41;
}

static void no_place_at_all(void)
{
	pid_t lender;

	pipe(go);
	pipe(full);
	pipe(end);
	if (fork() == 0)
		filler();
	lender = loan(25, take_all_of_both);
	close(end[1]);
	check_same(EXITED(40), status_of(lender), "with neither page frames nor swap space the lender comes back");
	check(number("swapspare") != 0, "and leaves its place for the next");
	while (wait(NULL) > 0)
		;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "tight") == 0) {
		no_place_at_all();
		return check_end();
	}
	who_goes();
	signals();
	a_chain();
	no_page_frames();
	exec_brings_it_in();
	borrower_stays();
	return check_end();
}
