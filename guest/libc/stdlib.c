/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole numbers: sizes, quotients, chance. */
#include <stdlib.h>

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

long long llabs(long long n)
{
	return n < 0 ? -n : n;
}

lldiv_t lldiv(long long n, long long by)
{
	return (lldiv_t){n / by, n % by};
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

/* The same numbers from a state of the caller's. */
int rand_r(unsigned int *state)
{
	*state = *state * 1103515245 + 12345;
	return (*state >> 16) & RAND_MAX;
}
