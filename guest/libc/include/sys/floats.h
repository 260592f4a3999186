/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * <math.h> for float and long double: the functions of double, rounded to the other type. A long double here is no more
 * than a double (docs/library.md).
 */
#ifndef _SYS_FLOATS_H
#define _SYS_FLOATS_H

#include <math.h>

#define __OF_ONE(name, result)                                                                                         \
	static inline result##_FLOAT name##f(float x)                                                                  \
	{                                                                                                              \
		return (result##_FLOAT)name(x);                                                                        \
	}                                                                                                              \
	static inline result##_LONG name##l(long double x)                                                             \
	{                                                                                                              \
		return (result##_LONG)name((double)x);                                                                 \
	}
#define __OF_TWO(name)                                                                                                 \
	static inline float name##f(float x, float y)                                                                  \
	{                                                                                                              \
		return (float)name(x, y);                                                                              \
	}                                                                                                              \
	static inline long double name##l(long double x, long double y)                                                \
	{                                                                                                              \
		return name((double)x, (double)y);                                                                     \
	}
/* A number, and something that is no fraction. */
#define __OF_WITH(name, type)                                                                                          \
	static inline float name##f(float x, type with)                                                                \
	{                                                                                                              \
		return (float)name(x, with);                                                                           \
	}                                                                                                              \
	static inline long double name##l(long double x, type with)                                                    \
	{                                                                                                              \
		return name((double)x, with);                                                                          \
	}

#define __R_FLOAT float
#define __R_LONG long double
#define __I_FLOAT int
#define __I_LONG int
#define __L_FLOAT long
#define __L_LONG long
#define __LL_FLOAT long long
#define __LL_LONG long long

__OF_ONE(acos, __R)
__OF_ONE(acosh, __R)
__OF_ONE(asin, __R)
__OF_ONE(asinh, __R)
__OF_ONE(atan, __R)
__OF_ONE(atanh, __R)
__OF_ONE(cbrt, __R)
__OF_ONE(ceil, __R)
__OF_ONE(cos, __R)
__OF_ONE(cosh, __R)
__OF_ONE(erf, __R)
__OF_ONE(erfc, __R)
__OF_ONE(exp, __R)
__OF_ONE(exp2, __R)
__OF_ONE(expm1, __R)
__OF_ONE(fabs, __R)
__OF_ONE(floor, __R)
__OF_ONE(lgamma, __R)
__OF_ONE(log, __R)
__OF_ONE(log10, __R)
__OF_ONE(log1p, __R)
__OF_ONE(log2, __R)
__OF_ONE(logb, __R)
__OF_ONE(nearbyint, __R)
__OF_ONE(rint, __R)
__OF_ONE(round, __R)
__OF_ONE(sin, __R)
__OF_ONE(sinh, __R)
__OF_ONE(sqrt, __R)
__OF_ONE(tan, __R)
__OF_ONE(tanh, __R)
__OF_ONE(tgamma, __R)
__OF_ONE(trunc, __R)
__OF_ONE(ilogb, __I)
__OF_ONE(lrint, __L)
__OF_ONE(lround, __L)
__OF_ONE(llrint, __LL)
__OF_ONE(llround, __LL)
__OF_TWO(atan2)
__OF_TWO(copysign)
__OF_TWO(fdim)
__OF_TWO(fmax)
__OF_TWO(fmin)
__OF_TWO(fmod)
__OF_TWO(hypot)
__OF_TWO(pow)
__OF_TWO(remainder)
__OF_WITH(frexp, int *)
__OF_WITH(ldexp, int)
__OF_WITH(scalbn, int)
__OF_WITH(scalbln, long)

static inline float modff(float x, float *whole)
{
	double part, rest = modf(x, &part);

	*whole = (float)part;
	return (float)rest;
}

static inline long double modfl(long double x, long double *whole)
{
	double part, rest = modf((double)x, &part);

	*whole = part;
	return rest;
}

static inline float remquof(float x, float y, int *quotient)
{
	return (float)remquo(x, y, quotient);
}

static inline long double remquol(long double x, long double y, int *quotient)
{
	return remquo((double)x, (double)y, quotient);
}

static inline float fmaf(float x, float y, float z)
{
	return (float)fma(x, y, z);
}

static inline long double fmal(long double x, long double y, long double z)
{
	return fma((double)x, (double)y, (double)z);
}

static inline float nanf(const char *tag)
{
	return (float)nan(tag);
}

static inline long double nanl(const char *tag)
{
	return nan(tag);
}

static inline long double nextafterl(long double x, long double towards)
{
	return nextafter((double)x, (double)towards);
}

static inline float nexttowardf(float x, long double towards)
{
	return nextafterf(x, towards > x ? INFINITY : towards < x ? -INFINITY : (float)towards);
}

static inline long double nexttowardl(long double x, long double towards)
{
	return nextafter((double)x, (double)towards);
}

#endif
