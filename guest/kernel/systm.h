/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the kernel know of each other: limits, global tables and the functions between files, by file.
 *
 * System calls take their arguments from u.u_arg and leave u.u_error, or u.u_rval1 and u.u_rval2. The kernel is not
 * preempted: only sleep() and swtch() give the processor to another process.
 */
#ifndef KERNEL_SYSTM_H
#define KERNEL_SYSTM_H

#include <errno.h>
#include <stddef.h>

#include "mtpr.h"
#include "policy.h"
#include "proc.h"
#include "signals.h"
#include "spl.h"

#define HZ 100          /* clock ticks per second */
#define TICK 10000      /* microseconds per tick */
#define NCARGS 262144   /* most bytes of arguments and environment of an exec: a quarter of the largest stack */
#define MAXPATHLEN 4096 /* most bytes of a path, NUL included; a system's own limits are in its policy */
#define MAXPID 30000
#define NFILE 512     /* open files of the whole system */
#define NQS 32        /* run queues */
#define ERESTART (-1) /* u_error: make the system call again when the signal has been seen to */

/* Somebody waits for this process to exec or exit. */
#define HOLDS (SVFORK | SPPWAIT)

/* What a program may put into its own PSL. */
#define USERPSL (PSL_C | PSL_V | PSL_Z | PSL_N | PSL_X)

/* Status of a machine that the kernel stopped by itself. */
#define HALT_PANIC 125
#define HALT_DEADLOCK 126

extern struct user u; /* of the running process, always at UADDR */
extern struct proc proc[NPROC];
extern struct proc *curproc;
extern struct proc *procend;  /* one past the highest slot ever used */
extern struct proc *freeproc; /* free slots */
extern struct forkstat forkstat;
extern uint32_t time_ticks; /* since boot */
extern uint32_t boottime;   /* when that was: seconds since 1970 */
extern int runrun;          /* somebody better wants the processor */
extern uint32_t vforkrules[];

/* locore.S */
int savectx(struct pcb *) __attribute__((returns_twice));
void resume(struct proc *);
int copyseg(const void *from, void *to, uint32_t bytes);
void *memcpy(void *to, const void *from, size_t);
void *memset(void *to, int byte, size_t);
extern char icode[], eicode[];

/* machdep.c */
extern char etext[];
extern uint32_t ramsize; /* bytes */

/* The user owns addresses below S0BASE (nothing may lie at S0BASE); what is mapped of them, only touching tells. */
static inline int useraddress(const void *address, uint32_t bytes)
{
	return bytes <= S0BASE && (uint32_t)address <= S0BASE - bytes;
}

static inline int copyin(const void *user, void *kernel, uint32_t bytes)
{
	return useraddress(user, bytes) && copyseg(user, kernel, bytes) == 0 ? 0 : EFAULT;
}

static inline int copyout(const void *kernel, void *user, uint32_t bytes)
{
	return useraddress(user, bytes) && copyseg(kernel, user, bytes) == 0 ? 0 : EFAULT;
}

/* A NUL-terminated string; *length counts the NUL. 0, EFAULT, or ENAMETOOLONG when there is no NUL within max bytes. */
int copyinstr(const char *user, char *kernel, uint32_t max, uint32_t *length);
void setregs(uint32_t entry, uint32_t sp);

/* Makes the user go on in a handler. 0 if that cannot be: SIGILL is pending then. */
int sendsig(uint32_t handler, uint32_t sig, uint32_t code, uint32_t mask, const struct siginfo_k *);

/* init_main.c */
int main(struct trapframe *);

/* subr_prf.c */
void printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void panic(const char *format, ...) __attribute__((format(printf, 1, 2)));
void tablefull(const char *table);
void strncopy(char *to, const char *from, uint32_t size);
uint32_t strlen(const char *);
int strcmp(const char *, const char *);

/* kern_proc.c */
void procinit(void);
struct proc *pfind(uint32_t pid);
void pidenter(struct proc *); /* it has its number now */
void freeslot(struct proc *);
int inferior(const struct proc *); /* is it the running process or a descendant of it? */

/* Any process's u area, by its page frame: all of memory is mapped at S0BASE. */
static inline struct user *uaccess(const struct proc *p)
{
	if (!(p->p_flag & SLOAD))
		panic("uaccess: process %u is swapped out", p->p_pid);
	return (struct user *)(S0BASE + (p->p_addr[0] << PGSHIFT));
}

/* Tells the host of a change. */
static inline void pstate(const struct proc *p)
{
	TRACE(EV_PROC_STATE, p->p_pid, p->p_stat, p->p_flag, p->p_wchan, p->p_pri);
}

/* kern_fork.c */
struct forkhow {
	enum memory memory; /* how the child gets its memory */
	int isvfork;        /* the parent waits for it to exec or exit, if the system's vfork does */
	uint32_t sp;        /* its stack pointer, 0 for its parent's */
	uint32_t exitsig;   /* p_exitsig */
	uint32_t waitby;    /* p_waitby */
};
void fork1(const struct forkhow *);  /* the same, after the checks; u.u_error */
int newproc(const struct forkhow *); /* 1 in the child, 0 in the parent */

/* kern_vfork.c */
void vlend(struct proc *child, struct user *uchild);
void lend(struct proc *child); /* lender: wait, and take the memory back */
int hold(struct proc *child);  /* parent that has lent nothing: wait. 1 if a signal killed it */
void vreturn(void);            /* borrower: give the memory back and wait until it was taken */
void vrelease(void);           /* exec or exit: give up whatever memory we have, be it our own, shared or lent */
void vrelparent(void);         /* let a parent go on that waits for us */
void pollhold(struct proc *);  /* a parent that is SSPOLL has been sent a signal that stops */

/* kern_exit.c */
_Noreturn void exit(uint32_t status);

