/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rarer ways to printf: with arguments in a va_list, to a descriptor, to memory of malloc. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int vprintf(const char *format, va_list args)
{
	return vfprintf(stdout, format, args);
}

int vsprintf(char *to, const char *format, va_list args)
{
	return vsnprintf(to, (size_t)INT_MAX + 1, format, args);
}

int vdprintf(int fd, const char *format, va_list args)
{
	FILE f = {._flag = _IOWRT | _IONBF, ._file = fd};

	return vfprintf(&f, format, args);
}

int dprintf(int fd, const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = vdprintf(fd, format, args);
	va_end(args);
	return result;
}

int vasprintf(char **to, const char *format, va_list args)
{
	va_list again;
	int bytes;

	va_copy(again, args);
	bytes = vsnprintf(NULL, 0, format, again);
	va_end(again);
	*to = bytes < 0 ? NULL : malloc(bytes + 1);
	return *to != NULL ? vsnprintf(*to, bytes + 1, format, args) : -1;
}

int asprintf(char **to, const char *format, ...)
{
	va_list args;
	int result;

	va_start(args, format);
	result = vasprintf(to, format, args);
	va_end(args);
	return result;
}
