/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of real numbers. Out of what a function is defined for: EDOM and not a number; too large: ERANGE and
 * HUGE_VAL. */
#ifndef _MATH_H
#define _MATH_H

#include <sys/cdefs.h>

#define HUGE_VAL __builtin_huge_val()
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
#define HUGE 1.7976931348623157e+308 /* 4.3BSD's largest */

#define M_E 2.71828182845904523536
#define M_LOG2E 1.44269504088896340736
#define M_LOG10E 0.43429448190325182765
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_1_PI 0.31830988618379067154
#define M_2_PI 0.63661977236758134308
#define M_2_SQRTPI 1.12837916709551257390
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440

#define HUGE_VALF __builtin_huge_valf()
#define HUGE_VALL __builtin_huge_vall()
#define MAXFLOAT 3.40282347e+38F

typedef float float_t;
typedef double double_t;

#define MATH_ERRNO 1
#define MATH_ERREXCEPT 2
#define math_errhandling MATH_ERRNO

#define FP_NAN 0
#define FP_INFINITE 1
#define FP_ZERO 2
#define FP_SUBNORMAL 3
#define FP_NORMAL 4
#define fpclassify(x) __builtin_fpclassify(FP_NAN, FP_INFINITE, FP_NORMAL, FP_SUBNORMAL, FP_ZERO, x)
#define isnormal(x) __builtin_isnormal(x)
#define isgreater(x, y) __builtin_isgreater(x, y) /* without an error where one of them is no number */
#define isgreaterequal(x, y) __builtin_isgreaterequal(x, y)
#define isless(x, y) __builtin_isless(x, y)
#define islessequal(x, y) __builtin_islessequal(x, y)
#define islessgreater(x, y) __builtin_islessgreater(x, y)
#define isunordered(x, y) __builtin_isunordered(x, y)
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf_sign(x)
#define isfinite(x) __builtin_isfinite(x)
#define signbit(x) __builtin_signbit(x)

#ifdef __OLD_C
double atof();
#endif

/* round.c: whole numbers */
double fabs(double x);
double copysign(double x, double sign);
double floor(double x);
double ceil(double x);
double trunc(double x);
double round(double x); /* halves away from zero */
double rint(double x);  /* halves to the even number */
double modf(double x, double *whole);
double fmod(double x, double y);

/* nearest.c */
double nearbyint(double x); /* as rint: halves to the even number */
long lrint(double x);       /* what does not fit: EDOM */
long lround(double x);
long long llrint(double x);
long long llround(double x);
double nextafter(double x, double towards); /* the double beside x */
float nextafterf(float x, float towards);
double nexttoward(double x, long double towards);
double nan(const char *tag);
double fmax(double x, double y); /* of a number and what is none, the number */
double fmin(double x, double y);
double fdim(double x, double y);           /* x - y, or 0 */
double fma(double x, double y, double z);  /* x * y + z, rounded once */
double remainder(double x, double y);      /* x - n * y, with n the whole number next to x / y, even of two */
double drem(double x, double y);           /* 4.3BSD: the same */
double remquo(double x, double y, int *n); /* and the last three bits of n, with its sign */

/* scale.c: powers of two */
double frexp(double x, int *exponent);
double ldexp(double x, int exponent);
double scalbn(double x, int exponent);
double scalbln(double x, long exponent);
double scalb(double x, double exponent); /* 4.3BSD's */
double logb(double x);                   /* the exponent: of 0 -HUGE_VAL and ERANGE */
int ilogb(double x);                     /* EDOM and these: */
#define FP_ILOGB0 (-0x7fffffff - 1)
#define FP_ILOGBNAN 0x7fffffff

/* root.c */
double sqrt(double x);
double hypot(double x, double y);

/* exp.c, log.c, power.c */
double exp(double x);
double sinh(double x);
double cosh(double x);
double tanh(double x);
double log(double x);
double log2(double x);
double log10(double x);
double pow(double x, double y);

/* sine.c, arctan.c: angles in radians */
double sin(double x);
double cos(double x);
double tan(double x);
double asin(double x);
double acos(double x);
double atan(double x);
double atan2(double y, double x);

/* hyperbolic.c */
double expm1(double x); /* e^x - 1 */
double exp2(double x);
double log1p(double x); /* ln(1 + x) */
double asinh(double x);
double acosh(double x);
double atanh(double x);
double cbrt(double x);

/* gamma.c */
double erf(double x);
double erfc(double x);
double tgamma(double x);
double lgamma(double x); /* of its size; signgam is its sign */
double gamma(double x);  /* 4.3BSD: the same */
extern int signgam;

/* bessel.c */
double j0(double x);
double j1(double x);
double jn(int n, double x);
double y0(double x); /* x > 0 */
double y1(double x);
double yn(int n, double x);

#ifndef __OLD_C
#include <sys/floats.h>
#endif

#endif
