/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * descriptors: what a loan does not lend
 *
 * The child closes descriptor 4 and moves on in the file behind descriptor 3. The table of descriptors is in the u
 * area, which each process has for itself, so the parent's 4 is still open. The open file with its offset is the
 * kernel's and shared by both, so the parent's 3 is somewhere else now. With vfork and with fork this is the same.
 * IRIX 3.3 was the exception: there vfork shared the table, too.
 *
 * Watch the page frames marked u: each of the two has its own, and in them are two arrays u_ofile. Both entries 3
 * point to one struct file with f_count 2. (4.3BSD: newproc in kern_fork.c counts up f_count.)
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
