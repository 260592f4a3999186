/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mmap, munmap and mprotect: what is private and what is shared after fork and vfork, protection, holes, files, errors;
 * at the end random mappings of random sizes, in children of children. The argument tells what the system has: none,
 * private (nothing to be shared), flat (no protection, no fork), or all of it. A second argument, bus or segv, is the
 * signal for a store where one may only read.
 */
#include <fcntl.h>
#include <proc.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <vfork.h>

#include "check.h"

enum { PAGE = 4096, SEGMENT = MAP_ANON | MAP_PRIVATE, COMMON = MAP_ANON | MAP_SHARED };

static jmp_buf back;
static volatile int caught;

static void on_fault(int sig)
{
	caught = sig;
	longjmp(back, 1);
}

/* The signal of a store, or of a load; 0 if there is none. */
static int stores(volatile char *at)
{
	caught = 0;
	if (setjmp(back) == 0)
		*at = 1;
	sigsetmask(0);
	return caught;
}

static int loads(const volatile char *at)
{
	caught = 0;
	if (setjmp(back) == 0)
		(void)*at;
	sigsetmask(0);
	return caught;
}

static char *map(size_t bytes, int prot, int flags)
{
	return mmap(NULL, bytes, prot, flags, -1, 0);
}

static int error_of(const void *at)
{
	return at == MAP_FAILED ? errno : 0;
}

static void errors(void)
{
	char *page = map(PAGE, PROT_READ | PROT_WRITE, SEGMENT);

	check_same(EINVAL, error_of(map(0, PROT_READ, SEGMENT)), "no bytes");
	check_same(EINVAL, error_of(map(PAGE, PROT_READ, MAP_ANON)), "neither private nor shared");
	check_same(EINVAL, error_of(map(PAGE, PROT_READ, SEGMENT | MAP_SHARED)), "both");
	check_same(ENOMEM, error_of(map(0x3000000, PROT_READ, SEGMENT)), "more than there is");
	check_same(EINVAL, error_of(map(0xFFFFF000, PROT_READ, SEGMENT)), "more than an address space");
	check_same(EINVAL, error_of(mmap(page + 1, PAGE, PROT_READ, SEGMENT | MAP_FIXED, -1, 0)), "not at a page");
	check_same(EINVAL, error_of(mmap((char *)PAGE, PAGE, PROT_READ, SEGMENT | MAP_FIXED, -1, 0)), "over the text");
	check_same(EINVAL, munmap(page + 1, PAGE) < 0 ? errno : 0, "munmap: not at a page");
	check_same(EINVAL, munmap(page, 0) < 0 ? errno : 0, "munmap: no bytes");
	check_same(EINVAL, munmap((char *)0xFFFFF000, 8192) < 0 ? errno : 0, "munmap: round the end");
	check_same(0, munmap(page, PAGE), "munmap");
	check_same(EBADF, error_of(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 77, 0)), "a file that is not open");
	check_same(ENODEV, error_of(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 0, 0)), "a terminal");
}

static void protection(int refused)
{
	char *page = map(3 * PAGE, PROT_READ | PROT_WRITE, SEGMENT), *heap = sbrk(3 * PAGE);
	int fd = open("/etc/passwd", O_RDONLY);

	check(page != MAP_FAILED && page[0] == 0 && page[3 * PAGE - 1] == 0, "it is zeros");
	check_same(0, stores(page), "a store");
	check_same(0, mprotect(page, PAGE, PROT_READ), "it becomes read-only");
	check_same(0, loads(page), "a load");
	check_same(refused, stores(page), "a store is refused");
	check_same(0, stores(page + PAGE), "but not in the next page");
	check_same(0, mprotect(page + 2 * PAGE, PAGE, PROT_READ), "one that nobody has touched becomes read-only");
	check_same(0, loads(page + 2 * PAGE), "and is read");
	check_same(refused, stores(page + 2 * PAGE), "not written");
	check_same(0, mprotect(page, PAGE, PROT_NONE), "and nobody's");
	check(loads(page) != 0, "a load is refused");
	check(read(fd, page, 10) < 0 && errno == EFAULT, "the kernel does not write there");
	check(write(1, page, 10) < 0 && errno == EFAULT, "nor read");
	check_same(0, mprotect(page, PAGE, PROT_READ | PROT_WRITE), "and everybody's");
	check(page[0] == 1 && stores(page) == 0, "with what was there");
	munmap(page + PAGE, PAGE);
	check_same(SIGSEGV, loads(page + PAGE), "nothing is in a hole");
	check_same(0, munmap(page, 3 * PAGE), "a hole may be unmapped");
	check_same(SIGSEGV, loads(page), "all is gone");
	check(mprotect(page, PAGE, PROT_READ) < 0 && errno == ENOMEM, "what is not there cannot be protected");
	check(mprotect((char *)PAGE, PAGE, PROT_READ | PROT_WRITE) < 0 && errno == EACCES, "nor text made writable");
	heap = (char *)(((unsigned)heap + PAGE - 1) & -PAGE);
	*heap = 5;
	mprotect(heap, PAGE, PROT_READ);
	check_same(refused, stores(heap), "the heap can be protected, too");
	mprotect(heap, PAGE, PROT_READ | PROT_WRITE);
	check(stores(heap) == 0 && *heap == 1, "and back");
	close(fd);
}

