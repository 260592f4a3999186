/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine without memory management: no fork, programs that are moved to where there is room, one memory for all.
 * As it cannot fork, it executes itself; the first argument says what it is to be then.
 */
#include <fcntl.h>
#include <kvm.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "check.h"

extern char etext[];
int nobody(void) __attribute__((weak)); /* and nobody is it */

static int one(void)
{
	return 1;
}

static int two(void)
{
	return 2;
}

/* What only relocation makes right: addresses in data and in constants, of data, code and text. */
static int numbers[] = {10, 20, 30};
static int *const pointers[] = {&numbers[2], &numbers[0], NULL};
static int (*functions[])(void) = {one, two, NULL};
static struct node {
	const char *name;
	struct node *next;
} nodes[] = {{"first", &nodes[1]}, {"second", &nodes[0]}};
static char **const outer = (char *[]){"a", "b", NULL};
static int (*weak)(void) = nobody;

static volatile int target = 1;
static int results[2]; /* a pipe */

static int pointers_good(void)
{
	return *pointers[0] == 30 && *pointers[1] == 10 && !pointers[2] && functions[0]() == 1 && functions[1]() == 2 &&
	       !functions[2] && strcmp(nodes[0].next->name, "second") == 0 && nodes[1].next == nodes && !weak &&
	       strcmp(outer[1], "b") == 0 && !outer[2];
}

/* Executes this program as `what` and waits; its status. */
static int again(const char *what, const char *argument)
{
	pid_t pid = vfork();

	if (pid == 0) {
		execl("/bin/flat", "flat", what, argument, (char *)0);
		_exit(99);
	}
	return status_of(pid);
}

static long free_frames(void)
{
	uint32_t n = 0;

	return kvm_get("freemem", &n, sizeof n) == 0 ? (long)n : -1;
}

/* The others of this program: they are told addresses of the first one, in hexadecimal.
 * ------------------------------- */

static void *told(const char *argument)
{
	return (void *)strtoul(argument, NULL, 16);
}

static int other_place(const char *address)
{
	return told(address) != (void *)&target && target == 1 && pointers_good() ? 3 : 4;
}

static int store(const char *address)
{
	int *there = told(address);

	if (there == &target || *there != 1)
		return 4;
	*there = 42;
	return target == 1 ? 3 : 5; /* our own is another one */
}

/* Finds the instruction "moveq #2, d0" in the other one's text and makes it 7. */
static int rewrite(const char *address)
{
	for (uint16_t *code = told(address), *end = code + 20; code < end; code++) {
		if (*code == 0x7002) {
			*code = 0x7007;
			return two() == 2 ? 3 : 5;
		}
	}
	return 4;
}

/* Takes the parent's life, lives on in its memory and tells so. */
static int lender(const char *fd)
{
	if (vfork() == 0) {
		pid_t parent = getppid();

		target = 5;
		kill(parent, SIGKILL);
		while (getppid() == parent)
			;
		if (target == 5 && pointers_good() && sbrk(4096) != (void *)-1)
			write(atoi(fd), "L", 1);
		_exit(0);
	}
	_exit(9);
}

static int recurse(int depth)
{
	volatile char room[1000];

	memset((char *)room, 0x5a, sizeof room);
	return depth ? recurse(depth - 1) + room[0] : 0;
}

/* The stack takes the heap's room, and the heap's last page what is in it; nobody minds. */
static int overflow(const char *unused)
{
	struct rlimit data, stack;
	char *heap, here;
	size_t room;

	(void)unused;
	if (getrlimit(RLIMIT_DATA, &data) || getrlimit(RLIMIT_STACK, &stack))
		return 6;
	/* up to just below the stack: data and heap have so much in all */
	room = (size_t)data.rlim_cur - (size_t)((char *)sbrk(0) - (char *)(((uint32_t)etext + 4095) & ~4095u)) - 4096;
	heap = sbrk((intptr_t)room);
	if (heap == (char *)-1 || heap + room > &here)
		return 4;
	memset(heap, 1, room);
	recurse((int)(stack.rlim_cur / 1000 + 20));
	return heap[room - 1] == 0x5a && heap[0] == 1 && pointers_good() ? 3 : 5;
}

/* How much heap there is under a limit of 64 KB for data. */
static int small(const char *unused)
{
	long got = 0;

	(void)unused;
	while (sbrk(4096) != (void *)-1)
		got += 4;
	return got >= 40 && got < 64 && errno == ENOMEM ? 3 : 4;
}

