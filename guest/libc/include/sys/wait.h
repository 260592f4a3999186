/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for children. A status is the exit code in bits 15:8, or the signal that killed the child in bits 6:0,
 * or 0x7f there and the signal that stopped it in bits 15:8.
 */
#ifndef _SYS_WAIT_H
#define _SYS_WAIT_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/waitstatus.h>

#define WCONTINUED 8 /* and of those that were continued, on systems that have it; docs/library.md says which */
/* waitid's: at least one of WEXITED, WCONTINUED and WSTOPPED. */
#define WEXITED 4
#define WNOWAIT 0x1000000 /* it is told again the next time */
/* Linux, of children whose end sends another signal than SIGCHLD; see sched.h. Nothing elsewhere. */
#define __WALL 0x40000000   /* tell of them, too */
#define __WCLONE 0x80000000 /* of them only */

/* 4.3BSD's way to take a status apart. */
union wait {
	int w_status;
	struct {
		unsigned w_fill : 16, w_Retcode : 8, w_Coredump : 1, w_Termsig : 7;
	} w_T;
	struct {
		unsigned w_fill : 16, w_Stopsig : 8, w_Stopval : 8;
	} w_S;
};
#define w_retcode w_T.w_Retcode
#define w_coredump w_T.w_Coredump
#define w_termsig w_T.w_Termsig
#define w_stopsig w_S.w_Stopsig
#define w_stopval w_S.w_Stopval /* WSTOPPED if it stopped */
#ifdef __OLD_C
#define WSTOPPED 0x7f
#endif

#if !defined __OLD_C && !defined KERNEL
#define WSTOPPED WUNTRACED /* in 4.3BSD another thing has that name */
#include <signal.h>
#include <sys/resource.h>
typedef enum { P_ALL, P_PID, P_PGID } idtype_t;
/* What there is to tell of a child, in *info; with WNOHANG and nothing to tell si_pid is 0. */
int waitid(idtype_t type, id_t id, siginfo_t *info, int options);
#endif

pid_t wait __P((int *status));
/* pid -1: any child, 0: one of the caller's process group, below -1: one of the group with that number. */
pid_t waitpid __P((pid_t pid, int *status, int options));
/* With an account of what the child used, which may be null. */
struct rusage;
pid_t wait3 __P((int *status, int options, struct rusage *usage));
pid_t wait4 __P((pid_t pid, int *status, int options, struct rusage *usage));

#endif
