/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages for the log: to the console, as no daemon listens. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

static const char *tag = "syslog";
static int options, kept = LOG_UPTO(LOG_DEBUG);

int openlog(const char *name, int how, int facility)
{
	(void)facility;
	if (name != NULL)
		tag = name;
	options = how;
	return 0;
}

int closelog(void)
{
	return 0;
}

int setlogmask(int mask)
{
	int was = kept;

	if (mask != 0)
		kept = mask;
	return was;
}

/* Puts the error's text in place of %m. */
static void expand(char *to, size_t bytes, const char *from, const char *error)
{
	char *end = to + bytes - 1;

	while (*from != '\0' && to < end) {
		if (from[0] == '%' && from[1] == 'm') {
			for (const char *p = error; *p != '\0' && to < end; p++)
				*to++ = *p;
			from += 2;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}

int vsyslog(int priority, const char *text, va_list args)
{
	char format[512], line[1024];
	int error = errno, n, fd;

	if (!(kept & LOG_MASK(LOG_PRI(priority))))
		return 0;
	expand(format, sizeof(format), text, strerror(error));
	if (options & LOG_PID)
		n = snprintf(line, 256, "%s[%d]: ", tag, (int)getpid());
	else
		n = snprintf(line, 256, "%s: ", tag);
	if (n > 255)
		n = 255;
	n += vsnprintf(line + n, sizeof(line) - n - 1, format, args);
	if (n > (int)sizeof(line) - 2)
		n = sizeof(line) - 2;
	line[n++] = '\n';
	if (options & LOG_PERROR)
		write(STDERR_FILENO, line, n);
	fd = open("/dev/console", O_WRONLY);
	if (fd >= 0) {
		write(fd, line, n);
		close(fd);
	}
	return 0;
}

int syslog(int priority, const char *text, ...)
{
	va_list args;

	va_start(args, text);
	vsyslog(priority, text, args);
	va_end(args);
	return 0;
}
