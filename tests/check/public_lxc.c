/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio, line 19. The container of github.com/lxc/lxc pull request 4035 (2021), told anew: messages, and exit for
 * an error. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char *const command[] = {"/no/such/init", NULL};

int main(void)
{
	printf("container: ");
	if (vfork() == 0) {
		signal(SIGTERM, SIG_DFL);
		execv(command[0], command);
		fprintf(stderr, "cannot execute %s\n", command[0]);
		exit(1);
	}
	wait(NULL);
	printf("its init has ended\n");
	return 0;
}
