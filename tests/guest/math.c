/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Results of <math.h>, bit by bit: the same program is compiled for the machine and for the host, and math.sh compares
 * what they print. Each line: function, units in the last place that it may be off, the result.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static unsigned long long seed = 1;

static unsigned int next(void)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned int)(seed >> 33);
}

/* Any number from low to high. */
static double between(double low, double high)
{
	double part = next() / 2147483648.0;

	part = (part + next()) / 2147483648.0;

	return low + (high - low) * part;
}

static void show(const char *name, int units, double x, double y, double result)
{
	unsigned long long bits;

	if (isnan(result)) {
		printf("%s(%.17g,%.17g) 0 nan\n", name, x, y);
		return;
	}
	memcpy(&bits, &result, sizeof(bits));
	printf("%s(%.17g,%.17g) %d %llx\n", name, x, y, units, bits);
}

#define ROUNDS 60

static const struct {
	const char *name;
	double (*function)(double x);
	int units;
	double low, high;
} functions[] = {
	{"sqrt", sqrt, 0, 0, 1e6},
	{"sqrt", sqrt, 0, 0, 1e-300},
	{"exp", exp, 1, -745, 709},
	{"exp", exp, 1, -1, 1},
	{"log", log, 1, 0, 1e300},
	{"log", log, 1, 0.5, 2},
	{"log", log, 1, 0.9999, 1.0001},
	{"log", log, 1, 0, 1e-310},
	{"log10", log10, 1, 0, 1e10},
	{"log10", log10, 1, 0.9, 1.1},
	{"log2", log2, 1, 0, 1e10},
	{"sin", sin, 1, -10, 10},
	{"sin", sin, 1, -1e-5, 1e-5},
	{"sin", sin, 1, -1e300, 1e300},
	{"cos", cos, 1, -10, 10},
	{"cos", cos, 1, -1e18, 1e18},
	{"tan", tan, 1, -10, 10},
	{"tan", tan, 1, -1e9, 1e9},
	{"asin", asin, 1, -1, 1},
	{"asin", asin, 1, -0.01, 0.01},
	{"acos", acos, 1, -1, 1},
	{"acos", acos, 1, 0.999, 1},
	{"atan", atan, 1, -3, 3},
	{"atan", atan, 1, -1e9, 1e9},
	{"atan", atan, 1, -1e-3, 1e-3},
	{"sinh", sinh, 1, -1, 1},
	{"sinh", sinh, 1, -700, 700},
	{"cosh", cosh, 1, -1, 1},
	{"cosh", cosh, 1, -700, 700},
	{"tanh", tanh, 1, -1, 1},
	{"tanh", tanh, 1, -25, 25},
	{"floor", floor, 0, -10, 10},
	{"floor", floor, 0, -1e16, 1e16},
	{"ceil", ceil, 0, -10, 10},
	{"ceil", ceil, 0, -1e16, 1e16},
	{"trunc", trunc, 0, -10, 10},
	{"round", round, 0, -10, 10},
	{"rint", rint, 0, -10, 10},
	{"fabs", fabs, 0, -10, 10},
	{"floor", floor, 0, -1, 1},
	{"ceil", ceil, 0, -1, 1},
	{"rint", rint, 0, -1, 1},
	{"nearbyint", nearbyint, 0, -10, 10},
	{"cbrt", cbrt, 3, -1e3, 1e3},
	{"cbrt", cbrt, 3, 0, 1e-300},
	{"exp2", exp2, 1, -1074, 1023},
	{"exp2", exp2, 1, -1, 1},
	{"expm1", expm1, 1, -1, 1},
	{"expm1", expm1, 1, -50, 700},
	{"expm1", expm1, 1, -1e-8, 1e-8},
	{"log1p", log1p, 1, -0.9, 1},
	{"log1p", log1p, 1, -1e-8, 1e-8},
	{"log1p", log1p, 1, 0, 1e300},
	{"asinh", asinh, 1, -3, 3},
	{"asinh", asinh, 1, -1e-5, 1e-5},
	{"asinh", asinh, 1, 0, 1e300},
	{"acosh", acosh, 1, 1, 2},
	{"acosh", acosh, 1, 1, 1.00001},
	{"acosh", acosh, 1, 1, 1e300},
	{"atanh", atanh, 1, -1, 1},
	{"atanh", atanh, 1, -1e-5, 1e-5},
	{"erf", erf, 1, -3, 3},
	{"erf", erf, 1, -1e-3, 1e-3},
	{"erfc", erfc, 3, -3, 3},
	{"erfc", erfc, 3, 2, 26},
	{"tgamma", tgamma, 5, 0, 20},
	{"tgamma", tgamma, 8, 0, 170},
	{"tgamma", tgamma, 12, -20, 0},
	{"lgamma", lgamma, 3, 3, 20},
	{"lgamma", lgamma, 2, 0, 1e10},
	{"lgamma", lgamma, 3, 0, 0.8},
	{"logb", logb, 0, 0, 1e300},
	{"logb", logb, 0, 0, 1e-310},
};

