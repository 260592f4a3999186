/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signal numbers that the kernel itself sends or treats specially, 4.3BSD's. */
#ifndef KERNEL_SIGNALS_H
#define KERNEL_SIGNALS_H

#define NSIG 32
#define SIGILL 4
#define SIGTRAP 5
#define SIGFPE 8
#define SIGKILL 9
#define SIGBUS 10
#define SIGSEGV 11
#define SIGSYS 12
#define SIGPIPE 13
#define SIGURG 16
#define SIGSTOP 17
#define SIGTSTP 18
#define SIGCONT 19
#define SIGCHLD 20
#define SIGTTIN 21
#define SIGTTOU 22
#define SIGIO 23
#define SIGXCPU 24
#define SIGXFSZ 25
#define SIGWINCH 28

#define sigmask(sig) (1u << ((sig)-1))
#define STOPSIGMASK (sigmask(SIGSTOP) | sigmask(SIGTSTP) | sigmask(SIGTTIN) | sigmask(SIGTTOU))
#define IGNSIGMASK (sigmask(SIGURG) | sigmask(SIGCONT) | sigmask(SIGCHLD) | sigmask(SIGIO) | sigmask(SIGWINCH))

#endif
