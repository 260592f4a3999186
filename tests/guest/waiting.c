/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for several things at once or for none: select, poll, no-delay, readv; timers of processor time; nice. The
 * argument tells what a child has of such timers: "copied" or "cleared".
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "check.h"

static char page[8192];
static volatile int alarms, profiles;
static int copied;

static void check_fails(int error, long result, const char *name)
{
	check(result == -1 && errno == error, name);
	if (result != -1 || errno != error)
		printf("# expected error %d, got %ld, error %d\n", error, result, errno);
}

/* Milliseconds of machine time. */
static long now(void)
{
	struct timeval tv;

	gettimeofday(&tv, NULL);
	return tv.tv_sec * 1000 + tv.tv_usec / 1000;
}

/* select of one descriptor, at most that long (-1: without a limit). */
static int select_one(int fd, int writes, long milliseconds)
{
	struct timeval time = {milliseconds / 1000, milliseconds % 1000 * 1000};
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	return select(fd + 1, writes ? NULL : &set, writes ? &set : NULL, NULL, milliseconds < 0 ? NULL : &time);
}

/* Makes a process that writes a byte after a while, or closes the pipe; pipe is closed for writing here. */
static pid_t later(const int fds[2], int writes)
{
	pid_t pid = fork();

	if (pid == 0) {
		usleep(50000);
		_exit(writes && write(fds[1], "x", 1) != 1);
	}
	close(fds[1]);
	return pid;
}

static void selecting(void)
{
	struct timeval bad = {0, 2000000}, none = {0, 0};
	fd_set reads, writes;
	int fds[2];
	long begin;
	pid_t pid;

	pipe(fds);
	check(select_one(fds[0], 0, 0) == 0 && select_one(fds[1], 1, 0) == 1, "an empty pipe can be written");
	begin = now();
	check(select_one(fds[0], 0, 100) == 0, "select: time is up");
	check(now() - begin >= 100 && now() - begin < 150, "when it should be");
	write(fds[1], page, 4096);
	check(select_one(fds[0], 0, -1) == 1 && select_one(fds[1], 1, 0) == 0, "a full pipe can be read only");
	FD_ZERO(&reads);
	FD_ZERO(&writes);
	FD_SET(fds[0], &reads);
	FD_SET(fds[1], &reads);
	FD_SET(fds[1], &writes);
	FD_SET(1, &writes);
	/* the writing end is not for reading: that would fail at once, so it is ready */
	check_same(3, select(20, &reads, &writes, NULL, &none), "three are ready");
	check(FD_ISSET(fds[0], &reads) && FD_ISSET(1, &writes) && !FD_ISSET(fds[1], &writes), "and these are they");
	read(fds[0], page, 4096);
	pid = later(fds, 1);
	check(select_one(fds[0], 0, -1) == 1 && read(fds[0], page, 1) == 1, "select waits for a writer");
	check_same(0, status_of(pid), "which wrote");
	check(select_one(fds[0], 0, -1) == 1 && read(fds[0], page, 1) == 0, "the end of the file is ready, too");
	close(fds[0]);
	pipe(fds);
	pid = later(fds, 0);
	check(select_one(fds[0], 0, 5000) == 1 && read(fds[0], page, 1) == 0, "select waits for the end of the file");
	status_of(pid);
	close(fds[0]);
	check_fails(EBADF, select_one(17, 0, 0), "select: not open");
	check_fails(EINVAL, select(0, NULL, NULL, NULL, &bad), "select: no such time");
	check_fails(EINVAL, select(-1, NULL, NULL, NULL, &none), "select: less than no descriptors");
	check_fails(EFAULT, select(4, (fd_set *)0x50000000, NULL, NULL, &none), "select: set nowhere");
	check_fails(EFAULT, select(4, NULL, NULL, NULL, (struct timeval *)0x50000000), "select: time nowhere");
	check(select_one(open("/etc/rc", O_RDONLY), 0, -1) == 1, "a file is always ready");
	close(fds[0]);
}

static void on_alarm(int sig)
{
	(void)sig;
	alarms++;
}

static void interrupted(void)
{
	struct itimerval soon = {{0, 0}, {0, 30000}};
	int fds[2];

	pipe(fds);
	signal(SIGALRM, on_alarm); /* whose interrupted calls are made again, but for select */
	setitimer(ITIMER_REAL, &soon, NULL);
	check_fails(EINTR, select_one(fds[0], 0, -1), "select: interrupted");
	check_same(1, alarms, "by a handler");
	close(fds[0]);
	close(fds[1]);
}

/* A borrower may wait in select: its lender waits with it. */
static void borrower(void)
{
	static volatile int result;
	pid_t pid = vfork();

	if (pid == 0) {
		result = select_one(0, 1, 0) + 10 * select(0, NULL, NULL, NULL, &(struct timeval){0, 20000});
		_exit(result);
	}
	check_same(EXITED(1), status_of(pid), "a borrower in select");
}

