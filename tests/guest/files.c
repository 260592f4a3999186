/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptors, pipes, files in memory, identities and limits, as 4.3BSD has them. The argument is "lent" on systems
 * where the child of vfork has its lender's memory, and with it the account of what is used.
 */
#include <dirent.h>
#include <fcntl.h>
#include <proc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "check.h"

#define PIPSIZ 4096

static int lent;
static volatile unsigned secret;
static char page[2 * PIPSIZ];

static void check_fails(int error, long result, const char *name)
{
	check(result == -1 && errno == error, name);
	if (result != -1 || errno != error)
		printf("# expected error %d, got %ld, error %d\n", error, result, errno);
}

/* Runs a function in a child of fork or vfork; what the child exits with. */
static int in_child(int use_vfork, int (*function)(void))
{
	pid_t pid = use_vfork ? vfork() : fork();

	if (pid == 0)
		_exit(function());
	return status_of(pid);
}

static void descriptors(void)
{
	int fd = open("/etc/rc", O_RDONLY), two, nine;
	char a, b;

	two = dup(fd);
	nine = dup2(fd, 9);
	check(two == fd + 1 && nine == 9, "dup takes the lowest descriptor, dup2 the one it is told");
	check(read(fd, &a, 1) == 1 && read(two, &b, 1) == 1 && lseek(9, 0, SEEK_CUR) == 2, "they share one offset");
	check_same(9, dup2(9, 9), "dup2 onto itself");
	check(close(9) == 0 && close(two) == 0 && read(fd, &a, 1) == 1, "closing one does not close the other");
	check_same(12, fcntl(fd, F_DUPFD, 12), "F_DUPFD");
	check_same(0, fcntl(12, F_GETFD, 0), "a copy is not close-on-exec");
	check(fcntl(12, F_SETFD, FD_CLOEXEC) == 0 && fcntl(12, F_GETFD, 0) == FD_CLOEXEC, "F_SETFD");
	check_same(O_RDONLY, fcntl(fd, F_GETFL, 0), "F_GETFL");
	check_fails(EBADF, dup(19), "dup of nothing");
	check_fails(EBADF, dup2(fd, getdtablesize()), "dup2 beyond the table");
	check_fails(EINVAL, fcntl(fd, F_DUPFD, getdtablesize()), "F_DUPFD beyond the table");
	check_fails(EBADF, write(getdtablesize() - 1, &a, 1), "the last of the table is nothing");
	check_fails(EINVAL, fcntl(fd, 77, 0), "an unknown command");
	check_fails(EBADF, write(fd, &a, 1), "writing what is open for reading");
	close(12);
	for (two = 0; dup(fd) >= 0;)
		two++;
	check(errno == EMFILE && two == getdtablesize() - 4, "the table is full at getdtablesize");
	for (int i = 3; i < getdtablesize(); i++)
		close(i);
}

static int close_and_seek(void)
{
	lseek(3, 5, SEEK_SET);
	close(4);
	return fcntl(3, F_SETFD, FD_CLOEXEC);
}

static void descriptors_in_children(void)
{
	char a;

	for (int v = 0; v <= 1; v++) {
		open("/etc/rc", O_RDONLY);
		open("/etc/rc", O_RDONLY);
		check_same(0, in_child(v, close_and_seek), v ? "vfork: child ran" : "fork: child ran");
		check_same(5, lseek(3, 0, SEEK_CUR), "the offset is shared");
		check(read(4, &a, 1) == 1, "the table is not: the child's close stays its own");
		check_same(0, fcntl(3, F_GETFD, 0), "nor are the flags");
		close(3);
		close(4);
	}
}

static char *const probe[] = {"files", "probe", NULL};
static char *const *environment;

static int exec_probe(void)
{
	execve("/bin/files", probe, (char **)environment);
	return 99;
}

/* The program that exec_probe runs: which of 3 and 4 is open? */
static int probe_main(void)
{
	return (fcntl(3, F_GETFD, 0) >= 0) + 2 * (fcntl(4, F_GETFD, 0) >= 0);
}

static void close_on_exec(void)
{
	for (int v = 0; v <= 1; v++) {
		open("/etc/rc", O_RDONLY);
		open("/etc/rc", O_RDONLY);
		fcntl(3, F_SETFD, FD_CLOEXEC);
		check_same(EXITED(2), in_child(v, exec_probe), v ? "vfork: close on exec" : "fork: close on exec");
		check(fcntl(3, F_GETFD, 0) == FD_CLOEXEC, "but not in the parent");
		close(3);
		close(4);
	}
}

static int to_pipe(void)
{
	return write(4, "through", 7) != 7;
}

static int fill_pipe(void)
{
	memset(page, 'w', sizeof page);
	return write(4, page, sizeof page) != sizeof page;
}

