/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean, system linux. clone with a stack of its own. */
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

static char room[8192];

static int child(void *argument)
{
	(void)argument;
	execl("/bin/true", "true", (char *)NULL);
	return 127;
}

int main(void)
{
	if (clone(child, room + sizeof room, CLONE_VM | CLONE_VFORK | 20, NULL) < 0)
		return 1;
	wait(NULL);
	return 0;
}
