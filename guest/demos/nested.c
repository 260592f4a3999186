/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nested: a loan inside a loan
 *
 * The child of vfork calls vfork, too: it lends on what it has borrowed. Each of the three adds its own number to one
 * variable.
 * How many variables are there, and who wakes when the grandchild leaves? And with fork?
 * Say which of the three can run at each time, and what the others wait for.
 * macOS up to 11 lends its thread as well, and keeps in one place whose it is. What becomes of the second vfork there?
 *
 * Watch the flag SNOVM: which processes have it, what does each of these sleep on, and who has the pages?
 * The core map charges every page frame to the first of the three all the time (p_ndx); who looks for its owner
 * follows p_xlink.
 *
 * Try: nested · nested fork · nested under --system netbsd, where three processes have the memory, and macos-11
 *
 * Topic: One memory, 20
 *
 * In the matrix:
 *	shared     three processes, one variable
 *	refused    vfork: Invalid argument
 *	private    mine alone
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int use_fork;
int sum, more = 2, still_more = 4;

static const char *judge(void)
{
	if (sum == 1 + more + still_more)
		return "three processes, one variable";
	return sum == 1 ? "mine alone" : "my child's, too";
}

int main(int argc, char **argv)
{
	pid_t child, grandchild;

	use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	if (argc > 3) {
		more = atoi(argv[2]);
		still_more = atoi(argv[3]);
	}
	sum = 1;

	if (use_fork)
		child = fork();
	else
		child = vfork();
	if (child == 0) {
		sum += more;

		if (use_fork)
			grandchild = fork();
		else
			grandchild = vfork();
		if (grandchild == 0) {
			sum += still_more;
			printf("grandchild: sum is %d\n", sum);
			fflush(stdout);
			_exit(0);
		}
		if (grandchild < 0) {
			perror(use_fork ? "fork" : "vfork");
			_exit(1);
		}

		waitpid(grandchild, NULL, 0);
		printf("child:      sum is %d\n", sum);
		fflush(stdout);
		_exit(0);
	}
	if (child < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(child, NULL, 0);
	printf("parent:     sum is %d: %s\n", sum, judge());
	return 0;
}
