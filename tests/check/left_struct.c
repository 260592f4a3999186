/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, line 17. The result comes back in a structure. */
#include <sys/wait.h>
#include <unistd.h>

struct job {
	pid_t pid;
	int status[12];
};

__attribute__((noipa)) static struct job start(void)
{
	struct job job = {0};

	job.pid = vfork();
	return job;
}

__attribute__((noipa)) static int busy(int n)
{
	volatile int room[16] = {n};

	return room[0];
}

int main(void)
{
	struct job job = start();

	if (job.pid == 0)
		_exit(busy(0));
	waitpid(job.pid, &job.status[0], 0);
	return job.status[0];
}
