/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What tells the historic systems apart, column by column of guest/abi/systems.h. Each argument is an answer that
 * is expected; the first is taken where there is none:
 *
 *	memory=parent|own     a variable of the program that the child changed
 *	held=yes|no           the parent waits until the child executes or exits
 *	handlers=kept|reset   how the child handles a signal that its parent catches
 *	table=kernel|user|signal   whose handler the parent has when the child has installed another one; signal: only
 *	                           if it
 *	                      did it by signal()
 *	usage=child|parent|faults  who pays for the child's processor time; faults: the parent pays for its page faults
 *	                           only
 *	registers=own|child   a register variable that the child changed
 *	stack=one|own         a variable on the stack that the child changed
 *	growth=ok|fatal       the child's stack grows
 *	files=own|shared      a descriptor that the child closed
 *	kill=later|now        when the parent dies that is sent SIGKILL while its child goes on
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>

#include "check.h"

/* By another name, so that the compiler keeps variables in registers across it as compilers did then. */
pid_t plain_vfork(void) __asm__("vfork");

static int nanswers;
static char **answers;
static volatile int shared;

static int expects(const char *answer)
{
	for (int i = 0; i < nanswers; i++)
		if (strcmp(answers[i], answer) == 0)
			return 1;
	return 0;
}

static long milliseconds(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return now.tv_sec * 1000 + now.tv_usec / 1000;
}

static void spin(long long_enough)
{
	long end = milliseconds() + long_enough;

	while (milliseconds() < end)
		;
}

static int recurse(int depth)
{
	volatile char room[1000];

	room[0] = (char)depth;
	return depth ? recurse(depth - 1) + room[0] : 0;
}

static void variables(volatile int *of_caller)
{
	register int in_register __asm__("d3") = 1;
	volatile int on_stack = 1;
	pid_t pid;
	int found;

	__asm__ volatile("" : "+d"(in_register));
	pid = plain_vfork();
	if (pid == 0) {
		in_register = 2;
		__asm__ volatile("" : "+d"(in_register));
		on_stack = 2;
		*of_caller = 2;
		_exit(3);
	}
	__asm__ volatile("" : "+d"(in_register));
	found = in_register;
	check_same(EXITED(3), status_of(pid), "the child leaves");
	check_same(expects("registers=child") ? 2 : 1, found, "a variable in a register");
	check_same(expects("stack=own") ? 1 : 2, on_stack, "a variable on the stack");
	check_same(expects("stack=own") ? 1 : 2, *of_caller, "a variable in an older frame");
}

static void memory(void)
{
	pid_t pid;
	int held;

	shared = 1;
	pid = vfork();
	if (pid == 0) {
		spin(200);
		shared = 2;
		_exit(3);
	}
	held = waitpid(pid, NULL, WNOHANG) != 0 || shared == 2;
	check_same(!expects("held=no"), held, "the parent is held");
	check_same(expects("memory=own") ? 1 : 2, shared, "a variable of the program");
	while (wait(NULL) > 0)
		;
}

static int handled_by;

static void first_handler(int sig)
{
	(void)sig;
	handled_by = 1;
}

static void other_handler(int sig)
{
	(void)sig;
	handled_by = 2;
}

/* The child looks at its parent's handler, installs another and gets the signal; which one has the parent? */
static void handlers(int by_signal)
{
	int reset = expects("handlers=reset"), taken = expects("table=user") || (by_signal && expects("table=signal"));
	const struct sigaction other = {.sa_handler = other_handler}, before = {.sa_handler = first_handler};
	pid_t pid;

	if (by_signal)
		signal(SIGUSR1, first_handler);
	else
		sigaction(SIGUSR1, &before, NULL);
	pid = vfork();
	if (pid == 0) {
		struct sigaction had;

		sigaction(SIGUSR1, NULL, &had);
		if (had.sa_handler != (reset ? SIG_DFL : first_handler))
			_exit(4);
		if (by_signal)
			signal(SIGUSR1, other_handler);
		else
			sigaction(SIGUSR1, &other, NULL);
		handled_by = 0;
		kill(getpid(), SIGUSR1);
		_exit(handled_by);
	}
	check_same(reset ? SIGUSR1 : EXITED(2), status_of(pid),
	           by_signal ? "signal(): the child's" : "sigaction(): the child's");
	handled_by = 0;
	kill(getpid(), SIGUSR1);
	check_same(taken ? 2 : 1, handled_by, by_signal ? "signal(): the parent's" : "sigaction(): the parent's");
	signal(SIGUSR1, SIG_DFL);
}