static int crash(const char *unused)
{
	struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};

	(void)unused;
	target = 0x636f7265;
	setrlimit(RLIMIT_CORE, &all);
	abort();
}

/* Stays until it is killed: nobody ever writes into that pipe. */
static int stay(const char *fd)
{
	char byte;

	return (int)read(atoi(fd), &byte, 1);
}

static int nothing(const char *unused)
{
	(void)unused;
	return 3;
}

static const struct {
	const char *name;
	int (*run)(const char *);
} others[] = {
	{"place", other_place}, {"store", store}, {"rewrite", rewrite}, {"lender", lender}, {"overflow", overflow},
	{"small", small},       {"crash", crash}, {"nothing", nothing}, {"stay", stay},
};

/* What the first one checks --------------------------------------------------------------------------------------- */

static void fork_is_missing(void)
{
	errno = 0;
	check_same(-1, fork(), "fork fails");
	check_same(EINVAL, errno, "with EINVAL");
	check_same(EXITED(3), again("nothing", "x"), "vfork and exec work");
}

static void relocation(void)
{
	char address[12];

	check((uint32_t)&target > 0x4000, "the program does not lie at the address that it was linked for");
	check(pointers_good(), "its pointers to data, functions and strings are right");
	sprintf(address, "%lx", (unsigned long)&target);
	check_same(EXITED(3), again("place", address), "the same program at the same time in another place");
}

static void no_protection(void)
{
	char address[12];

	target = 1;
	sprintf(address, "%lx", (unsigned long)&target);
	check_same(EXITED(3), again("store", address), "another process stores into our data");
	check_same(42, target, "what it stored");
	sprintf(address, "%lx", (unsigned long)two);
	check_same(EXITED(3), again("rewrite", address), "another process stores into our text");
	check_same(7, two(), "our function is another one now");
}

static sigjmp_buf back;

static void caught(int sig)
{
	siglongjmp(back, sig);
}

static int fault(uint32_t address)
{
	int sig = sigsetjmp(back, 1);

	if (sig == 0)
		*(volatile char *)address = 1;
	return sig;
}

static void kernel_is_out_of_reach(void)
{
	char name[] = "/bin/true";

	signal(SIGSEGV, caught);
	signal(SIGBUS, caught);
	check_same(SIGSEGV, fault(0), "a store through a null pointer");
	check_same(SIGSEGV, fault(0x4000), "a store into the kernel's page frames");
	check_same(SIGSEGV, fault(0x7fffff00), "a store where there is no memory");
	check_same(SIGBUS, fault(0x80004000), "a store into the system's region");
	check_same(-1, open((char *)4, O_RDONLY), "a system call with a null pointer");
	check_same(EFAULT, errno, "gives EFAULT");
	check(open(name, O_RDONLY) >= 0, "one with a good pointer does not");
	signal(SIGSEGV, SIG_DFL);
	signal(SIGBUS, SIG_DFL);
}

static void heap(void)
{
	char *start = sbrk(0), *more = sbrk(8192);
	int zeros = 1;

	check(more == start, "the heap grows");
	memset(more, 1, 8192);
	check(sbrk(-8192) == start + 8192 && sbrk(8192) == start, "shrinks, and grows again");
	for (int i = 0; i < 8192; i++)
		zeros &= more[i] == 0;
	check(zeros, "what is new is zeros");
	sbrk(-8192);
	check(sbrk(64 << 20) == (void *)-1 && errno == ENOMEM, "more than its room is ENOMEM");
	check(sbrk(0) == start, "and changes nothing");
}

static void limits(void)
{
	struct rlimit was, set;

	getrlimit(RLIMIT_DATA, &was);
	set = was;
	set.rlim_cur = 64 << 10;
	setrlimit(RLIMIT_DATA, &set);
	check_same(EXITED(3), again("small", "x"), "the limit for data is what the next program gets");
	set.rlim_cur = was.rlim_max;
	setrlimit(RLIMIT_DATA, &set);
	check_same(EXITED(99), again("small", "x"), "more than there is");
	check_same(ENOMEM, errno, "makes exec fail with ENOMEM, and the borrower is whole");
	setrlimit(RLIMIT_DATA, &was);
	check_same(EXITED(3), again("overflow", "x"), "a stack that is too deep eats the heap, and nobody minds");
}

