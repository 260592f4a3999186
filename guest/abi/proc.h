/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The process as the kernel keeps it and the host reads it: proc slot, u area, trap frame, core map.
 * Every member is a longword (or an array of bytes whose size is a multiple of four) so that the
 * offsets are the same for the guest's compiler and the host's.
 */
#ifndef ABI_PROC_H
#define ABI_PROC_H

#include "arch.h"

#define NPROC 512         /* process slots */
#define UPAGES 2          /* pages of a u area: struct user below, kernel stack above */
#define MAXSSIZ (1u << 8) /* pages of stack: 1 MB. What is mapped lies below them */
#define NOFILE 256        /* descriptors that a u area has room for; a system may allow fewer */
#define MAXCOMLEN 16
#ifndef NGROUPS
#define NGROUPS 16 /* groups that a process can be in besides its own */
#endif
#define SIGNALS 32 /* NSIG: signal numbers, 0 counted */

#define UADDR 0x80002000                  /* the running process's u area: mapped here by resume() */
#define KSTACKTOP (UADDR + UPAGES * NBPG) /* kernel stack grows down from here */

/* p_stat */
enum { SSLEEP = 1, SWAIT = 2, SRUN = 3, SIDL = 4, SZOMB = 5, SSTOP = 6 };

/* p_flag, with 4.3BSD's values (sys/h/proc.h) */
#define SLOAD 0x0000001     /* in core */
#define SSYS 0x0000002      /* kernel process */
#define SNOCLDSTP 0x0000008 /* is not told when its children stop (4.4BSD) */
#define SNOCLDWT 0x0000004  /* its children are not kept for wait (FreeBSD, NetBSD, Linux, Solaris) */
#define STRC 0x0000010      /* traced: stops at every signal */
#define SWTED 0x0000020     /* its stop has been told to its parent */
#define SCONT 0x0000040     /* continued, and its parent has not been told */
#define SEXEC 0x0000080     /* has executed a program (4.4BSD) */
#define SKEEP 0x0000100     /* must not be swapped for now */
#define SOMASK 0x0000200    /* in sigpause: u_oldmask is the mask to go back to */
#define SWEXIT 0x0000400    /* exiting */
#define SVFORK 0x0001000    /* borrower: runs on its parent's memory */
#define SVFDONE 0x0002000   /* lender took its memory back */
#define SNOVM 0x0004000     /* lender: its memory is with a child */
#define SVFPRNT 0x2000000   /* 2.11BSD: lender, which the swapper is to bring in first */
#define SPPWAIT 0x4000000   /* 4.4BSD: the parent waits until the child execs or exits */
#define SSINTR 0x8000000    /* 4.4BSD: a signal may end the sleep */
#define SSKILL 0x10000000   /* Linux: a signal that kills may end the sleep */
#define SSPOLL 0x20000000   /* FreeBSD: a signal that stops does so in the sleep, within a second */

/* p_waitby */
enum {
	WAIT_ALL,  /* every one that means it */
	WAIT_PID,  /* Solaris, FORK_WAITPID: only one with its pid */
	WAIT_CLONE /* Linux, clone with another signal than SIGCHLD: only with __WCLONE or __WALL */
};

/* sleep priorities, as in 4.3BSD's sys/h/param.h; at or below PZERO a sleep cannot be interrupted */
enum { PSWP = 0, PINOD = 10, PRIBIO = 20, PZERO = 25, PPIPE = 26, PWAIT = 30, PLOCK = 35, PSLEP = 40, PUSER = 50 };

struct rusage_k;

