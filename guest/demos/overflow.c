/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * overflow: the stack meets the heap
 *
 * A program takes all the heap that it gets, up to 1 MB, leaves a mark in its last page, and then calls itself 200
 * times,
 * 1000 bytes of stack each time.
 * With memory management heap and stack are a gigabyte apart, and the stack grows by a page whenever it needs one.
 * Without it the stack lies right above the heap in the same block of memory, and nothing grows: 128 KB were set aside
 * for it. The stack runs on into the heap; nobody notices but who looks for the mark.
 *
 * Watch the page faults at the stack's end: fault.length, and without memory management none.
 *
 * Try: overflow · overflow under --system uclinux
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
	return depth > 1 ? dig(depth - 1) + 1 : room[0] == 's';
}

int main(void)
{
	char *last = NULL, *more;
	int pages = 0;

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
