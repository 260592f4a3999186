/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * long double, which the compiler keeps as the 68881 would, in 96 bits, and whose arithmetic its own library leaves to
 * that unit. There is none: here it is computed as double is. What a double has no room for is rounded, or infinite.
 *
 *	sign and exponent (16383 + e), 16 bits of nothing, mantissa of 64 bits with its leading one
 */
#include <stdint.h>

union extended {
	long double x;
	struct {
		uint16_t sign_exponent, nothing;
		uint32_t high, low;
	};
};

union plain {
	double x;
	uint64_t bits;
};

/* In the middle between two doubles: to the even one. */
static double narrow(long double x)
{
	union extended from = {.x = x};
	union plain to;
	uint64_t mantissa = (uint64_t)from.high << 32 | from.low, rest;
	int exponent = (from.sign_exponent & 0x7fff) - 16383 + 1023, drop = 11;

	to.bits = (uint64_t)(from.sign_exponent & 0x8000) << 48;
	if (mantissa == 0)
		return to.x;
	if ((from.sign_exponent & 0x7fff) == 0x7fff || exponent >= 0x7ff) {
		int nan = (from.sign_exponent & 0x7fff) == 0x7fff && (mantissa << 1) != 0;

		to.bits |= 0x7ffull << 52 | (nan ? 1ull << 51 : 0);
		return to.x;
	}
	if (exponent <= 0) {
		drop += 1 - exponent;
		exponent = 0;
		if (drop > 64)
			return to.x;
	}
	rest = drop == 64 ? mantissa : mantissa & ((1ull << drop) - 1);
	mantissa = drop == 64 ? 0 : mantissa >> drop;
	if (rest > 1ull << (drop - 1) || (rest == 1ull << (drop - 1) && (mantissa & 1)))
		mantissa++;
	/* the leading one of the mantissa counts as one of the exponent, and so does a carry out of it */
	to.bits |= exponent > 0 ? ((uint64_t)(exponent - 1) << 52) + mantissa : mantissa;
	return to.x;
}

static long double widen(double x)
{
	union plain from = {.x = x};
	union extended to = {.nothing = 0};
	int exponent = (int)(from.bits >> 52 & 0x7ff);
	uint64_t mantissa = from.bits << 11 & ~(1ull << 63);

	to.sign_exponent = (uint16_t)(from.bits >> 48 & 0x8000);
	if (exponent == 0x7ff) {
		to.sign_exponent |= 0x7fff;
	} else if (exponent != 0 || mantissa != 0) {
		exponent += 16383 - 1023;
		if ((from.bits >> 52 & 0x7ff) == 0) /* the smallest doubles: here they are like all others */
			for (exponent++; !(mantissa >> 63); exponent--)
				mantissa <<= 1;
		mantissa |= 1ull << 63;
		to.sign_exponent |= (uint16_t)exponent;
	}
	to.high = (uint32_t)(mantissa >> 32);
	to.low = (uint32_t)mantissa;
	return to.x;
}

/* The names that the compiler calls them by. */
long double __addxf3(long double a, long double b);
long double __subxf3(long double a, long double b);
long double __mulxf3(long double a, long double b);
long double __divxf3(long double a, long double b);
long double __negxf2(long double a);
int __cmpxf2(long double a, long double b);
int __eqxf2(long double a, long double b);
int __nexf2(long double a, long double b);
int __ltxf2(long double a, long double b);
int __lexf2(long double a, long double b);
int __gtxf2(long double a, long double b);
int __gexf2(long double a, long double b);
int __unordxf2(long double a, long double b);
long double __extenddfxf2(double a);
long double __extendsfxf2(float a);
double __truncxfdf2(long double a);
float __truncxfsf2(long double a);
long double __floatsixf(int a);
long double __floatunsixf(unsigned a);
long double __floatdixf(long long a);
long double __floatundixf(unsigned long long a);
int __fixxfsi(long double a);
unsigned __fixunsxfsi(long double a);
long long __fixxfdi(long double a);
unsigned long long __fixunsxfdi(long double a);

long double __addxf3(long double a, long double b)
{
	return widen(narrow(a) + narrow(b));
}

long double __subxf3(long double a, long double b)
{
	return widen(narrow(a) - narrow(b));
}

long double __mulxf3(long double a, long double b)
{
	return widen(narrow(a) * narrow(b));
}

long double __divxf3(long double a, long double b)
{
	return widen(narrow(a) / narrow(b));
}

long double __negxf2(long double a)
{
	return widen(-narrow(a));
}

/* What cannot be compared is 1 for those that ask for less, -1 for those that ask for more. */
int __cmpxf2(long double a, long double b)
{
	double x = narrow(a), y = narrow(b);

	return x < y ? -1 : x == y ? 0 : 1;
}

int __eqxf2(long double a, long double b)
{
	return __cmpxf2(a, b);
}

int __nexf2(long double a, long double b)
{
	return __cmpxf2(a, b);
}

int __ltxf2(long double a, long double b)
{
	return __cmpxf2(a, b);
}

int __lexf2(long double a, long double b)
{
	return __cmpxf2(a, b);
}

int __gtxf2(long double a, long double b)
{
	double x = narrow(a), y = narrow(b);

	return x > y ? 1 : x == y ? 0 : -1;
}

int __gexf2(long double a, long double b)
{
	return __gtxf2(a, b);
}

int __unordxf2(long double a, long double b)
{
	double x = narrow(a), y = narrow(b);

	return x != x || y != y;
}

long double __extenddfxf2(double a)
{
	return widen(a);
}

long double __extendsfxf2(float a)
{
	return widen(a);
}

double __truncxfdf2(long double a)
{
	return narrow(a);
}

float __truncxfsf2(long double a)
{
	return (float)narrow(a);
}

long double __floatsixf(int a)
{
	return widen(a);
}

long double __floatunsixf(unsigned a)
{
	return widen(a);
}

long double __floatdixf(long long a)
{
	return widen((double)a);
}

long double __floatundixf(unsigned long long a)
{
	return widen((double)a);
}

int __fixxfsi(long double a)
{
	return (int)narrow(a);
}

unsigned __fixunsxfsi(long double a)
{
	return (unsigned)narrow(a);
}

long long __fixxfdi(long double a)
{
	return (long long)narrow(a);
}

unsigned long long __fixunsxfdi(long double a)
{
	return (unsigned long long)narrow(a);
}

long double strtold(const char *s, char **end);
double strtod(const char *s, char **end);

long double strtold(const char *s, char **end)
{
	return widen(strtod(s, end));
}