/* One slot of the process table `proc[NPROC]`. Slot 0 is the idle/swapper process, pid 0; init is pid 1. */
struct proc {
	KPTR(struct proc) p_link;  /* next in run queue, sleep queue or free list */
	KPTR(struct proc) p_rlink; /* previous in run queue */
	uint32_t p_stat;           /* SSLEEP ... ; 0: free slot */
	uint32_t p_flag;           /* SLOAD ... */
	uint32_t p_pid;
	uint32_t p_ppid;
	KPTR(struct proc) p_pptr;  /* parent */
	KPTR(struct proc) p_xlink; /* lender: the child that holds its memory */
	uint32_t p_ndx;            /* slot that page frames are charged to; a borrower has its lender's */
	uint32_t p_uid;
	uint32_t p_pgrp;
	uint32_t p_pri;   /* lower runs first */
	uint32_t p_cpu;   /* recent processor use, in ticks */
	uint32_t p_time;  /* seconds since creation or swap */
	uint32_t p_wchan; /* address that it sleeps on, 0 if none */
	uint32_t p_sig;   /* pending signals, bit n-1 for signal n */
	uint32_t p_cursig;
	uint32_t p_xstat;        /* exit status for wait */
	uint32_t p_addr[UPAGES]; /* page frame numbers of the u area */
	/* the memory: goes to the borrower with the loan and comes back */
	uint32_t p_p0br;   /* S0 address of the page table (P0 part first) */
	uint32_t p_szpt;   /* pages of page table */
	uint32_t p_base;   /* address that the program was loaded at; only without memory management is it not 0 */
	uint32_t p_tsize;  /* text, pages */
	uint32_t p_dsize;  /* data + bss + heap, pages */
	uint32_t p_ssize;  /* stack, pages */
	uint32_t p_rssize; /* resident pages */
	/* signals: sets, bit n-1 for signal n. How one that is caught is handled is in the u area */
	uint32_t p_sigmask; /* blocked */
	uint32_t p_sigignore;
	uint32_t p_sigcatch;
	uint32_t p_itvalue;    /* when the real-time timer runs out, ticks; 0 if it does not run */
	uint32_t p_itinterval; /* ticks from then to the next time */
	uint32_t p_itmore;     /* seconds that are to be waited for after p_itvalue */
	uint32_t p_nice;       /* -20 to 20: how much worse than others it may run */
	/* where memory is shared instead of lent */
	KPTR(struct proc) p_vmlink; /* next of those attached to the same page table, in a ring; 0: nobody else */
	uint32_t p_stackpt;        /* S0 address of the stack's page table if the stack is this process's own, else 0 */
	uint32_t p_exitsig;        /* signal that its end sends to its parent, 0 for none */
	uint32_t p_waitby;         /* WAIT_*: which wait4 tells of it */
	uint32_t p_ruid;           /* real user, as p_uid is the effective one: a zombie has no u area */
	KPTR(struct proc) p_cptr;  /* youngest child */
	KPTR(struct proc) p_osptr; /* next older child of the same parent */
	KPTR(struct rusage_k) p_ru; /* zombie: what it used */
	/* swapping */
	uint32_t p_slptime; /* seconds asleep or stopped */
	uint32_t p_swaddr;  /* block of the swap area where its u area is, 0 if that is in core */
	uint32_t p_mapped;  /* pages from the lowest that mmap has given up to where the stack may grow, or 0 */
	uint32_t p_siginfo; /* set: signals whose handlers are told who has sent them */
};

/* What every entry to the kernel leaves on the kernel stack. A system call's is at KSTACKTOP - sizeof. */
struct trapframe {
	uint32_t tf_d[8];
	uint32_t tf_a[7];
	uint32_t tf_usp;
	uint32_t tf_type; /* SCB vector */
	uint32_t tf_code; /* CHMK: system call number. Faults: FLT_* */
	uint32_t tf_va;   /* faults: an address in the page */
	uint32_t tf_pc;
	uint32_t tf_psl;
};

/* siginfo_t of <signal.h>: what a handler installed with SA_SIGINFO is told, and waitid tells of a child. */
struct siginfo_k {
	uint32_t sk_signo;
	uint32_t sk_errno;
	uint32_t sk_code;
	uint32_t sk_pid, sk_uid; /* of who has sent it; of the child */
	uint32_t sk_status;      /* of a child: exit code or signal */
	uint32_t sk_addr;        /* of a fault */
};

/* struct sigcontext of <sys/signal.h>: what was going on when a handler was called. */
struct sigcontext_k {
	uint32_t sc_onstack;
	uint32_t sc_mask; /* signals blocked then */
	uint32_t sc_sp, sc_pc, sc_ps;
	uint32_t sc_d[8], sc_a[7];
};

/*
 * What a signal handler finds at its stack pointer; sendsig has put it there. It returns to the instructions at the
 * end, which make the system call sigreturn with sf_scp: addq.l #4,sp; moveq #SYS_SIGRETURN,d0; trap #0; illegal.
 */
struct sigframe {
	uint32_t sf_return; /* address of sf_tramp */
	uint32_t sf_signum;
	uint32_t sf_code; /* for a handler with SA_SIGINFO: address of a struct siginfo_k, which lies above the frame */
	uint32_t sf_scp;  /* address of sf_sc */
	struct sigcontext_k sf_sc;
	uint16_t sf_tramp[4];
};
#define SIGTRAMP 0x588F, 0x7000 + SYS_SIGRETURN, 0x4E40, 0x4AFC

struct rusage_k {
	uint32_t ru_utime; /* ticks in user mode */
	uint32_t ru_stime; /* ticks in the kernel */
	uint32_t ru_minflt;
	uint32_t ru_majflt;
	uint32_t ru_maxrss; /* pages */
	uint32_t ru_nvcsw;  /* switches because it slept */
	uint32_t ru_nivcsw; /* switches because its time was up */
};

struct file;
struct inode;

/* A resource limit and the most that it may be raised to, in the order of 4.4BSD's RLIMIT_*. */
#define NLIMITS 9
struct rlimit_k {
	uint32_t rlim_cur;
	uint32_t rlim_max;
};

