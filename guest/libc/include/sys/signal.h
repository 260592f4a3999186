/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals as kernel and library share them: numbers, how a signal is to be handled, and what a handler finds on its
 * stack. */
#ifndef _SYS_SIGNAL_H
#define _SYS_SIGNAL_H

#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGILL 4
#define SIGTRAP 5
#define SIGIOT 6
#define SIGABRT SIGIOT
#define SIGEMT 7
#define SIGFPE 8
#define SIGKILL 9
#define SIGBUS 10
#define SIGSEGV 11
#define SIGSYS 12
#define SIGPIPE 13
#define SIGALRM 14
#define SIGTERM 15
#define SIGURG 16
#define SIGSTOP 17
#define SIGTSTP 18
#define SIGCONT 19
#define SIGCHLD 20
#define SIGCLD SIGCHLD
#define SIGTTIN 21
#define SIGTTOU 22
#define SIGIO 23
#define SIGPOLL SIGIO
#define SIGXCPU 24
#define SIGXFSZ 25
#define SIGVTALRM 26
#define SIGPROF 27
#define SIGWINCH 28
#define SIGUSR1 30
#define SIGUSR2 31
#define NSIG 32

#define sigmask(sig) (1u << ((sig)-1)) /* signal n is bit n-1 of a set */

typedef void (*sig_t)(int);
#define SIG_DFL ((sig_t)0)
#define SIG_IGN ((sig_t)1)
#define SIG_ERR ((sig_t)-1)
#define SIG_HOLD ((sig_t)2) /* only for sigset: blocked */

struct sigvec {
	void (*sv_handler)(int); /* it is called with (signal, code, struct sigcontext *) */
	int sv_mask;             /* blocked while the handler runs, with the signal itself */
	int sv_flags;            /* SV_* */
};

#define SV_ONSTACK 1   /* run the handler on the stack that sigstack names */
#define SV_INTERRUPT 2 /* a system call that it interrupts fails with EINTR; else it is made again */
/* What sigaction needs besides, with the values of 4.4BSD's SA_*. */
#define SV_RESETHAND 4  /* once: then it is the default again */
#define SV_NOCLDSTOP 8  /* SIGCHLD: not when a child stops */
#define SV_NODEFER 16   /* the signal itself is not blocked while the handler runs */
#define SV_NOCLDWAIT 32 /* SIGCHLD: children are not kept for wait */
#define SV_SIGINFO 64   /* the handler is called with (signal, siginfo_t *, struct sigcontext *) */

/* si_code: why. Of SI_USER the sender is known, of CLD_* the child, of the others, which are faults, the address. */
#define SI_USER 0
#define SI_KERNEL 0x80
#define ILL_ILLOPC 1
#define FPE_INTDIV 1
#define SEGV_MAPERR 1 /* nothing is there */
#define SEGV_ACCERR 2 /* not allowed */
#define BUS_ADRERR 2
#define TRAP_BRKPT 1
#define CLD_EXITED 1
#define CLD_KILLED 2
#define CLD_DUMPED 3
#define CLD_TRAPPED 4
#define CLD_STOPPED 5
#define CLD_CONTINUED 6

struct sigstack {
	char *ss_sp; /* its end: a stack grows down */
	int ss_onstack;
};

/* What was going on when the handler was called; sigreturn goes back to it. */
struct sigcontext {
	int sc_onstack;
	int sc_mask; /* signals blocked then */
	unsigned int sc_sp, sc_pc, sc_ps;
	unsigned int sc_d[8], sc_a[7];
};

#endif