static int broken_pipe(void)
{
	close(3);
	return write(4, "x", 1);
}

/* Reads until the end of the file. */
static int drain(int fd)
{
	int n, all = 0;

	while ((n = read(fd, page, 1000)) > 0)
		all += n;
	return n < 0 ? -1 : all;
}

static void pipes(void)
{
	int fds[2];
	struct stat sb;
	pid_t pid;

	check(pipe(fds) == 0 && fds[0] == 3 && fds[1] == 4, "pipe takes the lowest two");
	check(fstat(3, &sb) == 0 && S_ISFIFO(sb.st_mode), "a pipe is a fifo");
	check_fails(ESPIPE, lseek(3, 0, SEEK_SET), "a pipe has no offset");
	check_fails(EBADF, write(3, "x", 1), "the first is to read from");
	check_fails(EBADF, read(4, page, 1), "the second is to write to");
	check_same(0, in_child(1, to_pipe), "vfork: a borrower writes a pipe");
	check(read(3, page, 100) == 7 && memcmp(page, "through", 7) == 0, "a reader gets what there is");
	check(fcntl(4, F_SETFL, O_NDELAY) == 0, "F_SETFL");
	check_same(PIPSIZ, write(4, page, PIPSIZ), "a pipe holds a page");
	check_fails(EWOULDBLOCK, write(4, "x", 1), "and no more");
	check(read(3, page, 1) == 1, "one byte of room");
	check_fails(EWOULDBLOCK, write(4, "xy", 2), "a small write is all or nothing");
	check_same(1, write(4, "x", 1), "what fits is taken");
	fcntl(4, F_SETFL, 0);
	check_same(PIPSIZ, read(3, page, sizeof page), "all of it can be read at once");
	check_fails(EFAULT, write(4, (char *)0x50000000, 1), "a bad address to write from");
	write(4, "x", 1);
	check_fails(EFAULT, read(3, (char *)0x50000000, 1), "a bad address to read to");
	read(3, page, PIPSIZ);
	check_same(EXITED(1), in_child(0, broken_pipe), "the parent could still read: no SIGPIPE");
	close(3);
	check_same(SIGPIPE, in_child(1, broken_pipe), "vfork: SIGPIPE when nobody reads");
	close(4);

	pipe(fds);
	pid = fork();
	if (pid == 0)
		_exit(fill_pipe());
	close(4);
	check_same(2 * PIPSIZ, drain(3), "a writer waits for room, a reader for the end");
	check_same(0, status_of(pid), "the writer is told all went");
	close(3);
	check_fails(EFAULT, raw_call(SYS_FSTAT, 0, 0x50000000, 0), "fstat to nowhere");
}

static void files(void)
{
	struct stat sb;
	char text[16];
	int fd = open("/tmp/a", O_RDWR | O_CREAT | O_EXCL, 0644), again;

	check(fd == 3 && fstat(fd, &sb) == 0 && sb.st_mode == (S_IFREG | 0644) && sb.st_size == 0, "a file in /tmp");
	check(write(fd, "0123456789", 10) == 10 && lseek(fd, 2, SEEK_SET) == 2 && read(fd, text, 3) == 3 &&
	              text[0] == '2',
	      "what is written can be read");
	check_fails(EEXIST, open("/tmp/a", O_RDWR | O_CREAT | O_EXCL, 0644), "O_EXCL");
	again = open("/tmp/a", O_WRONLY | O_APPEND);
	check(write(again, "ab", 2) == 2 && fstat(fd, &sb) == 0 && sb.st_size == 12, "O_APPEND");
	check(lseek(fd, 9000, SEEK_SET) == 9000 && write(fd, "z", 1) == 1 && lseek(fd, 5000, SEEK_SET) == 5000 &&
	              read(fd, text, 1) == 1 && text[0] == 0,
	      "a hole reads as zeros");
	close(again);
	check(unlink("/tmp/a") == 0 && stat("/tmp/a", &sb) < 0 && errno == ENOENT, "unlink");
	check(lseek(fd, 0, SEEK_SET) == 0 && read(fd, text, 1) == 1 && text[0] == '0',
	      "an open file lives on without its name");
	close(fd);
	fd = creat("/tmp/b", 0666);
	check(fd == 3 && write(fd, "longer", 6) == 6 && close(fd) == 0, "creat");
	fd = creat("/tmp/b", 0666);
	check(fstat(fd, &sb) == 0 && sb.st_size == 0, "creat empties");
	check_fails(EFBIG, lseek(fd, 5 << 20, SEEK_SET) < 0 ? 0 : write(fd, "x", 1), "a file has a largest size");
	close(fd);
	check_fails(EROFS, open("/bin/new", O_WRONLY | O_CREAT, 0644), "the disk is read-only: no new file");
	check_fails(EROFS, open("/etc/rc", O_WRONLY), "no writing");
	check_fails(EROFS, unlink("/etc/rc"), "no unlink");
	check_fails(EISDIR, open("/tmp", O_WRONLY), "a directory is not written");
	check_fails(ENOTDIR, open("/tmp/b/c", O_RDONLY), "a file is no directory");
	check_fails(EFAULT, stat("/tmp/b", (struct stat *)0x50000000), "stat to nowhere");
	check(access("/tmp/b", R_OK | W_OK) == 0 && access("/bin/echo", X_OK) == 0, "access");
	check_fails(EACCES, access("/tmp/b", X_OK), "not even root runs what has no x");
	check(chmod("/tmp/b", 0700) == 0 && access("/tmp/b", X_OK) == 0, "chmod");
	unlink("/tmp/b");
}

