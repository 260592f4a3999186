/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * forks fork|vfork KB TIMES [PROGRAM]
 *
 * Makes TIMES children, one after the other, of a process with KB kilobytes of data; each ends at once, or executes
 * PROGRAM. It does what the test programs of the measurements of 1985 did (emu/measure/history.c); who runs it looks at
 * the machine's clock.
 *
 * With 0 KB it is the smallest process there can be: text and a page of stack. Every variable that is touched brings a
 * page of data with it, so it has a start of its own and takes only the bare system calls of the library.
 */
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define KB 1024

extern char end[];

/* guest/libc/sys.S */
pid_t _fork(void);
int _obreak(void *end_of_heap);

__asm__("	.text\n"
        "	.globl	_start\n"
        "_start:\n"
        "	suba.l	%fp, %fp\n"
        "	pea	4(%sp)\n"         /* argv, above argc */
        "	move.l	4(%sp), -(%sp)\n" /* argc */
        "	jsr	main\n"
        "	move.l	%d0, -(%sp)\n"
        "	jsr	_exit\n");

static __attribute__((noinline)) int number(const char *digits)
{
	int n = 0;

	while (*digits)
		n = n * 10 + *digits++ - '0';
	return n;
}

/* Makes the data grow, and touches it: a page that nobody has touched costs nothing. */
static int grow(int bytes)
{
	volatile char *data = end;

	if (_obreak(end + bytes) < 0)
		return -1;
	for (int i = 0; i < bytes; i += KB)
		data[i] = 1;
	return 0;
}

static void child(const char *program)
{
	char *const none[] = {NULL};

	if (program)
		execve(program, none, none);
	_exit(program != NULL);
}

int main(int argc, char **argv)
{
	int isvfork, bytes, times, status;

	if (argc < 4)
		return 2;
	isvfork = argv[1][0] == 'v';
	bytes = number(argv[2]) * KB;
	times = number(argv[3]);
	if (bytes && grow(bytes) < 0)
		return 2;
	while (times-- > 0) {
		if ((isvfork ? vfork() : _fork()) == 0)
			child(argv[4]);
		if (wait4(-1, &status, 0, NULL) < 0 || status != 0)
			return 1;
	}
	return 0;
}
