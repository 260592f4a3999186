/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vfork without memory for the child's u area: "waits" until somebody gives memory back, or "fails" with ENOMEM. For a
 * machine of 2 MB. Another process has much of it, and ends after a while; or not, with "never".
 */
#include <kvm.h>
#include <nlist.h>
#include <sys/select.h>
#include <sys/time.h>

#include "check.h"

enum { PAGE = 4096, OTHERS = 60, ALL = 350, WHILE = 3 }; /* bytes, pages, seconds */

static volatile char hoard[ALL * PAGE]; /* no heap: that is refused before memory is short */
static int hoarded;

/* Where the kernel counts them. To look that up needs heap, of which there is none later. */
static struct nlist freemem[2] = {{.n_name = "freemem"}};

static unsigned free_pages(void)
{
	unsigned pages = 0;

	kvm_read(freemem[0].n_value, &pages, sizeof(pages));
	return pages;
}

static long milliseconds(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return now.tv_sec * 1000 + now.tv_usec / 1000;
}

static void rest(int seconds)
{
	select(0, NULL, NULL, NULL, &(struct timeval){seconds, 0});
}

static void take(unsigned pages)
{
	for (; pages > 0 && hoarded < ALL; pages--)
		hoard[hoarded++ * PAGE] = 1;
}

/* A vfork with next to no page free. How long it took, or -1 and errno. */
static long try(void)
{
	unsigned free;
	long begin;
	pid_t pid;

	while ((free = free_pages()) > 1 && hoarded < ALL)
		take(free > 4 ? free - 4 : 1); /* page tables may grow, too */
	begin = milliseconds();
	pid = vfork();
	if (pid == 0)
		_exit(0);
	if (pid < 0)
		return -1;
	wait(NULL);
	return milliseconds() - begin;
}

int main(int argc, char **argv)
{
	int waits = argc > 1 && strcmp(argv[1], "waits") == 0;
	long took;
	pid_t pid;

	nlist("/vmunix", freemem);
	pid = fork();
	if (pid == 0) {
		take(OTHERS);
		if (argc > 1 && strcmp(argv[1], "never") == 0)
			pause();
		rest(WHILE);
		_exit(3);
	}
	rest(1);
	do /* sleepers' u areas go to the swap area first, if somebody waits */
		took = try();
	while (took >= 0 && took < 1000);
	if (waits)
		check(took >= 0, "vfork waits until the other process has ended");
	else
		check(took < 0 && errno == ENOMEM, "vfork fails");
	if (!waits)
		waitpid(pid, NULL, 0);
	check(free_pages() >= OTHERS / 2, "whose memory is free then");
	return check_end();
}