/* Hundredths of a second. */
static long ticks(const struct rusage *usage)
{
	return (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 100 +
	       (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 10000;
}

/* Time, and page faults: of pages that the child has of its own, if it has. */
static void usage(void)
{
	static struct rusage in_loan;
	struct rusage before, after, childs = {0};
	char *heap = sbrk(40 * 4096);
	pid_t pid;
	int faults, passes = expects("usage=parent");

	getrusage(RUSAGE_SELF, &before);
	pid = vfork();
	if (pid == 0) {
		getrusage(RUSAGE_SELF, &in_loan);
		spin(300);
		for (int i = 0; i < 40; i++)
			heap[i * 4096] = 1;
		_exit(0);
	}
	wait3(NULL, 0, &childs);
	getrusage(RUSAGE_SELF, &after);
	check_same(passes, ticks(&after) - ticks(&before) >= 20, "the parent pays for processor time");
	check_same(!passes, ticks(&childs) >= 20, "the child pays");
	faults = (int)(after.ru_minflt - before.ru_minflt);
	check_same(passes, childs.ru_maxrss == 0, "of the most memory, the child's account says nothing");
	check_same(passes, in_loan.ru_nvcsw >= before.ru_nvcsw && in_loan.ru_maxrss >= before.ru_maxrss,
	           "in the loan the child is told the parent's account");
	check_same(passes || expects("usage=faults"), faults >= 40, "the parent pays for page faults");
	check_same(pid > 0, !(passes || expects("usage=faults")) == (childs.ru_minflt >= 40), "or the child");
	sbrk(-40 * 4096);
}

static void growth(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		recurse(100);
		_exit(3);
	}
	check_same(expects("growth=fatal") ? SIGSEGV : EXITED(3), status_of(pid), "a child whose stack grows");
	recurse(100);
	check(1, "the parent's stack grows after the loan");
}

static void files(void)
{
	int fd = open("/bin/true", O_RDONLY), inherited = expects("files=shared");
	char magic[4] = "";
	pid_t pid;

	pid = vfork();
	if (pid == 0) {
		close(fd);
		shared = open("/bin/echo", O_RDONLY) == fd;
		_exit(3);
	}
	check_same(EXITED(3), status_of(pid), "the child closes a file and opens another");
	check(read(fd, magic, 4) == 4, "the parent has a file there");
	check_same(0, lseek(fd, 0, SEEK_SET), "the descriptor is good");
	check(shared, "the child got the same number");
	pid = vfork();
	if (pid == 0) {
		close(fd);
		_exit(3);
	}
	check_same(EXITED(3), status_of(pid), "the child closes the file");
	check_same(inherited ? -1 : 4, read(fd, magic, 4), "the parent reads on");
	if (!inherited)
		close(fd);
}

/* The borrower lives on memory whose other user has gone, and grows it. */
static void live_on(void)
{
	char *heap;

	shared = 2;
	heap = sbrk(20000);
	memset(heap, 1, 20000);
	recurse(100);
	if (shared == 2 && heap[19999] == 1)
		write(1, "ok - the borrower has the memory, and may grow it\n", 50);
	_exit(0);
}

static void killing(void)
{
	long start = milliseconds(), took;
	int ends[2];
	pid_t pid;

	if (pipe(ends) < 0)
		_exit(1);
	pid = fork();
	if (pid == 0) {
		if (vfork() == 0) {
			kill(getppid(), SIGKILL);
			spin(1000);
			live_on();
		}
		_exit(9);
	}
	check_same(SIGKILL, status_of(pid), "a parent that is sent SIGKILL dies of it");
	took = milliseconds() - start;
	check(expects("kill=now") ? took < 500 : took >= 1000,
	      expects("kill=now") ? "at once" : "when its child is done");
	/* The end of the pipe comes when nobody has it open for writing: then the borrower has ended, too. */
	close(ends[1]);
	while (read(ends[0], &took, 1) > 0)
		;
	close(ends[0]);
	spin(1000); /* let the child speak before the end */
}

int main(int argc, char **argv)
{
	nanswers = argc;
	answers = argv;
	if (!expects("held=no"))
		killing(); /* first, while the scheduler thinks well of us */
	memory();
	variables(&(volatile int){1});
	handlers(0);
	handlers(1);
	usage();
	growth();
	files();
	return check_end();
}