static int entries(const char *path)
{
	DIR *d = opendir(path);
	int n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n;
}

static void directories(void)
{
	char path[64];

	check(mkdir("/tmp/d", 0755) == 0 && mkdir("/tmp/d/e", 0755) == 0, "mkdir");
	check_fails(EEXIST, mkdir("/tmp/d", 0755), "mkdir of what is there");
	check_fails(EEXIST, mkdir("/", 0755), "mkdir of the root");
	check_fails(ENOTEMPTY, rmdir("/tmp/d"), "rmdir of what is not empty");
	check_fails(EPERM, unlink("/tmp/d"), "unlink of a directory");
	check_same(3, entries("/tmp/d"), "readdir");
	check(chdir("/tmp/d/e") == 0 && strcmp(getcwd(path, sizeof path), "/tmp/d/e") == 0, "chdir, getcwd");
	check(creat("x", 0644) == 3 && close(3) == 0 && access("/tmp/d/e/x", R_OK) == 0, "a relative path");
	check(access("../../d/e/../e/./x", R_OK) == 0 && access("../../../bin", R_OK) == 0, "up and out of /tmp");
	check(unlink("x") == 0 && rmdir("/tmp/d/e") == 0, "rmdir of the working directory");
	check_fails(ENOENT, creat("y", 0644), "nothing can be made in it");
	check(chdir("/") == 0 && rmdir("/tmp/d/") == 0 && entries("/tmp") == 2, "all is gone");
	check_fails(ENOTDIR, chdir("/etc/rc"), "chdir to a file");
	check(strcmp(getcwd(path, sizeof path), "/") == 0, "the root");
	for (int i = 0; i < 150; i++) {
		sprintf(path, "/tmp/many%d", i);
		close(creat(path, 0600));
	}
	check_same(152, entries("/tmp"), "many files: the directory grows");
	for (int i = 0; i < 150; i++) {
		sprintf(path, "/tmp/many%d", i);
		unlink(path);
	}
	check_same(2, entries("/tmp"), "and is empty again");
}

static void devices(void)
{
	struct stat sb;
	int fd = open("/dev/null", O_RDWR);
	char text[4];

	check(write(fd, "gone", 4) == 4 && read(fd, text, 4) == 0, "/dev/null");
	close(fd);
	check(isatty(1) && !isatty(19) && stat("/dev/tty", &sb) == 0 && S_ISCHR(sb.st_mode), "terminals");
	fd = open("/dev/kmem", O_RDONLY);
	check(lseek(fd, 0x80004000, SEEK_SET) == (off_t)0x80004000 && read(fd, text, 4) == 4, "/dev/kmem");
	check(lseek(fd, 0xBFFFF000, SEEK_SET) == (off_t)0xBFFFF000, "any address can be asked for");
	check_fails(EFAULT, read(fd, text, 4), "but not all are there");
	close(fd);
	check_fails(EACCES, open("/dev/kmem", O_RDWR), "/dev/kmem is not for writing");
}

static int change_attributes(void)
{
	struct rlimit limit = {1 << 20, 1 << 20};

	return chdir("/tmp") + (umask(077) != 022) + setrlimit(RLIMIT_DATA, &limit) + setreuid(7, 7) + (geteuid() != 7);
}

static void attributes(void)
{
	struct rlimit limit;
	char path[16];

	umask(022);
	for (int v = 0; v <= 1; v++) {
		check_same(0, in_child(v, change_attributes),
		           v ? "vfork: attributes change" : "fork: attributes change");
		check(strcmp(getcwd(path, sizeof path), "/") == 0 && umask(022) == 022 && getuid() == 0 &&
		              geteuid() == 0,
		      "but not the parent's");
		check(getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur > 1 << 20, "nor its limits");
	}
	check_fails(EINVAL, getrlimit(RLIM_NLIMITS, &limit), "there is no such limit");
	check_fails(EFAULT, getrlimit(0, (struct rlimit *)0x50000000), "a limit to nowhere");
}