/* A reservation in the swap area, in chunks that double (vm_drum.c). */
#define NDMAP 40
struct dmap {
	uint32_t dm_size;       /* pages that it is for */
	uint32_t dm_alloc;      /* pages reserved */
	uint32_t dm_map[NDMAP]; /* block where each chunk begins */
};

/* An interval timer that counts the processor's time, in ticks. */
struct itimer_k {
	uint32_t it_value; /* until it runs out; 0: it stands still */
	uint32_t it_interval;
};

/* The u area: what a process needs only while it runs. */
struct user {
	struct pcb u_pcb;     /* must be first: PCBB points here */
	KPTR(void) u_onfault; /* where copyin/copyout go on when the user's address is bad */
	KPTR(struct proc) u_procp;
	char u_comm[MAXCOMLEN];       /* last component of the program's name */
	KPTR(struct trapframe) u_ar0; /* user registers of the current trap */
	uint32_t u_arg[7];
	uint32_t u_error;
	uint32_t u_rval1; /* comes back in d0 */
	uint32_t u_rval2; /* comes back in d1 */
	uint32_t u_uid;   /* effective; p_uid is the same */
	uint32_t u_ruid;
	uint32_t u_gid;
	uint32_t u_rgid;
	uint32_t u_ngroups; /* further groups that it is in */
	uint32_t u_groups[NGROUPS];
	uint32_t u_tsize; /* copies of the proc's sizes, as 4.3BSD keeps them */
	uint32_t u_dsize;
	uint32_t u_ssize;
	uint32_t u_break;          /* end of the heap, bytes */
	KPTR(struct inode) u_cdir; /* working directory */
	KPTR(struct inode) u_rdir; /* where its paths begin, 0: at the root */
	KPTR(struct inode) u_text; /* file of its program, if that can be written */
	uint32_t u_cmask;          /* permissions that a new file does not get */
	struct rusage_k u_ru;      /* own usage */
	struct rusage_k u_cru;     /* of reaped children */
	uint32_t u_start;          /* time of creation or exec, ticks */
	struct rlimit_k u_rlimit[NLIMITS];
	uint32_t u_eosys; /* how the system call ends: NORMALRETURN ... */
	uint32_t u_code;  /* of a fault, for its handler */
	/* signals: a borrower has its own */
	uint32_t u_signal[SIGNALS];  /* handler's address, or SIG_DFL, SIG_IGN */
	uint32_t u_sigmask[SIGNALS]; /* to be blocked while the handler runs, mostly the signal itself, too */
	uint32_t u_sigonstack;       /* set: handlers that run on u_sigsp */
	uint32_t u_sigintr;          /* set: signals that end a system call with EINTR */
	uint32_t u_sigreset;         /* set: signals whose handlers are called once */
	uint32_t u_oldmask;          /* SOMASK: the mask before sigpause */
	uint32_t u_sigsp;            /* signal stack, 0 if there is none */
	uint32_t u_onstack;          /* on it now */
	/* swap space of the memory: goes with it in a loan */
	struct dmap u_dmap;           /* data */
	struct dmap u_smap;           /* stack */
	struct dmap u_cdmap, u_csmap; /* for a child, or a program, that is about to be */
	struct itimer_k u_timer[2];   /* ITIMER_VIRTUAL, ITIMER_PROF */
	/* Descriptors. What stands in the two tables behind the last one in use means nothing, and is not copied. */
	uint32_t u_lastfile;   /* no descriptor above this one is in use */
	char u_pofile[NOFILE]; /* flags: close on exec */
	KPTR(struct file) u_ofile[NOFILE];
};

/* u_eosys */
enum { NORMALRETURN = 0, JUSTRETURN = 1 /* the registers are set already */ };

/* Core map: one entry per page frame, `cmap[]`, all of memory. */
enum cm_type {
	CFREE = 0,
	CKERNEL,
	CTEXT,
	CDATA,
	CSTACK,
	CUAREA,
	CPTABLE,
	CMAPPED, /* mapped for its owner alone */
	CSHARED, /* mapped to be shared: fork makes no copy of it */
	CM_TYPES
};
/* Is it a user's memory? */
#define CM_USER(type) ((type) == CTEXT || (type) == CDATA || (type) == CSTACK || (type) == CMAPPED || (type) == CSHARED)
struct cmap {
	uint32_t c_type;          /* enum cm_type */
	uint32_t c_ndx;           /* slot in proc[] that owns it; follow p_xlink while that proc is SNOVM */
	uint32_t c_page;          /* virtual page number in the owner */
	uint32_t c_count;         /* page tables that point here */
	KPTR(struct cmap) c_next; /* free list */
};

/* The load averages, avenrun[3], are in units of 1/FSCALE. */
#define FSCALE 2048

/* Statistics of fork and vfork, 4.3BSD sys/h/vmsystm.h. Sizes in pages of data and stack. */
struct forkstat {
	uint32_t cntfork;
	uint32_t cntvfork;
	uint32_t sizfork;
	uint32_t sizvfork;
};

#endif
