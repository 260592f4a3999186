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

/* scale.c: powers of two */
double frexp(double x, int *exponent);
double ldexp(double x, int exponent);
double scalbn(double x, int exponent);

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

#endif