static void inheritance(int common)
{
	char *mine = map(2 * PAGE, PROT_READ | PROT_WRITE, SEGMENT);
	char *ours = map(2 * PAGE, PROT_READ | PROT_WRITE, common ? COMMON : SEGMENT);
	char *late = NULL;
	int status;

	mine[0] = ours[PAGE] = 1;
	if (fork() == 0) {
		mine[0] = ours[0] = ours[PAGE] = 2;
		mprotect(mine, PAGE, PROT_READ);
		_exit(fork() == 0 ? (ours[1] = 7, 0) : wait(NULL) < 0);
	}
	wait(&status);
	check_same(EXITED(0), status, "a child stores");
	check_same(1, mine[0], "what is private is the parent's alone");
	if (common)
		check(ours[0] == 2 && ours[PAGE] == 2 && ours[1] == 7,
		      "what is shared is the child's and grandchild's, too");
	mprotect(mine, PAGE, PROT_READ);
	if (fork() == 0) {
		mprotect(mine, PAGE, PROT_READ | PROT_WRITE);
		mine[0] = 3;
		_exit(mine[0] == 3 ? 0 : 1);
	}
	wait(&status);
	check(status == EXITED(0) && mine[0] == 1, "a read-only page is copied when a child makes it writable");
	if (vfork() == 0) {
		late = map(PAGE, PROT_READ | PROT_WRITE, SEGMENT);
		if (late != MAP_FAILED)
			*late = 9;
		_exit(0);
	}
	wait(NULL);
	if (late) /* else vfork is fork */
		check(*late == 9, "what a borrower maps stays with its lender");
	check(munmap(ours, 2 * PAGE) == 0, "gone");
}

static void places(void)
{
	char *three = map(3 * PAGE, PROT_READ | PROT_WRITE, SEGMENT), *again, *deep;
	pid_t child;

	strcpy(three + PAGE, "middle");
	check(mmap(three, PAGE, PROT_READ | PROT_WRITE, SEGMENT | MAP_FIXED, -1, 0) == three, "a fixed place");
	check(strcmp(three + PAGE, "middle") == 0, "the next page stays");
	munmap(three, PAGE);
	again = mmap(three, PAGE, PROT_READ | PROT_WRITE, SEGMENT, -1, 0);
	check(again == three, "a place that is free is given to who asks for it");
	again = mmap(three, PAGE, PROT_READ | PROT_WRITE, SEGMENT, -1, 0);
	check(again != three && again != MAP_FAILED, "else another one");
	check(mmap(three + PAGE, PAGE, PROT_READ, SEGMENT | MAP_FIXED, -1, 0) == three + PAGE && three[PAGE] == 0,
	      "what was at a fixed place is gone");
	deep = map(5 << 20, PROT_READ | PROT_WRITE, SEGMENT); /* a second page of page table */
	deep[0] = deep[(5 << 20) - 1] = 6;
	*(char *)sbrk(PAGE * 3) = 4;
	check(deep[0] == 6 && deep[(5 << 20) - 1] == 6 && sbrk(0) != (void *)-1,
	      "five megabytes beside a heap that grows");
	child = fork();
	if (child == 0)
		_exit(deep[0] == 6 && deep[PAGE] == 0 && munmap(deep, 5 << 20) == 0 ? 0 : 1);
	check_same(EXITED(0), status_of(child), "a child has them, too, and gives them up");
}

static void files(void)
{
	char *text, line[40];
	int fd = open("/tmp/mapped", O_RDWR | O_CREAT, 0600);

	write(fd, "what the file says", 18);
	text = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	check(text != MAP_FAILED && memcmp(text, "what the file says", 19) == 0, "a file, and zeros behind it");
	text[0] = 'W';
	lseek(fd, 0, SEEK_SET);
	check(read(fd, line, 18) == 18 && line[0] == 'w', "a store does not come into the file");
	check_same(ENODEV, error_of(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0)), "to be shared: not here");
	check_same(EINVAL, error_of(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 1)), "an offset that is no page's");
	close(fd);
	check(text[5] == 't', "it stays when the file is closed");
	fd = open("/tmp/mapped", O_WRONLY);
	check_same(EACCES, error_of(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0)), "a file that may not be read");
	close(fd);
}

static void none(void)
{
	check_same(ENOSYS, error_of(map(PAGE, PROT_READ, SEGMENT)), "there is no mmap");
	check(munmap((void *)0x70000000, PAGE) < 0 && errno == ENOSYS, "nor munmap");
	check(mprotect((void *)0x70000000, PAGE, PROT_READ) < 0 && errno == ENOSYS, "nor mprotect");
}

