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

void warn(const char *format, ...)
{
	const char *error = strerror(errno);
	va_list args;

	va_start(args, format);
	message(format, args, error);
	va_end(args);
}

void warnx(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args, NULL);
	va_end(args);
}

void err(int status, const char *format, ...)
{
	const char *error = strerror(errno);
	va_list args;

	va_start(args, format);
	message(format, args, error);
	va_end(args);
	exit(status);
}

void errx(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args, NULL);
	va_end(args);
	exit(status);
}