static void polling(void)
{
	struct pollfd list[] = {{-1, POLLIN, 9}, {0, POLLIN | POLLOUT, 9}, {0, POLLOUT, 9}};
	int fds[2];

	pipe(fds);
	list[1].fd = fds[0];
	list[2].fd = fds[1];
	check(poll(list, 3, 0) == 2 && list[0].revents == 0 && list[1].revents == POLLOUT && list[2].revents == POLLOUT,
	      "poll");
	list[2].fd = 17;
	list[1].events = POLLIN;
	check(poll(list, 3, -1) == 1 && list[2].revents == POLLNVAL, "poll: not open");
	check(poll(list, 2, 20) == 0, "poll: time is up");
	write(fds[1], "a", 1);
	close(fds[1]);
	check(poll(list, 2, -1) == 1 && list[1].revents == POLLIN, "poll: what is still in a pipe");
	read(fds[0], page, 1);
	check(poll(list, 2, -1) == 1 && list[1].revents == (POLLIN | POLLHUP), "poll: nobody writes to it any more");
	close(fds[0]);
}

/* Pipes with names. */
static void named(void)
{
	struct stat sb;
	char text[8] = "";
	pid_t pid;
	int fd;

	check(mkfifo("/tmp/fifo", 0640) == 0 && stat("/tmp/fifo", &sb) == 0 && S_ISFIFO(sb.st_mode) &&
	              (sb.st_mode & 0777) == 0640,
	      "a pipe with a name");
	check_fails(EEXIST, mkfifo("/tmp/fifo", 0640), "there is one");
	check_fails(ENXIO, open("/tmp/fifo", O_WRONLY | O_NONBLOCK), "nobody reads from it");
	pid = fork();
	if (pid == 0) {
		fd = open("/tmp/fifo", O_WRONLY); /* waits for the reader, and is gone before he is back */
		write(fd, "hello", 5);
		_exit(0);
	}
	fd = open("/tmp/fifo", O_RDONLY);
	check(read(fd, text, 8) == 5 && strcmp(text, "hello") == 0 && read(fd, text, 8) == 0,
	      "what is written is read");
	check_same(EXITED(0), status_of(pid), "both ends have been opened");
	close(fd);
	pid = fork();
	if (pid == 0) {
		fd = open("/tmp/fifo", O_RDONLY);
		_exit(read(fd, text, 8) == 3 && read(fd, text, 8) == 0 ? 0 : 1);
	}
	fd = open("/tmp/fifo", O_WRONLY);
	write(fd, "abc", 3);
	close(fd);
	check_same(EXITED(0), status_of(pid), "the other way round");
	fd = open("/tmp/fifo", O_RDWR);
	check(unlink("/tmp/fifo") == 0 && write(fd, "xy", 2) == 2 && read(fd, text, 8) == 2,
	      "to oneself, without a name");
	close(fd);
	check_fails(ENOENT, open("/tmp/fifo", O_RDONLY), "it is gone");
	check(mknod("/tmp/null", S_IFCHR | 0600, stat("/dev/null", &sb) == 0 ? (dev_t)sb.st_rdev : 0) == 0 &&
	              (fd = open("/tmp/null", O_RDWR)) >= 0 && write(fd, "x", 1) == 1 && read(fd, text, 1) == 0,
	      "root makes a device");
	close(fd);
	check_same(0, unlink("/tmp/null"), "and takes it away");
}