/* Many programs, with files in memory made meanwhile that lie where there was room: all comes back. */
static void no_leaks(void)
{
	long before = free_frames();
	int good = 1;
	char name[16];

	for (int i = 0; i < 100; i++) {
		good &= again("nothing", "x") == EXITED(3);
		sprintf(name, "/tmp/f%d", i % 20);
		if (i < 20) {
			int fd = open(name, O_RDWR | O_CREAT, 0600);

			good &= fd >= 0 && write(fd, name, sizeof name) == sizeof name && close(fd) == 0;
		}
	}
	for (int i = 0; i < 20; i++) {
		sprintf(name, "/tmp/f%d", i);
		good &= unlink(name) == 0;
	}
	check(good, "a hundred programs, one after the other, and files between them");
	check_same(before, free_frames(), "as many page frames are free as before");
}

static volatile int failed; /* errno of the exec, which happens in our memory */

/* One more of us that stays; 0 when exec failed. */
static pid_t one_more(const char *fd)
{
	pid_t pid;

	failed = 0;
	pid = vfork();
	if (pid == 0) {
		execl("/bin/flat", "flat", "stay", fd, (char *)0);
		failed = errno;
		_exit(99);
	}
	if (!failed)
		return pid;
	wait(NULL);
	return 0;
}

/* As many programs as there is room for; and then holes between them, in which a larger one does not fit. */
static void crowd(void)
{
	long before = free_frames();
	struct rlimit was, twice;
	pid_t pids[64];
	char fd[4];
	int n = 0, pair[2];

	pipe(pair);
	sprintf(fd, "%d", pair[0]);
	while (n < 64 && (pids[n] = one_more(fd)) != 0)
		n++;
	check(n > 4 && n < 64 && failed == ENOMEM, "there is room for some programs, and for one more ENOMEM");
	for (int i = 1; i < n; i += 2) {
		kill(pids[i], SIGKILL);
		wait(NULL);
	}
	getrlimit(RLIMIT_DATA, &was);
	twice = was;
	twice.rlim_cur *= 2;
	setrlimit(RLIMIT_DATA, &twice);
	check(free_frames() > 2 * (long)(twice.rlim_cur / 4096),
	      "half of them gone: there are page frames for a larger one");
	check(one_more(fd) == 0 && failed == ENOMEM, "but not side by side");
	setrlimit(RLIMIT_DATA, &was);
	pids[1] = one_more(fd);
	check(pids[1] > 0, "one of the old size goes where the other one was");
	for (int i = 0; i < n; i++)
		if (i % 2 == 0 || i == 1) {
			kill(pids[i], SIGKILL);
			wait(NULL);
		}
	close(pair[0]);
	close(pair[1]);
	check(wait(NULL) == -1 && errno == ECHILD, "all are gone");
	check_same(before, free_frames(), "and all page frames are free again");
}

static void outlive(void)
{
	char fd[4], got = 0;
	int status;

	pipe(results);
	sprintf(fd, "%d", results[1]);
	status = again("lender", fd);
	check_same(SIGKILL, status, "a lender that is killed dies at once");
	check(read(results[0], &got, 1) == 1 && got == 'L', "its borrower has the memory and goes on");
}

static void core(void)
{
	char name[24];
	struct stat_of_core {
		long size;
		uint32_t word;
	} found = {0};
	int status, fd;
	pid_t pid = vfork();

	if (pid == 0) {
		execl("/bin/flat", "flat", "crash", "x", (char *)0);
		_exit(99);
	}
	status = status_of(pid);
	check_same(SIGIOT | 0x80, status, "a program dies with a core");
	sprintf(name, "/tmp/core.%d", pid);
	fd = open(name, O_RDONLY);
	found.size = lseek(fd, 0, SEEK_END);
	/* u area and kernel stack, data, stack */
	lseek(fd, 2 * 4096 + ((uint32_t)&target - (((uint32_t)etext + 4095) & ~4095u)), SEEK_SET);
	read(fd, &found.word, sizeof found.word);
	close(fd);
	unlink(name);
	check(found.size > 32 * 4096 && found.size < 64 * 4096,
	      "the core has data and stack, without the room between them");
	check_same(0x636f7265, (long)found.word, "its data are the program's own");
}

int main(int argc, char **argv)
{
	for (size_t i = 0; argc > 2 && i < COUNT(others); i++)
		if (strcmp(argv[1], others[i].name) == 0)
			return others[i].run(argv[2]);
	fork_is_missing();
	relocation();
	no_protection();
	kernel_is_out_of_reach();
	heap();
	limits();
	no_leaks();
	crowd();
	outlive();
	core();
	return check_end();
}
