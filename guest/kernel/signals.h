/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals as the kernel sees them: sets of them that are treated alike, and the frame of a handler on the user's stack. */
#ifndef KERNEL_SIGNALS_H
#define KERNEL_SIGNALS_H

#include <stdint.h>
#include <sys/signal.h>

#define STOPSIGMASK (sigmask(SIGSTOP) | sigmask(SIGTSTP) | sigmask(SIGTTIN) | sigmask(SIGTTOU))
/* Default action: nothing. */
#define IGNSIGMASK (sigmask(SIGURG) | sigmask(SIGCONT) | sigmask(SIGCHLD) | sigmask(SIGIO) | sigmask(SIGWINCH))
#define CANTMASK (sigmask(SIGKILL) | sigmask(SIGSTOP) | sigmask(SIGCONT)) /* cannot be blocked */

/*
 * What a handler finds at its stack pointer. It returns to the instructions at the end, which the kernel has put there:
 * they make the system call sigreturn with sf_scp.
 */
struct sigframe {
	uint32_t sf_return; /* address of sf_tramp */
	uint32_t sf_signum;
	uint32_t sf_code;
	uint32_t sf_scp; /* address of sf_sc */
	struct sigcontext sf_sc;
	uint16_t sf_tramp[4];
};

#endif
