/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors by setjmp and longjmp: handlers in a stack, cleaning up on the way, an interpreter of sums that uses them, and
 * jumps out of signal handlers. */
#include <ctype.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

struct handler {
	struct handler *outer;
	jmp_buf place;
};

static struct handler *innermost;
static char message[80];

static void fail(int code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	if (innermost == NULL)
		abort();
	longjmp(innermost->place, code);
}

#define TRY(h) ((h).outer = innermost, innermost = &(h), setjmp((h).place))
#define DONE(h) (innermost = (h).outer)

/* expression: term { (+|-) term }; term: factor { (*|/) factor }; factor: number | ( expression ) | - factor */
static const char *p;
static int depth, deepest;

static long expression(void);

static void blanks(void)
{
	while (isspace((unsigned char)*p))
		p++;
}

static long factor(void)
{
	long n;

	blanks();
	if (++depth > 20)
		fail(3, "too deep");
	deepest = depth > deepest ? depth : deepest;
	if (*p == '(') {
		p++;
		n = expression();
		blanks();
		if (*p++ != ')')
			fail(1, "a ) is missing at %s", *--p != '\0' ? p : "the end");
	} else if (*p == '-') {
		p++;
		n = -factor();
	} else if (isdigit((unsigned char)*p)) {
		n = strtol(p, (char **)&p, 10);
	} else {
		fail(1, "no number at %s", *p != '\0' ? p : "the end");
		return 0;
	}
	depth--;
	return n;
}

static long term(void)
{
	long n = factor();

	for (;;) {
		blanks();
		if (*p == '*') {
			p++;
			n *= factor();
		} else if (*p == '/') {
			long by;

			p++;
			by = factor();
			if (by == 0)
				fail(2, "division by nothing");
			n /= by;
		} else {
			return n;
		}
	}
}

static long expression(void)
{
	long n = term();

	for (;;) {
		blanks();
		if (*p == '+') {
			p++;
			n += term();
		} else if (*p == '-') {
			p++;
			n -= term();
		} else {
			return n;
		}
	}
}

static void calculate(const char *text)
{
	struct handler h;
	volatile int tried = 0;
	int code = TRY(h);

	tried++;
	if (code == 0) {
		p = text;
		depth = 0;
		printf("%s = %ld\n", text, expression());
		if (*p != '\0')
			printf("  and then %s\n", p);
	} else {
		printf("%s: error %d, %s (%d)\n", text, code, message, tried);
	}
	DONE(h);
}

/* Handlers one in the other: each cleans up and hands on. */
static void nested(int level)
{
	struct handler h;
	char *memory = malloc(16);
	int code = TRY(h);

	strcpy(memory, "level");
	if (code == 0) {
		if (level == 4)
			fail(9, "from below");
		nested(level + 1);
	}
	DONE(h);
	printf("%s %d cleans up: %d %s\n", memory, level, code, message);
	free(memory);
	if (level > 0)
		fail(code + 1, "by way of %d", level);
}

static sigjmp_buf back;
static volatile sig_atomic_t hits;

static void caught(int sig)
{
	hits++;
	siglongjmp(back, sig);
}

static void signals(void)
{
	volatile int rounds = 0;
	sigset_t set;

	signal(SIGUSR1, caught);
	if (sigsetjmp(back, 1) != 0)
		rounds++;
	if (rounds < 3)
		kill(getpid(), SIGUSR1);
	sigprocmask(SIG_BLOCK, NULL, &set);
	printf("%d rounds, %d signals, blocked %d\n", rounds, (int)hits, sigismember(&set, SIGUSR1));
	rounds = 0;
	if (sigsetjmp(back, 0) != 0)
		rounds++;
	if (rounds == 0)
		kill(getpid(), SIGUSR1);
	sigprocmask(SIG_BLOCK, NULL, &set);
	printf("without the mask: %d, blocked %d\n", rounds, sigismember(&set, SIGUSR1));
}

int main(void)
{
	jmp_buf one;
	volatile int kept = 1;
	int zero;

	calculate("1 + 2 * 3");
	calculate("(1 + 2) * -(3 - 5) / 2");
	calculate("7 / (2 - 2)");
	calculate("2 * (3 + ");
	calculate("(1 + 2 3)");
	calculate("((((((((((((((((((((((1))))))))))))))))))))))");
	calculate("4 4");
	calculate("");
	printf("deepest %d\n", deepest);
	nested(0);
	printf("none left: %d\n", innermost == NULL);
	signals();
	zero = setjmp(one);
	if (zero == 0) {
		kept = 2;
		longjmp(one, 0);
	}
	printf("longjmp with 0 gives %d, kept %d\n", zero, kept);
	return 0;
}