static const struct {
	const char *name;
	double (*function)(double x, double y);
	int units;
	double low, high, low2, high2;
} functions2[] = {
	{"pow", pow, 1, 0, 10, -10, 10},
	{"pow", pow, 2, 0, 1e10, -30, 30},
	{"pow", pow, 2, 0.9, 1.1, -5000, 5000},
	{"atan2", atan2, 1, -1, 1, -1, 1},
	{"atan2", atan2, 1, -1e-9, 1e-9, -1, 1},
	{"hypot", hypot, 1, -10, 10, -1, 1},
	{"hypot", hypot, 1, 0, 1e300, 0, 1e300},
	{"fmod", fmod, 0, -100, 100, -7, 7},
	{"fmod", fmod, 0, -1e300, 1e300, 0, 1e-5},
	{"copysign", copysign, 0, -1, 1, -1, 1},
	{"remainder", remainder, 0, -100, 100, -7, 7},
	{"remainder", remainder, 0, -1e300, 1e300, 0, 1e-5},
	{"fmax", fmax, 0, -1, 1, -1, 1},
	{"fmin", fmin, 0, -1, 1, -1, 1},
	{"fdim", fdim, 0, -1, 1, -1, 1},
	{"nextafter", nextafter, 0, -1, 1, -1, 1},
};

/* Whole numbers, halves, and what is no ordinary number. */
static const double special[] = {0.0,      -0.0,
                                 1.0,      -1.0,
                                 0.5,      -0.5,
                                 1.5,      -1.5,
                                 2.0,      -2.0,
                                 2.5,      3.0,
                                 -3.0,     10.0,
                                 100.0,    1000.0,
                                 1024.0,   -1074.0,
                                 1e308,    -1e308,
                                 5e-324,   1e-310,
                                 709.75,   -745.5,
                                 1e22,     4503599627370497.5,
                                 0x1p53,   0x1p-1022,
                                 INFINITY, -INFINITY,
                                 NAN};
#define SPECIAL (int)(sizeof(special) / sizeof(special[0]))

static void parts(double x)
{
	double whole, fraction = modf(x, &whole);
	int exponent;

	show("modf", 0, x, 0, fraction);
	show("modf whole", 0, x, 0, whole);
	if (isfinite(x)) {
		show("frexp", 0, x, 0, frexp(x, &exponent));
		show("frexp exponent", 0, x, 0, exponent);
	}
	for (int e = -1100; e <= 2100; e += 160)
		show("ldexp", 0, x, e, ldexp(x, e));
}

