/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of a program that fails: its name, what it says, and the error's text. */
#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char *__progname; /* crt0.S */

static void message(const char *format, va_list args, const char *error)
{
	const char *slash = strrchr(__progname, '/');

	fprintf(stderr, "%s: ", slash != NULL ? slash + 1 : __progname);
	if (format != NULL)
		vfprintf(stderr, format, args);
	if (error != NULL)
		fprintf(stderr, "%s%s", format != NULL ? ": " : "", error);
	fputc('\n', stderr);
}

void vwarn(const char *format, va_list args)
{
	message(format, args, strerror(errno));
}

void vwarnx(const char *format, va_list args)
{
	message(format, args, NULL);
}

void verr(int status, const char *format, va_list args)
{
	vwarn(format, args);
	exit(status);
}

void verrx(int status, const char *format, va_list args)
{
	vwarnx(format, args);
	exit(status);
}

void warn(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vwarn(format, args);
	va_end(args);
}

void warnx(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vwarnx(format, args);
	va_end(args);
}

void err(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	verr(status, format, args);
}

void errx(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	verrx(status, format, args);
}
