/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * overflow: the stack meets the heap
 *
 * A program takes all the heap that it gets, up to 1 MB, leaves a mark in its last page, and then calls itself 200
 * times, 1000 bytes of stack each time. In the last call it looks where it is.
 * With memory management heap and stack are a gigabyte apart, and the stack grows by a page whenever it needs one.
 * Without it the stack lies right above the heap in the same block of memory, and nothing grows: 128 KB were set aside
 * for it. The stack runs on into the heap; nobody notices but who looks for the mark.
 *
 * Watch the stack pointer pass the end of the heap in the last call, without a fault; with memory management watch the
 * faults at the stack's end, fault.length, each of which gets it a page.
 *
 * Try: overflow · overflow under --system 4.3bsd
 *
 * System: uclinux
 *
 * Topic: No memory management, 29
 *
 * In the matrix:
 *	apart      is what it was
 *	eaten      is the stack's
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096
#define MOST 256 /* pages */

static int dig(int depth)
{
	char room[1000];

	memset(room, 's', sizeof(room));
	if (depth > 1)
		return dig(depth - 1) + 1;
	printf("stack: in the last call it is %s the heap\n", room < (char *)sbrk(0) ? "inside" : "above");
	return room[0] == 's';
}

int main(void)
{
	static char buffer[128]; /* stdio would ask for one when the heap is full */
	char *last = NULL, *more;
	int pages = 0;

	setvbuf(stdout, buffer, _IOLBF, sizeof(buffer));
	while (pages < MOST && (more = sbrk(PAGE)) != (char *)-1) {
		last = more;
		pages++;
	}
	if (last == NULL) {
		perror("overflow");
		return 1;
	}
	memset(last, 'h', PAGE);
	printf("stack: %d calls deep and back\n", dig(200));
	printf("heap:  the last page %s\n",
	       last[0] == 'h' && last[PAGE - 1] == 'h' ? "is what it was" : "is the stack's");
	return 0;
}