/* kern_synch.c */
int tsleep(const void *chan, uint32_t pri, int interruptible);
void wakeup(const void *chan);
void unsleep(struct proc *);
void setrun(struct proc *);
void setrq(struct proc *);
void swtch(void);
void preempt(void);
void schedcpu(void);
void rqinit(void);
_Noreturn void sched(void);

static inline int sleep(const void *chan, uint32_t pri)
{
	return tsleep(chan, pri, pri > PZERO);
}

/* Priority in user mode: worse the more of the processor it had lately. */
static inline uint32_t usrpri(const struct proc *p)
{
	uint32_t pri = PUSER + p->p_cpu / 4 + 2 * p->p_nice; /* p_nice is -20 at least */

	return pri > 127 ? 127 : pri;
}

static inline void setpri(struct proc *p)
{
	p->p_pri = usrpri(p);
}

/* kern_clock.c */
static inline uint32_t seconds(void) /* since 1970 */
{
	return boottime + time_ticks / HZ;
}
void clkstart(void);
void timeout(void (*function)(struct proc *), struct proc *, uint32_t ticks); /* call it later, once */
void untimeout(void (*function)(struct proc *), struct proc *);
int timeouts(void); /* is there anything to be called later? */

/* kern_time.c */
void untimer(struct proc *);   /* its timer of real time, which runs, stops */
void itimertick(int usermode); /* a tick of the running process's processor time */

static inline void itimerstop(struct proc *p)
{
	if (p->p_itvalue)
		untimer(p);
}

/* kern_siginfo.c: what handlers with SA_SIGINFO are told */
void signote(const struct proc *to, uint32_t sig, uint32_t code, const struct proc *who, uint32_t status);
struct siginfo_k sigtake(const struct proc *, uint32_t sig); /* what was noted, or of whom nothing is known */
void sigforget(const struct proc *);                         /* all that was noted for it */
void faultnote(uint32_t sig, uint32_t address);              /* of the running process's own fault */

/* kern_sig.c */
void psignal(struct proc *, uint32_t sig);
void childsignal(struct proc *, uint32_t code, uint32_t sig); /* SIGCHLD: it stops or goes on, because of sig */
void gsignal(uint32_t pgrp, uint32_t sig);
void execsigs(void);
uint32_t issig(void); /* a signal that must be acted on now, 0 if none */
/* The same of the running process, p. Mostly nothing is pending: issig need not be called to see that. */
#define ISSIG(p) (((p)->p_sig | (p)->p_cursig) ? issig() : 0)
int psig(void);
uint32_t heldstops(const struct proc *); /* stop signals that stay pending because its parent waits for it */
int killed(const struct proc *);         /* is a signal pending that will end it, without a core file? */

/* sys_process.c */
int procxmt(void); /* the tracee: what its tracer asks. 1 if it shall go on */

/* kern_prot.c */
int groupmember(uint32_t gid); /* is the running process in that group? */

/* kern_descrip.c */
struct file;
void fdinit(void);                 /* process 1: descriptors 0, 1, 2 on the console */
void fdshare(const struct user *); /* a new process: one more user of each file */
void fdcopy(struct user *);        /* a new process's tables */
void fdclose(void);                /* exit: all of them, and the working directory */
void fdgive(struct user *);        /* the running process's become another's too */
void fdexec(void);                 /* exec: those that are marked for it */
struct inode;
void textuse(struct inode *); /* exec: this is the running process's program now */

/* kern_core.c */
#define COREFLAG 0x80    /* in the status of who left a core file */
uint32_t coresigs(void); /* the signals whose default is death with a core file */
int core(uint32_t sig);  /* leaves one if the signal and the limit say so: 1 if it did */

/* kern_resource.c */
void cpulimit(void);  /* at each tick of a process: SIGXCPU once a second when it had more than it may */
void limitinit(void); /* process 1: no limits but the machine's own */
void ruadd(struct rusage_k *to, const struct rusage_k *from);
uint32_t putrusage(const struct rusage_k *, void *user);

/* Looks how much memory the running process has: the most counts. */
static inline void rssused(void)
{
	if (u.u_procp->p_rssize > u.u_ru.ru_maxrss)
		u.u_ru.ru_maxrss = u.u_procp->p_rssize;
}

/* sys_generic.c */
void selwakeup(void); /* something has happened to a file: those in select look again */
int selwaits(void);   /* does somebody wait for the terminal in select? */

/* mem.c: a special file's bytes moved; u.u_error */
uint32_t mmread(uint32_t dev, uint32_t offset, char *user, uint32_t bytes);
uint32_t mmwrite(uint32_t dev, const char *user, uint32_t bytes);

/* vm_sched.c */
extern int wantin;          /* process 0 has somebody to swap, in or out */
extern uint32_t avenrun[3]; /* load averages, in 1/FSCALE */
void swapper(void);         /* process 0 does it */
void vmmeter(void);         /* each second: is there something to do for it? And the load */

/* vm_swap.c */
const struct user *uread(const struct proc *); /* a copy, good until the next, of a u area that may be swapped out */
uint32_t swread(uint32_t dev, uint32_t offset, char *user, uint32_t bytes);
uint32_t swwrite(uint32_t dev, const char *user, uint32_t bytes);

/* vm_mem.c */
uint32_t kmemall(void); /* a page frame for the kernel's own use, 0 if there is none */
void kmemfree(uint32_t pfn);

/* tty.c */
uint32_t ttread(char *user, uint32_t count);
uint32_t ttwrite(const char *user, uint32_t count);
void ttioctl(uint32_t request, void *argument);
void cnputc(char);
void cninit(void);
int ttywaited(void); /* can console input change anything? */
int ttready(void);   /* would a read of the console not have to wait? */

#endif
