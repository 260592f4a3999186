/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * undeclared: a program without <unistd.h>
 *
 * In the C of 1980 to 1999 a function may be called that nobody has declared: the compiler takes it for one that
 * returns an int. For vfork's result that does. What the compiler does not learn is that the call returns twice. So it
 * sees no way from the child's part of the program back into the parent's, and gives the child's variables the
 * registers in which the parent's are, which the child does not use any more.
 * vfork: nothing happens, where every process has registers of its own. On a SPARC the parent's are spilled to the
 *        stack, which is the child's as well: the parent's variables have changed, and no line of the program did it.
 * fork:  nothing happens.
 * `declared`: the same with the declaration. The compiler keeps in memory what must survive. SunOS's <vfork.h> of 1986
 *        told it so by a pragma, unknown_control_flow.
 *
 * Watch the two sets of registers at vfork.end: d2 to d7 come back as the child's.
 *
 * Try: undeclared · undeclared declared · undeclared under --system 4.3bsd
 *
 * System: sunos4-sparc
 *
 * Topic: One stack, 33
 *
 * In the matrix:
 *	changed    are lost
 *	kept       are safe
 */
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>

/* What <unistd.h> would have declared. */
pid_t vfork(void) __attribute__((returns_twice));
void _exit(int status) __attribute__((noreturn));

/* And what C made of the call without it. Today's compilers refuse that, and know the name vfork anyway. */
int undeclared_vfork() __asm__("vfork");

static const char *volatile names = "abcdefgh"; /* volatile: the compiler shall not know the values */

/* Something to do, in the child's own variables: as many as there are registers. */
#define WORK(a, b, c, d, e, f)                                                                                         \
	for (a = 1, b = 2, c = 3, d = 4, e = 5, f = 6; a < 40; a++)                                                    \
	b += look(c), c += look(d), d += look(e), e += look(f), f += look(a)

static __attribute__((noinline)) int look(int x)
{
	return x + *names;
}

/*
 * The parent's variables are set before, and never after: are they what they were? The optimizer is at work here,
 * whatever the program is compiled with, as it was in the programs that were hit.
 */
#define SPAWN(function)                                                                                                \
	int a = look(1), b = look(2), c = look(3), d = look(4), e = look(5), f = look(6);                              \
	int pid = function();                                                                                          \
	if (pid == 0) {                                                                                                \
		int u, v, w, x, y, z;                                                                                  \
		WORK(u, v, w, x, y, z);                                                                                \
		_exit(v + w + x + y + z > 0);                                                                          \
	}                                                                                                              \
	waitpid(pid, NULL, 0);                                                                                         \
	return a == look(1) && b == look(2) && c == look(3) && d == look(4) && e == look(5) && f == look(6)

static __attribute__((noinline, optimize(2))) int without(void)
{
	SPAWN(undeclared_vfork);
}

static __attribute__((noinline, optimize(2))) int with(void)
{
	SPAWN(vfork);
}

int main(int argc, char **argv)
{
	int declared = argc > 1 && strcmp(argv[1], "declared") == 0;

	printf("parent: my variables %s\n", (declared ? with() : without()) ? "are safe" : "are lost");
	return 0;
}