/* Of all doubles: the smallest and the largest, and what differs in few bits. */
static double any(void)
{
	unsigned long long bits = (unsigned long long)next() << 33 ^ (unsigned long long)next() << 11 ^ next();
	unsigned int kind = next() % 4;
	double x;

	if (kind == 0) /* not far from 1, and with a short mantissa */
		bits = (bits & 0x800ffffff0000000ull) | (1023ull - 30 + next() % 60) << 52;
	else if (kind == 1)
		bits &= 0x800fffffffffffffull | (next() % 60ull) << 52;
	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* The compiler's own operations, for which there is no instruction. */
static void arithmetic(void)
{
	for (int i = 0; i < 1500; i++) {
		double x = i % 50 == 0 ? special[i / 50] : any(), y = any();
		float a = (float)between(-1e5, 1e5), b = (float)between(-3, 3);

		show("+", 0, x, y, x + y);
		show("-", 0, x, y, x - y);
		show("*", 0, x, y, x * y);
		show("/", 0, x, y, x / y);
		show("compared", 0, x, y,
		     (x < y) + 2 * (x <= y) + 4 * (x == y) + 8 * (x > y) + 16 * (x >= y) + 32 * (x != y));
		show("float +", 0, a, b, a + b);
		show("float *", 0, a, b, a * b);
		show("float /", 0, a, b, a / b);
		show("float", 0, x, 0, (float)x);
		show("float compared", 0, a, b,
		     (a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a > b) + 16 * (a >= b) + 32 * (a != b));
	}
	for (int n = 0; n < SPECIAL; n++)
		for (int m = 0; m < SPECIAL; m++) {
			double x = special[n], y = special[m];

			show("+", 0, x, y, x + y);
			show("*", 0, x, y, x * y);
			show("/", 0, x, y, x / y);
			show("compared", 0, x, y,
			     (x < y) + 2 * (x <= y) + 4 * (x == y) + 8 * (x > y) + 16 * (x >= y) + 32 * (x != y));
		}
}

/* What is no function of doubles only; and Bessel's, whose errors are of the size of their hills, so 4 is added. */
static void others(void)
{
	for (int i = 0; i < 100; i++) {
		double x = between(-5, 5), y = between(-5, 5), z = -x * y + (i % 2 ? between(-1, 1) : 0),
		       far = between(0, 60);
		double a = any(), b = any();
		float f = (float)x;
		int n, exponent;

		show("fma", 0, x, y, fma(x, y, z));
		show("lrint", 0, x, 0, lrint(x * 10));
		show("llround", 0, x, 0, llround(x * 1e12));
		show("remquo", 0, a, b, remquo(a, b, &n));
		show("remquo n", 0, a, b, isfinite(a) && b != 0 && !isnan(b) ? n % 8 : 0);
		show("fmax", 0, a, b, fmax(a, b));
		show("fmin", 0, a, b, fmin(a, b));
		show("nextafter", 0, a, b, nextafter(a, b));
		show("classes", 0, a, b,
		     fpclassify(a) == FP_SUBNORMAL ? 1
		     : isnormal(a)                 ? 2
		     : isunordered(a, b)           ? 3
		                                   : 4);
		show("ilogb", 0, a, 0, a != 0 && isfinite(a) ? ilogb(a) : 0);
		show("float sin", 1 << 29, x, y, sinf(f)); /* the last bit of a float */
		show("float", 0, x, y, frexpf(f, &exponent));
		show("float", 0, x, y, nextafterf(f, 9));
		if (i >= 25)
			continue;
		show("j0", 8, far, 0, 4 + j0(far));
		show("j1", 8, far, 0, 4 + j1(far));
		show("jn", 8, far, i % 9, 4 + jn(i % 9, far));
		show("jn", 8, 50 + far, 70 + i, 4 + jn(70 + i, 50 + far));
		show("y0", 8, far, 0, 4 + y0(far));
		show("y1", 8, far + 1, 0, 4 + y1(far + 1));
		show("yn", 16, far + 5, i % 5, 4 + yn(i % 5, far + 5));
	}
	for (int n = 0; n < SPECIAL; n++)
		for (int m = 0; m < SPECIAL; m++) {
			double x = special[n], y = special[m];

			show("fmax", 0, x, y, fmax(fabs(x), fabs(y)));
			show("fdim", 0, x, y, fdim(x, y));
			show("remainder", 0, x, y, remainder(x, y));
			show("fma", 0, x, y, fma(x, y, 1));
		}
}

static void errors(void)
{
	static const struct {
		const char *name;
		double (*function)(double x);
		double x;
	} wrong[] = {{"sqrt", sqrt, -1},     {"log", log, -1},     {"log", log, 0},     {"log10", log10, -1},
	             {"asin", asin, 2},      {"acos", acos, 2},    {"exp", exp, 1000},  {"exp", exp, -1000},
	             {"sin", sin, INFINITY}, {"cosh", cosh, 1000}, {"sinh", sinh, 800}, {"sqrt", sqrt, 4},
	             {"exp", exp, 1}};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		errno = 0;
		wrong[i].function(wrong[i].x);
		printf("%s(%g) 0 %s\n", wrong[i].name, wrong[i].x,
		       errno == EDOM     ? "EDOM"
		       : errno == ERANGE ? "ERANGE"
		       : errno == 0      ? "fine"
		                         : "?");
	}
	errno = 0;
	pow(-1, 0.5);
	printf("pow(-1,0.5) 0 %d\n", errno == EDOM);
	errno = 0;
	pow(10, 400);
	printf("pow(10,400) 0 %d\n", errno == ERANGE);
	errno = 0;
	pow(0, -1);
	printf("pow(0,-1) 0 %d\n", errno == ERANGE);
	errno = 0;
	fmod(1, 0);
	printf("fmod(1,0) 0 %d\n", errno == EDOM);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		for (int n = 0; n < ROUNDS; n++) {
			double x = between(functions[i].low, functions[i].high);

			show(functions[i].name, functions[i].units, x, 0, functions[i].function(x));
		}
		for (int n = 0; n < SPECIAL; n++)
			show(functions[i].name, functions[i].units, special[n], 0, functions[i].function(special[n]));
	}
	for (size_t i = 0; i < sizeof(functions2) / sizeof(functions2[0]); i++) {
		for (int n = 0; n < ROUNDS; n++) {
			double x = between(functions2[i].low, functions2[i].high);
			double y = between(functions2[i].low2, functions2[i].high2);

			show(functions2[i].name, functions2[i].units, x, y, functions2[i].function(x, y));
		}
	}
	for (int n = 0; n < SPECIAL; n++) {
		for (int m = 0; m < SPECIAL; m++) {
			double x = special[n], y = special[m];

			show("pow", 2, x, y, pow(x, y));
			show("atan2", 1, x, y, atan2(x, y));
			show("hypot", 1, x, y, hypot(x, y));
			show("fmod", 0, x, y, fmod(x, y));
		}
		parts(special[n]);
	}
	arithmetic();
	others();
	errors();
	return 0;
}
