/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * neighbour: a program in somebody else's memory
 *
 * The child executes this program once more and hands it the address of a variable of the parent. The new program
 * stores into that address.
 * With memory management each program has addresses of its own: it has hit its own variable, which is at that address,
 * too. Without it an address is an address: it has hit the parent's. Neither vfork nor fork has a part in that.
 *
 * Watch the page frames under the address, and where the two programs begin.
 *
 * Try: neighbour · neighbour under --system 4.3bsd
 *
 * System: uclinux
 *
 * Topic: No memory management, 28
 *
 * In the matrix:
 *	safe       parent: my treasure is 1
 *	open       parent: my treasure is 42
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

volatile int treasure = 1;

int main(int argc, char **argv)
{
	char address[16];
	pid_t pid;

	if (argc > 1) {
		volatile int *there = (int *)strtoul(argv[1], NULL, 16);

		*there = 42;
		printf("other:  I store 42; my own treasure is %d\n", treasure);
		return 0;
	}

	sprintf(address, "%lx", (unsigned long)&treasure);
	pid = vfork();
	if (pid == 0) {
		execl("/bin/neighbour", "neighbour", address, NULL);
		_exit(127);
	}
	if (pid < 0) {
		perror("vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	printf("parent: my treasure is %d\n", treasure);
	return 0;
}
