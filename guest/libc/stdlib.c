/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers, and the end of a program. */
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_ATEXIT 32

static void (*at_exit[MAX_ATEXIT])(void);
static int at_exits;

void _cleanup(void); /* stdio.c */

int abs(int n)
{
	return n < 0 ? -n : n;
}

long labs(long n)
{
	return n < 0 ? -n : n;
}

div_t div(int n, int by)
{
	return (div_t){n / by, n % by};
}

ldiv_t ldiv(long n, long by)
{
	return (ldiv_t){n / by, n % by};
}

static unsigned long random_state = 1;

void srand(unsigned int seed)
{
	random_state = seed;
}

/* The generator that the C standard gives as its example: the same numbers in every run. */
int rand(void)
{
	random_state = random_state * 1103515245 + 12345;
	return (random_state >> 16) & RAND_MAX;
}

static int digit_value(int c)
{
	if (isdigit(c))
		return c - '0';
	if (isalpha(c))
		return tolower(c) - 'a' + 10;
	return INT_MAX;
}

/* The number at s without its sign. *overflow: it does not fit. */
static unsigned long read_digits(const char *s, char **end, int base, bool *negative, bool *overflow)
{
	const char *p = s, *first;
	unsigned long n = 0;

	while (isspace(*p))
		p++;
	*negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	if ((base == 0 || base == 16) && p[0] == '0' && tolower(p[1]) == 'x' && digit_value(p[2]) < 16) {
		p += 2;
		base = 16;
	}
	if (base == 0)
		base = *p == '0' ? 8 : 10;
	*overflow = false;
	for (first = p; digit_value(*p) < base; p++) {
		unsigned long digit = digit_value(*p);

		if (n > (ULONG_MAX - digit) / base)
			*overflow = true;
		n = n * base + digit;
	}
	if (end != NULL)
		*end = (char *)(p == first ? s : p);
	return n;
}

unsigned long strtoul(const char *s, char **end, int base)
{
	bool negative, overflow;
	unsigned long n = read_digits(s, end, base, &negative, &overflow);

	if (overflow) {
		errno = ERANGE;
		return ULONG_MAX;
	}
	return negative ? -n : n;
}

long strtol(const char *s, char **end, int base)
{
	bool negative, overflow;
	unsigned long n = read_digits(s, end, base, &negative, &overflow);

	if (overflow || n > (unsigned long)LONG_MAX + negative) {
		errno = ERANGE;
		return negative ? LONG_MIN : LONG_MAX;
	}
	return negative ? -n : n;
}

int atoi(const char *s)
{
	return strtol(s, NULL, 10);
}

long atol(const char *s)
{
	return strtol(s, NULL, 10);
}

int atexit(void (*function)(void))
{
	if (at_exits == MAX_ATEXIT)
		return -1;
	at_exit[at_exits++] = function;
	return 0;
}

void exit(int status)
{
	while (at_exits > 0)
		at_exit[--at_exits]();
	_cleanup();
	_exit(status);
}

int raise(int sig)
{
	return kill(getpid(), sig);
}

void abort(void)
{
	raise(SIGABRT);
	_exit(128 + SIGABRT);
}

void __assert(const char *condition, const char *file, int line)
{
	fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
	abort();
}