static void no_delay(void)
{
	int fds[2], total = 0, n;

	pipe(fds);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	check_same(O_WRONLY | O_NONBLOCK, fcntl(fds[1], F_GETFL, 0), "F_GETFL");
	check_fails(EWOULDBLOCK, read(fds[0], page, 1), "no-delay: an empty pipe");
	check_same(4096, write(fds[1], page, 8192), "no-delay: as much as there is room for");
	check_fails(EWOULDBLOCK, write(fds[1], page, 10), "no-delay: a full pipe");
	while ((n = (int)read(fds[0], page, 1000)) > 0)
		total += n;
	check_same(4096, total, "all of it comes out");
	check_fails(EWOULDBLOCK, n, "and then it is empty again");
	close(fds[0]);
	close(fds[1]);
	n = open("/dev/tty", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	check(fcntl(n, F_GETFD, 0) == FD_CLOEXEC, "O_CLOEXEC");
	if (select_one(n, 0, 0) == 0) /* the end of the console's input can be read */
		check_fails(EWOULDBLOCK, read(n, page, 1), "no-delay: the terminal");
	else
		check_same(0, read(n, page, 1), "no-delay: the terminal at its end");
	close(n);
}

static void pieces(void)
{
	char a[4], b[8];
	struct iovec out[] = {{"one", 3}, {"", 0}, {"three", 5}}, in[] = {{a, 3}, {b, 8}};
	int fds[2];

	pipe(fds);
	check_same(8, writev(fds[1], out, 3), "writev");
	check(readv(fds[0], in, 2) == 8 && memcmp(a, "one", 3) == 0 && memcmp(b, "three", 5) == 0, "readv");
	check_fails(EINVAL, readv(fds[0], in, 0), "readv: no pieces");
	check_fails(EINVAL, writev(fds[1], out, 17), "writev: too many pieces");
	check_fails(EFAULT, writev(fds[1], (struct iovec *)0x50000000, 1), "writev: pieces nowhere");
	write(fds[1], "ab", 2);
	in[0].iov_len = 2;
	check_same(2, readv(fds[0], in, 2), "readv does not wait for more");
	close(fds[0]);
	out[0].iov_len = 0x80000000;
	check_fails(EINVAL, writev(1, out, 1), "writev: a piece too long");
	close(fds[1]);
}

static void on_profile(int sig)
{
	profiles += sig == SIGPROF ? 1 : 100;
}

static void burn(int milliseconds)
{
	struct rusage used;
	long end;

	getrusage(RUSAGE_SELF, &used);
	end = used.ru_utime.tv_sec * 1000 + used.ru_utime.tv_usec / 1000 + milliseconds;
	do {
		for (volatile int i = 0; i < 500; i++)
			;
		getrusage(RUSAGE_SELF, &used);
	} while (used.ru_utime.tv_sec * 1000 + used.ru_utime.tv_usec / 1000 < end);
}

static void processor_timers(void)
{
	const struct itimerval every = {{0, 20000}, {0, 20000}}, off = {{0, 0}, {0, 0}};
	struct itimerval left;
	int status;
	pid_t pid;

	signal(SIGVTALRM, on_profile);
	signal(SIGPROF, on_profile);
	setitimer(ITIMER_VIRTUAL, &every, NULL);
	select(0, NULL, NULL, NULL, &(struct timeval){0, 100000});
	check_same(0, profiles, "ITIMER_VIRTUAL stands still while the process sleeps");
	burn(100);
	setitimer(ITIMER_VIRTUAL, &off, &left);
	check(profiles >= 400 && profiles <= 600, "and runs with it: SIGVTALRM");
	check(left.it_interval.tv_usec == 20000 && left.it_value.tv_usec > 0, "what was left");
	profiles = 0;
	setitimer(ITIMER_PROF, &every, NULL);
	burn(100);
	check(profiles >= 4 && profiles < 100, "ITIMER_PROF: SIGPROF");
	pid = vfork();
	if (pid == 0) {
		getitimer(ITIMER_PROF, &left);
		setitimer(ITIMER_PROF, &off, NULL);
		_exit(left.it_interval.tv_usec != (copied ? 20000 : 0)); /* that is with the u area, or cleared */
	}
	check(wait(&status) == pid && status == 0 && getitimer(ITIMER_PROF, &left) == 0 &&
	              left.it_interval.tv_usec == 20000,
	      "a borrower's timer is its own");
	setitimer(ITIMER_PROF, &off, NULL);
	check(getitimer(ITIMER_PROF, &left) == 0 && left.it_value.tv_usec == 0, "off");
}

static int unprivileged(void)
{
	int wrong = 0;

	setreuid(7, 7);
	wrong += nice(1) != 6;
	wrong += !(nice(-1) == -1 && errno == EPERM);
	wrong += !(setpriority(PRIO_PROCESS, 1, 20) == -1 && errno == EPERM);
	return wrong;
}

static void niceness(void)
{
	int fds[2], first;
	pid_t pid;

	check(getpriority(PRIO_PROCESS, 0) == 0 && nice(5) == 5, "nice");
	pid = fork();
	if (pid == 0)
		_exit(unprivileged());
	check_same(0, status_of(pid), "is inherited, and only root can take it back");
	check(nice(-5) == 0 && setpriority(PRIO_PROCESS, getpid(), 100) == 0 &&
	              getpriority(PRIO_PROCESS, getpid()) == 20,
	      "20 is the most");
	setpriority(PRIO_PROCESS, 0, 0);
	check_fails(ESRCH, getpriority(PRIO_PROCESS, 9999), "nobody");
	check_fails(EINVAL, getpriority(5, 0), "no such kind");
	/* Of two that compute, the one that is nicer is done later. */
	pipe(fds);
	for (int i = 0; i < 2; i++) {
		if (fork() == 0) {
			setpriority(PRIO_PROCESS, 0, i == 0 ? 20 : 0);
			burn(300);
			_exit(write(fds[1], &i, sizeof i) != sizeof i);
		}
	}
	read(fds[0], &first, sizeof first);
	check_same(1, first, "the nicer waits");
	while (wait(NULL) > 0)
		;
	close(fds[0]);
	close(fds[1]);
}

int main(int argc, char **argv)
{
	copied = argc > 1 && strcmp(argv[1], "copied") == 0;
	selecting();
	interrupted();
	borrower();
	polling();
	named();
	no_delay();
	pieces();
	processor_timers();
	niceness();
	return check_end();
}
