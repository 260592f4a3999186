/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for children, and the end of the heap. */
#include <errno.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_EARLY 32 /* more than that are forgotten */

extern char end[]; /* user.ld: where the heap begins */

int _wait(int *status, int options, struct rusage *usage); /* sys.S */
int _obreak(void *end_of_heap);

/* Children that ended while waitpid looked for another one. */
static struct {
	pid_t pid;
	int status;
	struct rusage usage;
} early[MAX_EARLY];
static int earlies;

static char *heap_end = end;

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
	struct rusage used;
	pid_t found;
	int how;

	for (int i = 0; i < earlies; i++) {
		if (pid != -1 && pid != early[i].pid)
			continue;
		found = early[i].pid;
		how = early[i].status;
		if (status != NULL)
			*status = how;
		if (usage != NULL)
			*usage = early[i].usage;
		early[i] = early[--earlies];
		return found;
	}
	for (;;) {
		found = _wait(&how, options, &used);
		if (found <= 0)
			return found;
		if (pid == -1 || pid == found) {
			if (status != NULL)
				*status = how;
			if (usage != NULL)
				*usage = used;
			return found;
		}
		if (earlies < MAX_EARLY) {
			early[earlies].pid = found;
			early[earlies].usage = used;
			early[earlies++].status = how;
		}
	}
}

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
