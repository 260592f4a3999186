/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals as the kernel sees them: sets of them that are treated alike. The frame of a handler is in proc.h, for all
 * who look at stacks. */
#ifndef KERNEL_SIGNALS_H
#define KERNEL_SIGNALS_H

#include <stdint.h>
#include <sys/signal.h>

#define STOPSIGMASK (sigmask(SIGSTOP) | sigmask(SIGTSTP) | sigmask(SIGTTIN) | sigmask(SIGTTOU))
/* Default action: nothing. */
#define IGNSIGMASK (sigmask(SIGURG) | sigmask(SIGCONT) | sigmask(SIGCHLD) | sigmask(SIGIO) | sigmask(SIGWINCH))
/* Default action: death, and a core file. */
#define CORESIGMASK                                                                                                    \
	(sigmask(SIGQUIT) | sigmask(SIGILL) | sigmask(SIGTRAP) | sigmask(SIGIOT) | sigmask(SIGEMT) | sigmask(SIGFPE) | \
	 sigmask(SIGBUS) | sigmask(SIGSEGV) | sigmask(SIGSYS))
/* What cannot be blocked. */
#define CANTMASK (sigmask(SIGKILL) | sigmask(SIGSTOP) | (policy->habits & CONT_BLOCKED ? 0 : sigmask(SIGCONT)))

#endif
