/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * descriptors: what a loan does not lend
 *
 * The child closes descriptor 4 and moves on in the file behind descriptor 3. Where does the parent find its 3
 * afterwards, and is its 4 open? A table of descriptors leads to open files, and an open file has an offset: say of
 * each of the two whose it is, and how many there are. Then say it for fork. IRIX 3.3 had vfork do something else with
 * them.
 *
 * Watch the page frames marked u: is there one, or two? In each is an array u_ofile, and its entries point to a struct
 * file with a count, f_count. (4.3BSD: newproc in kern_fork.c counts up f_count.)
 *
 * Try: descriptors · descriptors fork · descriptors under --system irix
 *
 * Topic: What is not lent, 11
 * Opens: files
 * In the matrix:
 *	shared     at 100, 4 is closed
 *	separate   at 100, 4 is open
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0, offset = argc > 2 ? atoi(argv[2]) : 100;
	int moved = open("/vmunix", O_RDONLY), closed = open("/vmunix", O_RDONLY);
	pid_t pid;

	printf("parent: %d is at %ld, %d is open\n", moved, lseek(moved, 0, SEEK_CUR), closed);

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		lseek(moved, offset, SEEK_SET);
		close(closed);
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	printf("parent: %d is at %ld, %d is %s\n", moved, lseek(moved, 0, SEEK_CUR), closed,
	       fcntl(closed, F_GETFD, 0) < 0 ? "closed" : "open");
	return 0;
}
