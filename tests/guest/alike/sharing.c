/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory of mmap: shared by processes or their own, protected, given back; a ring of messages in it. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS 8
#define MESSAGES 100

struct ring {
	volatile int in, out; /* written by one each */
	int message[SLOTS];
};

static sigjmp_buf back;

static void fault(int sig)
{
	siglongjmp(back, sig);
}

static int faults(volatile char *at, int writes)
{
	int sig = sigsetjmp(back, 1);

	if (sig == 0) {
		if (writes)
			*at = 1;
		else
			(void)*at;
	}
	return sig == SIGSEGV || sig == SIGBUS;
}

static void produce(struct ring *r)
{
	for (int i = 0; i < MESSAGES; i++) {
		while ((r->in + 1) % SLOTS == r->out)
			usleep(500);
		r->message[r->in] = i * i;
		r->in = (r->in + 1) % SLOTS;
	}
	_exit(5);
}

static void say(const char *what, int value)
{
	printf("%s: %d\n", what, value);
}

int main(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int status, *shared, *own;
	struct ring *r;
	long sum = 0;
	char *memory, *again;

	shared = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	own = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED || own == MAP_FAILED)
		return 1;
	printf("zeroes: %d %d\n", *shared, *own);
	*shared = *own = 1;
	fflush(stdout);
	if (fork() == 0) {
		*shared += 10;
		*own += 10;
		_exit(*shared + *own);
	}
	wait(&status);
	printf("child: %d, shared %d, own %d\n", WEXITSTATUS(status), *shared, *own);

	r = mmap(NULL, sizeof(*r), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	fflush(stdout);
	if (fork() == 0)
		produce(r);
	for (int i = 0; i < MESSAGES; i++) {
		while (r->out == r->in)
			usleep(500);
		sum += r->message[r->out];
		r->out = (r->out + 1) % SLOTS;
	}
	wait(&status);
	printf("ring: %ld, %d\n", sum, WEXITSTATUS(status));

	signal(SIGSEGV, fault);
	signal(SIGBUS, fault);
	memory = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memset(memory, 'm', 4 * page);
	say("to be read only", mprotect(memory + page, page, PROT_READ));
	say("read: fault", faults(memory + page, 0));
	say("write: fault", faults(memory + page, 1));
	say("nothing at all", mprotect(memory + page, page, PROT_NONE));
	say("read: fault", faults(memory + page, 0));
	say("as before", mprotect(memory + page, page, PROT_READ | PROT_WRITE));
	say("what was there", memory[page]);
	say("a page less", munmap(memory + 2 * page, page));
	say("read: fault", faults(memory + 2 * page, 0));
	say("before it", memory[2 * page - 1]);
	say("behind it", memory[3 * page]);
	again = mmap(memory + 2 * page, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	say("there again", again == memory + 2 * page);
	say("and empty", memory[2 * page]);
	say("not at a page", munmap(memory + 1, page) < 0 && errno == EINVAL);
	again = mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	say("no bytes", again == MAP_FAILED && errno == EINVAL);
	again = mmap(NULL, page, PROT_READ, MAP_PRIVATE, 77, 0);
	say("no file", again == MAP_FAILED && errno == EBADF);
	return munmap(memory, 4 * page);
}
