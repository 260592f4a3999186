/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversions between whole numbers, floats and doubles, which the compiler calls by these names. Its own library
 * converts with a floating point unit, which this machine does not have.
 */
#include "softfloat.h"

/* The two formats. */
struct format {
	int mantissa; /* bits of it that are stored */
	int bias;     /* of the exponent, for a mantissa that is a whole number */
	int special;  /* exponent of what is no number */
};

static const struct format single = {23, 150, 0xff}, twice = {52, 1075, 0x7ff};

static struct parts unpack(uint64_t bits, const struct format *f)
{
	int exponent = (int)(bits >> f->mantissa) & f->special;
	struct parts p = {.mantissa = bits & ((1ull << f->mantissa) - 1)};

	p.negative = bits >> (f->mantissa == 23 ? 31 : 63) & 1;
	p.special = exponent == f->special;
	if (exponent > 0 && !p.special)
		p.mantissa |= 1ull << f->mantissa;
	p.exponent = (exponent > 0 ? exponent : 1) - f->bias;
	return p;
}

/* Shifts the mantissa to the right, and rounds: to the even one from the middle. */
static uint64_t shorten(uint64_t n, int bits)
{
	uint64_t half, rest;

	if (bits == 0)
		return n;
	if (bits > 63)
		return 0;
	half = 1ull << (bits - 1);
	rest = n & ((half << 1) - 1);
	n >>= bits;
	return n + (rest > half || (rest == half && (n & 1)));
}

static uint64_t pack(struct parts p, const struct format *f)
{
	uint64_t sign = (uint64_t)p.negative << (f->mantissa == 23 ? 31 : 63), limit = 2ull << f->mantissa;
	int drop = 0;

	if (p.special)
		return sign | (uint64_t)f->special << f->mantissa | (p.mantissa ? 1ull << (f->mantissa - 1) : 0);
	if (p.mantissa == 0)
		return sign;
	while (p.mantissa >> drop >= limit)
		drop++;
	while (p.exponent + drop + f->bias < 1)
		drop++;
	p.mantissa = shorten(p.mantissa, drop);
	p.exponent += drop;
	while (p.mantissa < limit / 2 && p.exponent + f->bias > 1) {
		p.mantissa <<= 1;
		p.exponent--;
	}
	if (p.mantissa == limit) {
		p.mantissa >>= 1;
		p.exponent++;
	}
	if (p.mantissa < limit / 2) /* too small for a leading one */
		return sign | p.mantissa;
	if (p.exponent + f->bias >= f->special)
		return sign | (uint64_t)f->special << f->mantissa;
	return sign | (uint64_t)(p.exponent + f->bias) << f->mantissa | (p.mantissa & (limit / 2 - 1));
}

union dbl {
	double x;
	uint64_t bits;
};

union flt {
	float x;
	uint32_t bits;
};

struct parts _parts_of(double x)
{
	return unpack((union dbl){.x = x}.bits, &twice);
}

static struct parts of_float(float x)
{
	return unpack((union flt){.x = x}.bits, &single);
}

double _parts_to_double(struct parts p)
{
	return (union dbl){.bits = pack(p, &twice)}.x;
}

static float to_float(struct parts p)
{
	return (union flt){.bits = (uint32_t)pack(p, &single)}.x;
}

static struct parts of_signed(int64_t n)
{
	return (struct parts){.negative = n < 0, .mantissa = n < 0 ? -(uint64_t)n : (uint64_t)n};
}

static struct parts of_unsigned(uint64_t n)
{
	return (struct parts){.mantissa = n};
}

/* The whole part, cut off; what is too large for C to say anything about it becomes the largest. */
static uint64_t whole(struct parts p)
{
	uint64_t n;

	if (p.exponent <= -64)
		return 0;
	if (p.special || (p.exponent > 11 && p.mantissa))
		return p.negative ? 1ull << 63 : UINT64_MAX >> 1;
	n = p.exponent < 0 ? p.mantissa >> -p.exponent : p.mantissa << p.exponent;
	return p.negative ? -n : n;
}

/* clang-format off */
double __extendsfdf2(float x) { return _parts_to_double(of_float(x)); }
float __truncdfsf2(double x) { return to_float(_parts_of(x)); }

double __floatsidf(int32_t n) { return _parts_to_double(of_signed(n)); }
float __floatsisf(int32_t n) { return to_float(of_signed(n)); }
double __floatunsidf(uint32_t n) { return _parts_to_double(of_unsigned(n)); }
float __floatunsisf(uint32_t n) { return to_float(of_unsigned(n)); }
double __floatdidf(int64_t n) { return _parts_to_double(of_signed(n)); }
float __floatdisf(int64_t n) { return to_float(of_signed(n)); }
double __floatundidf(uint64_t n) { return _parts_to_double(of_unsigned(n)); }
float __floatundisf(uint64_t n) { return to_float(of_unsigned(n)); }

int32_t __fixdfsi(double x) { return (int32_t)whole(_parts_of(x)); }
int32_t __fixsfsi(float x) { return (int32_t)whole(of_float(x)); }
uint32_t __fixunsdfsi(double x) { return (uint32_t)whole(_parts_of(x)); }
uint32_t __fixunssfsi(float x) { return (uint32_t)whole(of_float(x)); }
int64_t __fixdfdi(double x) { return (int64_t)whole(_parts_of(x)); }
int64_t __fixsfdi(float x) { return (int64_t)whole(of_float(x)); }
uint64_t __fixunsdfdi(double x) { return whole(_parts_of(x)); }
uint64_t __fixunssfdi(float x) { return whole(of_float(x)); }

/* Is one of the two not a number? */
int __unorddf2(double a, double b)
{
	struct parts p = _parts_of(a), q = _parts_of(b);

	return (p.special && p.mantissa) || (q.special && q.mantissa);
}

int __unordsf2(float a, float b)
{
	struct parts p = of_float(a), q = of_float(b);

	return (p.special && p.mantissa) || (q.special && q.mantissa);
}
/* clang-format on */
