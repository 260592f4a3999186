/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System V's numbers of 48 bits: x = (a x + c) mod 2^48. The functions differ in which bits of x they give. */
#include <stdint.h>
#include <stdlib.h>

#define A 0x5DEECE66DULL
#define C 0xB
#define BITS 0xFFFFFFFFFFFFULL

static unsigned short own[3] = {0x330E, 0xABCD, 0x1234}; /* the lowest 16 bits first */
static uint64_t a = A;
static unsigned c = C;

static uint64_t next(unsigned short x[3])
{
	uint64_t n = (uint64_t)x[2] << 32 | (uint64_t)x[1] << 16 | x[0];

	n = (n * a + c) & BITS;
	x[0] = (unsigned short)n;
	x[1] = (unsigned short)(n >> 16);
	x[2] = (unsigned short)(n >> 32);
	return n;
}

double erand48(unsigned short x[3])
{
	return (double)next(x) / 281474976710656.0; /* 2^48 */
}

double drand48(void)
{
	return erand48(own);
}

long nrand48(unsigned short x[3])
{
	return (long)(next(x) >> 17);
}

long lrand48(void)
{
	return nrand48(own);
}

long jrand48(unsigned short x[3])
{
	return (long)(int32_t)(next(x) >> 16);
}

long mrand48(void)
{
	return jrand48(own);
}

void srand48(long seed)
{
	own[0] = 0x330E;
	own[1] = (unsigned short)seed;
	own[2] = (unsigned short)(seed >> 16);
	a = A;
	c = C;
}

unsigned short *seed48(unsigned short x[3])
{
	static unsigned short was[3];

	for (int i = 0; i < 3; i++) {
		was[i] = own[i];
		own[i] = x[i];
	}
	a = A;
	c = C;
	return was;
}

void lcong48(unsigned short p[7])
{
	for (int i = 0; i < 3; i++)
		own[i] = p[i];
	a = (uint64_t)p[5] << 32 | (uint64_t)p[4] << 16 | p[3];
	c = p[6];
}