/* The user's own rights to files. */
static int user_files(void)
{
	int fd = creat("/tmp/roots", 0600), wrong = 0;

	close(fd);
	setregid(7, 7);
	setreuid(7, 7);
	wrong += !(setreuid(0, 0) < 0 && errno == EPERM);
	wrong += !(open("/tmp/roots", O_RDONLY) < 0 && errno == EACCES);
	wrong += !(open("/dev/kmem", O_RDONLY) < 0 && errno == EACCES);
	wrong += !(chmod("/tmp/roots", 0777) < 0 && errno == EPERM);
	wrong += !(creat("/tmp/mine", 0600) >= 0);
	return wrong;
}

static void users(void)
{
	check_same(0, in_child(0, user_files), "permissions");
	unlink("/tmp/roots");
	unlink("/tmp/mine");
}

static int file_limit(void)
{
	struct rlimit limit = {100, 100};

	setrlimit(RLIMIT_FSIZE, &limit);
	return write(creat("/tmp/limited", 0600), page, 200) != 100;
}

static int beyond_file_limit(void)
{
	file_limit();
	return write(3, page, 1);
}

static int heap_limit(void)
{
	struct rlimit limit = {64 << 10, 64 << 10};

	setrlimit(RLIMIT_DATA, &limit);
	return !(sbrk(100 << 10) == (void *)-1 && errno == ENOMEM);
}

static void limits(void)
{
	check_same(0, in_child(0, file_limit), "a file ends at its limit");
	check_same(SIGXFSZ, in_child(0, beyond_file_limit), "and beyond it is SIGXFSZ");
	check_same(0, in_child(0, heap_limit), "the heap ends at its limit");
	unlink("/tmp/limited");
}

static int crash(void)
{
	struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};

	setrlimit(RLIMIT_CORE, &limit);
	secret = 0x12345678;
	*(volatile int *)0x3ffffff0 = 1;
	return 0;
}

/* A core file is u area, data, stack; the u area says how large they are. */
static void cores(void)
{
	for (int v = 0; v <= 1; v++) {
		struct user core;
		unsigned found = 0;
		pid_t pid = v ? vfork() : fork();
		char path[32];
		int fd, status;

		if (pid == 0)
			_exit(crash());
		check(wait(&status) == pid && WTERMSIG(status) == SIGSEGV && WCOREDUMP(status),
		      "a crash leaves a core file");
		sprintf(path, "/tmp/core.%d", pid);
		fd = open(path, O_RDONLY);
		check(read(fd, &core, sizeof core) == sizeof core && strcmp(core.u_comm, "files") == 0, "its u area");
		lseek(fd, UPAGES * NBPG + (long)&secret - (long)core.u_tsize * NBPG, SEEK_SET);
		check(read(fd, &found, sizeof found) == sizeof found && found == 0x12345678, "its data");
		check(lseek(fd, 0, SEEK_END) == (off_t)(UPAGES + core.u_dsize + core.u_ssize) * NBPG, "its size");
		close(fd);
		unlink(path);
		check(secret == (v && lent ? 0x12345678 : 0),
		      v && lent ? "the core was ours" : "the child's own memory");
	}
	check(!WCOREDUMP(in_child(0, beyond_file_limit)), "SIGXFSZ dumps no core");
	unlink("/tmp/limited");
}

static int burn(void)
{
	for (volatile long i = 0; i < 60000; i++)
		;
	return 0;
}

static long ticks(const struct rusage *used)
{
	return used->ru_utime.tv_sec * 100 + used->ru_utime.tv_usec / 10000;
}

static void usage(void)
{
	for (int v = 0; v <= 1; v++) {
		struct rusage before, after, child;
		pid_t pid;
		int status;

		getrusage(RUSAGE_SELF, &before);
		pid = v ? vfork() : fork();
		if (pid == 0)
			_exit(burn());
		check(wait3(&status, 0, &child) == pid, "wait3");
		getrusage(RUSAGE_SELF, &after);
		if (v && lent)
			check(ticks(&after) - ticks(&before) >= 10 && ticks(&child) == 0, "vfork: the lender pays");
		else
			check(ticks(&after) - ticks(&before) <= 2 && ticks(&child) >= 10, "the child pays");
	}
	check_fails(EINVAL, getrusage(1, NULL), "getrusage of nobody");
	check(wait3(NULL, WNOHANG, NULL) == -1 && errno == ECHILD, "wait3 without children");
}

int main(int argc, char **argv, char **envp)
{
	if (argc > 1 && strcmp(argv[1], "probe") == 0)
		return probe_main();
	lent = argc > 1 && strcmp(argv[1], "lent") == 0;
	environment = envp;
	descriptors();
	descriptors_in_children();
	close_on_exec();
	pipes();
	files();
	directories();
	devices();
	attributes();
	users();
	limits();
	cores();
	usage();
	return check_end();
}
