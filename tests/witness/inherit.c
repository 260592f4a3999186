/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The questions of the Linux Test Project's vfork tests: a child has its parent's ids, umask, directories,
 * descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct attributes {
	uid_t real, effective, saved;
	gid_t real_group, effective_group, saved_group;
	mode_t mask;
	dev_t root_device, here_device;
	ino_t root, here;
	int nice;
	char directory[PATH_MAX];
};

static struct attributes parents, childs;
static volatile int pending;

static int get(struct attributes *a)
{
	struct stat root, here;

	if (getresuid(&a->real, &a->effective, &a->saved) < 0 ||
	    getresgid(&a->real_group, &a->effective_group, &a->saved_group) < 0 || stat("/", &root) < 0 ||
	    getcwd(a->directory, sizeof a->directory) == NULL || stat(a->directory, &here) < 0)
		return -1;
	a->mask = umask(0);
	umask(a->mask);
	a->root = root.st_ino;
	a->root_device = root.st_dev;
	a->here = here.st_ino;
	a->here_device = here.st_dev;
	a->nice = getpriority(PRIO_PROCESS, 0);
	return 0;
}

int main(void)
{
	sigset_t set;
	pid_t child;
	int status;

	umask(027);
	if (chdir("/tmp") < 0 || get(&parents) < 0)
		return 1;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	kill(getpid(), SIGUSR1);
	child = vfork();
	if (child == 0) {
		sigset_t mine;

		sigpending(&mine);
		pending = sigismember(&mine, SIGUSR1);
		_exit(get(&childs) < 0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child) {
		perror("vfork");
		return 1;
	}
	printf("the child could ask: %s\n", WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "yes" : "no");
	printf("the answers are the same: %s\n", memcmp(&parents, &childs, sizeof parents) == 0 ? "yes" : "no");
	printf("umask %03o, directory %s\n", (unsigned)childs.mask, childs.directory);
	sigpending(&set);
	printf("pending: %s in the child, %s in the parent\n", pending ? "yes" : "no",
	       sigismember(&set, SIGUSR1) ? "yes" : "no");
	return 0;
}
