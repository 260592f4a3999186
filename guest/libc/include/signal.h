/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals: 4.3BSD's calls, and on top of them those of POSIX. */
#ifndef _SIGNAL_H
#define _SIGNAL_H

#include <sys/cdefs.h>
#include <sys/signal.h>
#include <sys/timespec.h>
#include <sys/types.h>

#ifndef __OLD_C                             /* a program of 1986 declares it itself */
extern const char *const sys_siglist[NSIG]; /* what each signal means, in words */
#endif

int kill __P((pid_t pid, int sig));
int killpg __P((pid_t pgrp, int sig));
int raise __P((int sig));
void psignal __P((int sig, const char *what)); /* "what: the signal in words" on descriptor 2 */

/*
 * 4.3BSD. A handler stays installed, its signal is blocked while it runs, and reads, writes and waits that it
 * interrupts are made again unless siginterrupt(sig, 1) was called. signal and siginterrupt keep a note in user memory:
 * what a borrower notes there is its lender's.
 */
sig_t signal __P((int sig, sig_t handler));
int siginterrupt __P((int sig, int interrupts));
int sigvec __P((int sig, const struct sigvec *how, struct sigvec *was));
int sigblock __P((int mask));   /* blocks these too; all four deal in sets made with sigmask() */
int sigsetmask __P((int mask)); /* blocks these and no others; both return what was blocked before */
int sigpause __P((int mask));   /* blocks these only, and waits for a signal. Returns -1 and EINTR */
int sigstack __P((const struct sigstack *to, struct sigstack *was));
int sigreturn __P((const struct sigcontext *to));

/* POSIX */
typedef volatile int sig_atomic_t;

/* Names of POSIX for what does not happen here: other instructions that are wrong, arithmetic with fractions, ... */
enum {
	ILL_ILLOPN = 2,
	ILL_ILLADR,
	ILL_ILLTRP,
	ILL_PRVOPC,
	ILL_PRVREG,
	ILL_COPROC,
	ILL_BADSTK,
	FPE_INTOVF = 2,
	FPE_FLTDIV,
	FPE_FLTOVF,
	FPE_FLTUND,
	FPE_FLTRES,
	FPE_FLTINV,
	FPE_FLTSUB,
	BUS_ADRALN = 1,
	BUS_OBJERR = 3,
	TRAP_TRACE = 2,
	POLL_IN = 1,
	POLL_OUT,
	POLL_MSG,
	POLL_ERR,
	POLL_PRI,
	POLL_HUP,
	SI_QUEUE = -1,
	SI_TIMER = -2,
	SI_MESGQ = -3,
	SI_ASYNCIO = -4,
};

union sigval {
	int sival_int;
	void *sival_ptr;
};

/* struct siginfo_k of the kernel */
typedef struct {
	int si_signo;
	int si_errno; /* always 0 */
	int si_code;
	pid_t si_pid;
	uid_t si_uid;
	union {
		int si_status;
		union sigval si_value; /* never */
	};
	union {
		void *si_addr;
		long si_band; /* never */
	};
} siginfo_t;

typedef struct sigcontext mcontext_t;
typedef struct sigcontext ucontext_t; /* what a handler's third argument points to: not as on other machines */

struct sigaction {
	union {
		void (*sa_handler)(int);
		void (*sa_sigaction)(int, siginfo_t *, void *); /* with SA_SIGINFO */
	};
	sigset_t sa_mask;
	int sa_flags;
};

#define SA_ONSTACK 1
#define SA_RESTART 2 /* make an interrupted system call again */
#define SA_RESETHAND 4
#define SA_NOCLDSTOP 8
#define SA_NODEFER 16
#define SA_NOCLDWAIT 32 /* children are not kept for wait, on systems that have it; docs/library.md says which */
#define SA_SIGINFO 64

#define SIG_BLOCK 1
#define SIG_UNBLOCK 2
#define SIG_SETMASK 3

int sigemptyset __P((sigset_t * set));
int sigfillset __P((sigset_t * set));
int sigaddset __P((sigset_t * set, int sig));
int sigdelset __P((sigset_t * set, int sig));
int sigismember __P((const sigset_t *set, int sig));
int sigaction __P((int sig, const struct sigaction *how, struct sigaction *was));
int sigprocmask __P((int how, const sigset_t *set, sigset_t *was));
int sigpending __P((sigset_t * set));
int sigsuspend __P((const sigset_t *mask));
#ifndef __OLD_C
int sigwait(const sigset_t *set, int *sig); /* one of these, which are blocked, without its handler; 0 or an error */

/* A stack for handlers, which sigstack of 4.2BSD knows by its end. */
typedef struct {
	void *ss_sp;
	size_t ss_size;
	int ss_flags;
} stack_t;
#define SS_ONSTACK 1
#define SS_DISABLE 2 /* there is none */
#define MINSIGSTKSZ 2048
#define SIGSTKSZ 8192
int sigaltstack(const stack_t *to, stack_t *was);

/* System V's: sigset blocks the signal while its handler runs, and with SIG_HOLD for good; its result may be that. */
sig_t sigset(int sig, sig_t handler);
int sighold(int sig);
int sigrelse(int sig);
int sigignore(int sig);
sig_t bsd_signal(int sig, sig_t handler);
#endif

#endif
