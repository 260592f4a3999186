/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is mapped: whose it is after fork and vfork, what may be done with it, and which error is told. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096 };

static sigjmp_buf back;
static volatile int caught, code;
static void *volatile address;

static void fault(int sig, siginfo_t *info, void *context)
{
	sigset_t set;

	(void)context;
	caught = sig;
	code = info->si_code;
	address = info->si_addr;
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	siglongjmp(back, 1);
}

static const char *store(volatile char *at)
{
	caught = 0;
	if (sigsetjmp(back, 0) == 0)
		*at = 1;
	if (!caught)
		return "done";
	if (address != (void *)at || caught != SIGSEGV)
		return "a fault elsewhere";
	return code == SEGV_ACCERR ? "refused" : code == SEGV_MAPERR ? "nothing there" : "another fault";
}

static int error_of(const void *at)
{
	return at == MAP_FAILED ? errno : 0;
}

int main(void)
{
	struct sigaction how = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO};
	char *mine = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *ours = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int ends[2];

	sigaction(SIGSEGV, &how, NULL);
	mine[0] = ours[0] = 1;
	if (fork() == 0) {
		mine[0] = ours[0] = ours[PAGE] = 2;
		_exit(0);
	}
	wait(NULL);
	printf("after fork: private %d, shared %d %d\n", mine[0], ours[0], ours[PAGE]);
	if (vfork() == 0) {
		mine[0] = 3;
		munmap(ours, PAGE);
		_exit(0);
	}
	wait(NULL);
	printf("after vfork: private %d, what the child unmapped: %s\n", mine[0], store(ours));
	mprotect(mine, PAGE, PROT_READ);
	printf("read-only: %s, %d; ", store(mine), mine[0]);
	mprotect(mine, PAGE, PROT_READ | PROT_WRITE);
	printf("again: %s; next page: %s\n", store(mine), store(mine + PAGE));
	pipe(ends);
	mprotect(mine, PAGE, PROT_NONE);
	printf("nobody's: %s, write %d, ", store(mine), write(ends[1], mine, 1) < 0 ? errno == EFAULT : 0);
	munmap(mine, 2 * PAGE);
	printf("gone: %s\n", store(mine));
	printf("errors: %d %d %d %d %d\n", error_of(mmap(NULL, 0, 1, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) == EINVAL,
	       error_of(mmap(NULL, PAGE, 1, MAP_ANONYMOUS, -1, 0)) == EINVAL,
	       error_of(mmap(NULL, PAGE, 1, MAP_PRIVATE, 99, 0)) == EBADF,
	       mprotect(mine, PAGE, 1) < 0 && errno == ENOMEM, munmap(mine + 1, PAGE) < 0 && errno == EINVAL);
	return 0;
}