static void flat(void)
{
	char *two = map(2 * PAGE, PROT_READ | PROT_WRITE, SEGMENT), *ours = map(PAGE, PROT_READ | PROT_WRITE, COMMON);

	check(two != MAP_FAILED && two[2 * PAGE - 1] == 0 && ours != MAP_FAILED, "memory");
	check_same(EINVAL, error_of(mmap(two, PAGE, PROT_READ, SEGMENT | MAP_FIXED, -1, 0)), "no fixed place");
	check(mprotect(two, PAGE, PROT_READ) < 0 && errno == ENOSYS, "no protection");
	if (vfork() == 0) {
		two[0] = 3;
		execl("/bin/true", "true", (char *)0);
		_exit(1);
	}
	wait(NULL);
	check(two[0] == 3, "a borrower's store");
	check(munmap(two + PAGE, PAGE) == 0 && munmap(two + PAGE, PAGE) < 0 && errno == EINVAL,
	      "one page is unmapped once");
}

static unsigned state = 12345;

static unsigned next(unsigned below)
{
	state = state * 1103515245 + 12345;
	return (state >> 16) % below;
}

/* Maps, unmaps, protects, stores, forks and lends at random. A fault is the end of that step only. */
static void at_random(int steps, int flags)
{
	static char *at[16];

	while (steps-- > 0) {
		unsigned i = next(16), pages = 1 + next(12);
		char *within;

		if (at[i] == NULL) {
			at[i] = map(pages * PAGE, (int)next(4), MAP_ANON | (next(2) ? MAP_PRIVATE : flags));
			if (at[i] == MAP_FAILED)
				at[i] = NULL;
			continue;
		}
		within = at[i] + next(4) * PAGE;
		switch (next(8)) {
		case 0:
			munmap(within, pages * PAGE);
			break;
		case 1:
			munmap(at[i], 12 * PAGE);
			at[i] = NULL;
			break;
		case 2:
			mprotect(within, pages * PAGE, (int)next(4));
			break;
		case 3:
			if (steps > 4 && fork() == 0) {
				at_random(steps / 3, flags);
				_exit(0);
			}
			break;
		case 4:
			if (steps > 4 && vfork() == 0) {
				mprotect(within, PAGE, PROT_READ | PROT_WRITE);
				mprotect(sbrk(0) - PAGE, 1, PROT_READ | PROT_WRITE);
				if (steps % 3 == 0)
					execl("/bin/true", "true", (char *)0);
				_exit(0);
			}
			break;
		default:
			stores(within + next(PAGE));
			break;
		}
	}
	while (wait(NULL) > 0)
		;
}

/* Behind data and stack a core has what is mapped, up to where mmap maps, which is where the first mapping ends. */
static void core_file(void)
{
	struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
	int status = 0, fd;
	char path[32], text[8] = "", *upper, *lower;
	struct user user;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		signal(SIGIOT, SIG_DFL);
		setrlimit(RLIMIT_CORE, &all);
		upper = map(PAGE, PROT_READ | PROT_WRITE, SEGMENT);
		lower = map(2 * PAGE, PROT_READ | PROT_WRITE, SEGMENT);
		strcpy(upper, "highest");
		strcpy(lower, "lowest");
		check(upper == lower + 2 * PAGE, "one below the other");
		kill(getpid(), SIGIOT);
	}
	waitpid(pid, &status, 0);
	check(WIFSIGNALED(status) && WCOREDUMP(status), "a core");
	sprintf(path, "/tmp/core.%d", pid);
	fd = open(path, O_RDONLY);
	read(fd, &user, sizeof(user));
	check_same((UPAGES + user.u_dsize + user.u_ssize + 3) * PAGE, lseek(fd, 0, SEEK_END),
	           "its size has what is mapped");
	lseek(fd, -PAGE, SEEK_END);
	read(fd, text, sizeof(text));
	check(strcmp(text, "highest") == 0, "the last page");
	lseek(fd, -3 * PAGE, SEEK_END);
	read(fd, text, sizeof(text));
	check(strcmp(text, "lowest") == 0, "the first one");
	lseek(fd, -2 * PAGE, SEEK_END);
	read(fd, text, 1);
	check(text[0] == 0, "one that nobody has touched is a hole");
	close(fd);
	unlink(path);
}

int main(int argc, char **argv)
{
	const char *has = argc > 1 ? argv[1] : "all";

	signal(SIGSEGV, on_fault);
	signal(SIGBUS, on_fault);
	if (strcmp(has, "none") == 0) {
		none();
		return check_end();
	}
	if (strcmp(has, "flat") != 0)
		core_file();
	errors();
	if (strcmp(has, "flat") == 0) {
		flat();
		return check_end();
	}
	protection(argc > 2 && strcmp(argv[2], "bus") == 0 ? SIGBUS : SIGSEGV);
	if (strcmp(has, "private") == 0)
		check_same(EINVAL, error_of(map(PAGE, PROT_READ, COMMON)), "nothing to be shared");
	inheritance(strcmp(has, "private") != 0);
	places();
	files();
	at_random(150, strcmp(has, "private") != 0 ? MAP_SHARED : MAP_PRIVATE);
	check(1, "random mappings end");
	return check_end();
}
