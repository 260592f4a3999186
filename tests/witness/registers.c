/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whose registers does the parent go on with? Its caller keeps values in registers over the call of a function that
 * uses vfork; the child keeps others there when it makes its last system call.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int seed = 1;

static void __attribute__((noinline)) busy_end(void)
{
	int a = seed + 100, b = a * 3, c = b ^ 77, d = c * 5, e = d + 9, f = e * 7;

	getppid();
	seed = a + b + c + d + e + f;
	getppid();
	_exit((a ^ b ^ c ^ d ^ e ^ f) == seed);
}

static pid_t __attribute__((noinline)) start(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		busy_end();
	return pid;
}

int main(void)
{
	int a = seed, b = a + 1, c = b * 2, d = c + 5, e = d * 3, f = e - 4;
	pid_t pid = start();

	/* 1, 2, 4, 9, 27, 23 */
	printf("values kept over the call: %d %d %d %d %d %d\n", a, b, c, d, e, f);
	printf("the child's store: %s\n", seed != 1 ? "seen" : "not seen");
	waitpid(pid, NULL, 0);
	return 0;
}
