/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 17. A compound literal lies in the frame of main, and has no name. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

struct job {
	int number;
	int ready;
};

static struct job *start(struct job *job)
{
	volatile int number = job->number;

	if (vfork() == 0) {
		job->ready = number + 1;
		_exit(0);
	}
	wait(NULL);
	return job;
}

int main(void)
{
	struct job *job = start(&(struct job){7, 0});

	printf("%d\n", job->ready);
	return 0;
}
