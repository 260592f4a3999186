/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for children, and the end of the heap. */
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char end[]; /* user.ld: where the heap begins */

int _obreak(void *end_of_heap);

static char *heap_end = end;

pid_t waitpid(pid_t pid, int *status, int options)
{
	return wait4(pid, status, options, NULL);
}

pid_t wait3(int *status, int options, struct rusage *usage)
{
	return wait4(-1, status, options, usage);
}

pid_t wait(int *status)
{
	return waitpid(-1, status, 0);
}

/* As in 4.3BSD's stub the program's own data cannot be given away. */
int brk(void *end_of_heap)
{
	if ((char *)end_of_heap < end)
		end_of_heap = end;
	if (_obreak(end_of_heap) < 0)
		return -1;
	heap_end = end_of_heap;
	return 0;
}

void *sbrk(intptr_t increment)
{
	char *old = heap_end;

	if (increment != 0 && brk(old + increment) < 0)
		return (void *)-1;
	return old;
}
