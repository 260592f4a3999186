/* SPDX-License-Identifier: GPL-2.0-or-later */
/* frame, line 11. The child changes the return address on purpose. */
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile uintptr_t elsewhere;

__attribute__((noipa)) static void ruin(void **frame)
{
	frame[1] = (void *)elsewhere;
}

__attribute__((noipa, optimize("no-omit-frame-pointer"))) static void start(void)
{
	if (vfork() == 0) {
		ruin(__builtin_frame_address(0));
		_exit(0);
	}
	wait(NULL);
}

int main(void)
{
	start();
	return 0;
}
