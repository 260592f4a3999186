/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the child does to descriptors, working directory and umask: is it the parent's, too? */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char name[] = "/tmp/witness.XXXXXX", before[1024], after[1024];
	int closed = mkstemp(name), moved = dup(closed), flags;
	int fresh = dup(closed);
	struct rlimit limit;
	pid_t pid;

	close(fresh);
	unlink(name);
	write(closed, "0123456789", 10);
	umask(022);
	getcwd(before, sizeof before);
	pid = vfork();
	if (pid == 0) {
		struct rlimit less = {1000, 1000};

		lseek(moved, 4, SEEK_SET);
		close(closed);
		fcntl(moved, F_SETFL, O_APPEND | fcntl(moved, F_GETFL, 0));
		fcntl(moved, F_SETFD, FD_CLOEXEC);
		dup2(moved, fresh);
		umask(077);
		chdir("/tmp");
		setrlimit(RLIMIT_FSIZE, &less);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	printf("close: %s\n", fcntl(closed, F_GETFD, 0) >= 0 ? "the child's own" : "the parent's, too");
	printf("a new descriptor: %s\n", fcntl(fresh, F_GETFD, 0) < 0 ? "the child's own" : "the parent's, too");
	printf("close-on-exec: %s\n", fcntl(moved, F_GETFD, 0) == 0 ? "the child's own" : "the parent's, too");
	printf("offset: %ld\n", (long)lseek(moved, 0, SEEK_CUR));
	flags = fcntl(closed, F_GETFL, 0);
	printf("append mode of the open file: %s\n", flags & O_APPEND ? "shared" : "not shared");
	printf("umask: %03o\n", (unsigned)umask(0));
	getcwd(after, sizeof after);
	printf("working directory: %s\n", strcmp(before, after) == 0 ? "as it was" : "changed");
	getrlimit(RLIMIT_FSIZE, &limit);
	printf("limits: %s\n", limit.rlim_cur == 1000 ? "changed" : "as they were");
	return 0;
}
