/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 15. runProgram of github.com/NixOS/nix pull request 16152 (2026), told anew: the child prepares itself
 * in shared variables. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
	const char *directory;
	int handlers;
} state = {"/", 3};

__attribute__((noipa)) static void restore_process(void)
{
	state.handlers = 0;
	chdir(state.directory);
}

int main(void)
{
	if (vfork() == 0) {
		restore_process();
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	printf("%d handlers\n", state.handlers);
	return 0;
}
