/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * attributes: the kernel's side of a process is not lent
 *
 * The child goes to another directory, sets another umask, limits its stack and becomes another user. It also notes in
 * a variable that it did. All but the variable is kept in the u area, which is the child's own: afterwards the parent
 * stands where it stood and is who it was. The note is in the parent's memory if that was lent.
 *
 * Watch the page frames marked u: each of the two has its own, with u_cdir, u_cmask, u_uid and u_rlimit. The data page
 * with the note is W, written in the loan.
 *
 * Try: attributes · attributes fork · attributes under --system 4.4bsd
 *
 * Topic: What is not lent, 12
 * Opens: process
 * In the matrix:
 *	noted      all changed / parent: /home, umask 000, user 0, stack 1024 KB, noted: all changed
 *	noted      all changed / parent: /home, umask 000, user 0, stack 128 KB, noted: all changed
 *	private    all changed / parent: /home, umask 000, user 0, stack 1024 KB, noted: nothing
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *noted = "nothing";

static void tell(const char *who)
{
	struct rlimit stack;
	char directory[64];
	mode_t mask = umask(0);

	umask(mask);
	getrlimit(RLIMIT_STACK, &stack);
	printf("%s %s, umask %03o, user %d, stack %lu KB, noted: %s\n", who, getcwd(directory, sizeof(directory)), mask,
	       getuid(), stack.rlim_cur / 1024, noted);
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	struct rlimit limit = {65536, 65536};
	pid_t pid;

	tell("parent:");

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		chdir("/tmp");
		umask(077);
		setrlimit(RLIMIT_STACK, &limit);
		setreuid(7, 7);
		noted = "all changed";
		tell("child: ");
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	tell("parent:");
	return 0;
}
