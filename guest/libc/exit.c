/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of a program. */
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static void (*at_exit[ATEXIT_MAX])(void);
static int at_exits;

void _cleanup(void); /* stdio.c */

/* user.ld: what GCC wants to be called last, the last first */
typedef void (*destructor)(void);
extern destructor __fini_array_start[], __fini_array_end[];

int atexit(void (*function)(void))
{
	if (at_exits == ATEXIT_MAX)
		return -1;
	at_exit[at_exits++] = function;
	return 0;
}

void exit(int status)
{
	destructor *d = __fini_array_end;

	while (at_exits > 0)
		at_exit[--at_exits]();
	while (d > __fini_array_start)
		(*--d)();
	_cleanup();
	_exit(status);
}

void _Exit(int status)
{
	_exit(status);
}
