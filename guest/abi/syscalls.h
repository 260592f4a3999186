/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System calls: SYSCALL(number, NAME, name, arguments). Numbers are 4.3BSD's (sys/h/syscall.h).
 * Convention: number in d0, arguments on the user stack above the stub's return address, `trap #0`; success clears
 * carry and returns d0 (and d1); failure sets carry and returns the errno in d0.
 * Used by the kernel's sysent, the library's stubs and the host's texts.
 */
#ifndef ABI_SYSCALLS_H
#define ABI_SYSCALLS_H

#define SYSCALLS(SYSCALL)                                                                                              \
	SYSCALL(1, EXIT, exit, 1)                                                                                      \
	SYSCALL(2, FORK, fork, 0)                                                                                      \
	SYSCALL(3, READ, read, 3)                                                                                      \
	SYSCALL(4, WRITE, write, 3)                                                                                    \
	SYSCALL(5, OPEN, open, 3)                                                                                      \
	SYSCALL(6, CLOSE, close, 1)                                                                                    \
	SYSCALL(7, WAIT4, wait4, 4) /* 4.4BSD's: (pid, status *, options, rusage *); d0 pid */                         \
	SYSCALL(8, CREAT, creat, 2)                                                                                    \
	SYSCALL(9, LINK, link, 2)                                                                                      \
	SYSCALL(10, UNLINK, unlink, 1)                                                                                 \
	SYSCALL(12, CHDIR, chdir, 1)                                                                                   \
	SYSCALL(13, FCHDIR, fchdir, 1) /* 4.3BSD-Reno's */                                                             \
	SYSCALL(14, MKNOD, mknod, 3)                                                                                   \
	SYSCALL(15, CHMOD, chmod, 2)                                                                                   \
	SYSCALL(16, CHOWN, chown, 3)                                                                                   \
	SYSCALL(17, OBREAK, obreak, 1)                                                                                 \
	SYSCALL(19, LSEEK, lseek, 3)                                                                                   \
	SYSCALL(20, GETPID, getpid, 0) /* d1: parent's pid */                                                          \
	SYSCALL(24, GETUID, getuid, 0) /* d1: effective */                                                             \
	SYSCALL(26, PTRACE, ptrace, 4)                                                                                 \
	SYSCALL(33, ACCESS, saccess, 2)                                                                                \
	SYSCALL(37, KILL, kill, 2)                                                                                     \
	SYSCALL(38, STAT, stat, 2)                                                                                     \
	SYSCALL(40, LSTAT, lstat, 2)                                                                                   \
	SYSCALL(41, DUP, dup, 1)                                                                                       \
	SYSCALL(42, PIPE, pipe, 0)             /* d0: reader's descriptor, d1: writer's */                             \
	SYSCALL(47, GETGID, getgid, 0)         /* d1: effective */                                                     \
	SYSCALL(52, SIGPENDING, sigpending, 0) /* 4.3BSD-Reno's: d0 the set */                                         \
	SYSCALL(54, IOCTL, ioctl, 3)                                                                                   \
	SYSCALL(55, REBOOT, reboot, 1) /* init only: stop the machine with a status */                                 \
	SYSCALL(57, SYMLINK, symlink, 2)                                                                               \
	SYSCALL(58, READLINK, readlink, 3)                                                                             \
	SYSCALL(59, EXECVE, execve, 3)                                                                                 \
	SYSCALL(60, UMASK, umask, 1)                                                                                   \
	SYSCALL(61, CHROOT, chroot, 1)                                                                                 \
	SYSCALL(62, FSTAT, fstat, 2)                                                                                   \
	SYSCALL(66, VFORK, vfork, 0)                                                                                   \
	SYSCALL(71, MMAP, mmap, 6) /* 4.4BSD's, with an offset of 32 bits */                                           \
	SYSCALL(73, MUNMAP, munmap, 2)                                                                                 \
	SYSCALL(74, MPROTECT, mprotect, 3)                                                                             \
	SYSCALL(79, GETGROUPS, getgroups, 2)                                                                           \
	SYSCALL(80, SETGROUPS, setgroups, 2)                                                                           \
	SYSCALL(81, GETPGRP, getpgrp, 1)                                                                               \
	SYSCALL(82, SETPGRP, setpgrp, 2)                                                                               \
	SYSCALL(83, SETITIMER, setitimer, 3)                                                                           \
	SYSCALL(86, GETITIMER, getitimer, 2)                                                                           \
	SYSCALL(87, GETHOSTNAME, gethostname, 2)                                                                       \
	SYSCALL(88, SETHOSTNAME, sethostname, 2)                                                                       \
	SYSCALL(89, GETDTABLESIZE, getdtablesize, 0)                                                                   \
	SYSCALL(90, DUP2, dup2, 2)                                                                                     \
	SYSCALL(92, FCNTL, fcntl, 3)                                                                                   \
	SYSCALL(93, SELECT, select, 5)                                                                                 \
	SYSCALL(96, SETPRIORITY, setpriority, 3)                                                                       \
	SYSCALL(100, GETPRIORITY, getpriority, 2)                                                                      \
	SYSCALL(103, SIGRETURN, sigreturn, 1)                                                                          \
	SYSCALL(108, SIGVEC, sigvec, 3)                                                                                \
	SYSCALL(109, SIGBLOCK, sigblock, 1)                                                                            \
	SYSCALL(110, SIGSETMASK, sigsetmask, 1)                                                                        \
	SYSCALL(111, SIGPAUSE, sigpause, 1)                                                                            \
	SYSCALL(112, SIGSTACK, sigstack, 2)                                                                            \
	SYSCALL(116, GETTIMEOFDAY, gettimeofday, 2)                                                                    \
	SYSCALL(117, GETRUSAGE, getrusage, 2)                                                                          \
	SYSCALL(120, READV, readv, 3)                                                                                  \
	SYSCALL(121, WRITEV, writev, 3)                                                                                \
	SYSCALL(123, FCHOWN, fchown, 3)                                                                                \
	SYSCALL(124, FCHMOD, fchmod, 2)                                                                                \
	SYSCALL(126, SETREUID, setreuid, 2)                                                                            \
	SYSCALL(127, SETREGID, setregid, 2)                                                                            \
	SYSCALL(128, RENAME, rename, 2)                                                                                \
	SYSCALL(129, TRUNCATE, truncate, 2)                                                                            \
	SYSCALL(130, FTRUNCATE, ftruncate, 2)                                                                          \
	SYSCALL(131, FLOCK, flock, 2)                                                                                  \
	SYSCALL(136, MKDIR, mkdir, 2)                                                                                  \
	SYSCALL(137, RMDIR, rmdir, 1)                                                                                  \
	SYSCALL(138, UTIMES, utimes, 2)                                                                                \
	SYSCALL(144, GETRLIMIT, getrlimit, 2)                                                                          \
	SYSCALL(145, SETRLIMIT, setrlimit, 2)                                                                          \
	SYSCALL(146, KILLPG, killpg, 2)                                                                                \
	SYSCALL(151, VFORKRULE, vforkrule, 2) /* our own: (rule, value), see sys/vforkrule.h */                        \
	SYSCALL(152, SYSLIMIT, syslimit, 1)   /* our own: (which), see sys/syslimit.h */                               \
	SYSCALL(153, PREAD, pread, 4)         /* System V: (fd, to, bytes, offset) */                                  \
	SYSCALL(154, PWRITE, pwrite, 4)       /* so is this */                                                         \
	SYSCALL(155, FORKX, forkx, 1)         /* Solaris: (flags), see sys/fork.h */                                   \
	SYSCALL(156, VFORKX, vforkx, 1)       /* so is this */                                                         \
	SYSCALL(157, CLONE, clone, 2)         /* Linux: (flags, the child's stack pointer), see sched.h */             \
	SYSCALL(158, WAITID, waitid, 4)       /* POSIX: (idtype, id, siginfo_t *, options) */

#define SYS_MAX 160

#define SYSCALL(number, NAME, name, args) SYS_##NAME = number,
#ifndef __ASSEMBLER__
enum { SYSCALLS(SYSCALL) SYS_END = SYS_MAX };
#endif
#undef SYSCALL

#endif
