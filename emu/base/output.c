/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commands print: see output.h. */
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/exit_status.h"
#include "base/alloc.h"

static bool terminal;      /* stdout is one */
static int problem;        /* errno of the first error */
static bool progress;      /* a line of it is to be wiped off */
static bool utf8_shown[3]; /* by descriptor: characters beyond ASCII can be shown there */
static const char own[] = "vforkscope: ";
static FILE *elsewhere; /* where all of it goes instead; NULL: where it should */

static FILE *out(void)
{
	return elsewhere ? elsewhere : stdout;
}

static FILE *err(void)
{
	return elsewhere ? elsewhere : stderr;
}

void output_to(FILE *f)
{
	elsewhere = f;
}

/* The end ------------------------------------------------------------------------------------- */

/* Runs at exit(): an output that is not where it should be is an error, whatever the status was to be. */
static void check(void)
{
	bool failed = ferror(stdout);

	errno = 0;
	if (fclose(stdout) == 0 && !failed)
		return;
	if (!problem)
		problem = errno ? errno : EIO;
	fprintf(stderr, "%sthe output cannot be written: %s\n", own,
	        problem == EBADF ? "it is closed" : strerror(problem));
	_exit(EXIT_MISTAKE);
}

/* Nobody gets the rest: the command can end now. */
static void stop_if_failed(void)
{
	if (!ferror(stdout))
		return;
	problem = errno;
	exit(EXIT_MISTAKE);
}

void output_begin(void)
{
	static const int modes[] = {O_RDONLY, O_RDONLY, O_WRONLY};
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool utf8 = locale && !strcmp(nl_langinfo_l(CODESET, locale), "UTF-8");

	/* the lowest free number is what open() gives */
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			_exit(EXIT_MISTAKE);
	for (int fd = 1; fd < 3; fd++)
		utf8_shown[fd] = utf8 || !isatty(fd);
	terminal = isatty(STDOUT_FILENO);
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ); /* a line in one piece */
	if (locale)
		freelocale(locale);
	atexit(check);
}

/* Printable ----------------------------------------------------------------------------------- */

/* Characters that are obeyed rather than shown: C1 controls, marks and overrides of the direction, separators of
 * lines. */
static bool is_control(uint32_t c)
{
	return c < 0xA0 || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
}

/* Bytes of the character of UTF-8 beyond ASCII at p; 0 if there is none that may be shown. */
static size_t character(const unsigned char *p, size_t size)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t n = *p >= 0xF0 ? 4 : *p >= 0xE0 ? 3 : 2;
	uint32_t c = *p & (0xFFu >> (n + 1));

	if (*p < 0xC0 || *p > 0xF7 || n > size)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) || is_control(c))
		return 0;
	return n;
}

/* Prints text, in which the control characters of `pass` are text, too; the others as what they are in C. */
static void show(FILE *f, const char *text, size_t size, const char *pass)
{
	bool utf8 = utf8_shown[f == stderr ? STDERR_FILENO : STDOUT_FILENO];
	const unsigned char *p = (const unsigned char *)text, *end = p + size;

	while (p < end) {
		const unsigned char *begin = p;
		size_t n = 1;

		for (; p < end && n; p += n) {
			if (*p >= 0x80)
				n = utf8 ? character(p, (size_t)(end - p)) : 0;
			else
				n = (*p >= ' ' && *p < 0x7F) || (*p && strchr(pass, *p));
		}
		fwrite(begin, 1, (size_t)(p - begin), f);
		if (p == end)
			break;
		if (*p == '\n' || *p == '\t')
			fputs(*p == '\n' ? "\\n" : "\\t", f);
		else
			fprintf(f, "\\x%02x", *p);
		p++;
	}
}

/* Formats and shows. */
static void format_to(FILE *f, const char *format, va_list args)
{
	char small[1024], *text = small;
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(small, sizeof small, format, args);
	if (n >= (int)sizeof small) {
		text = alloc_new((size_t)n + 1, 1);
		vsnprintf(text, (size_t)n + 1, format, again);
	}
	va_end(again);
	if (n > 0)
		show(f, text, (size_t)n, "");
	if (text != small)
		free(text);
}

/* What was printed comes before what is told now. */
static void begin_telling(void)
{
	fflush(stdout);
	if (progress)
		fputs("\r\033[K", stderr);
	progress = false;
}

/* Printing ------------------------------------------------------------------------------------ */

void output_text(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	format_to(out(), format, args);
	va_end(args);
}

void output_line(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	format_to(out(), format, args);
	va_end(args);
	output_break();
}

void output_break(void)
{
	if (progress)
		begin_telling();
	fputc('\n', out());
	stop_if_failed();
}

void output_lines(int indent, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		if (n)
			fprintf(out(), "%*s", indent, "");
		show(out(), text, n, "\t");
		fputc('\n', out());
		text += n + (text[n] == '\n');
	}
	stop_if_failed();
}

size_t output_signs(const char *text, size_t bytes)
{
	size_t n = 0;

	for (size_t i = 0; i < bytes; i++)
		n += ((unsigned char)text[i] & 0xc0) != 0x80;
	return n;
}

void output_paragraph(size_t columns, const char *first, const char *text)
{
	size_t indent = output_signs(first, strlen(first)), used = indent;
	bool begun = false;

	output_text("%s", first);
	while (*text) {
		size_t n = strcspn(text, " "), wide = output_signs(text, n);

		if (begun && used + 1 + wide > columns) {
			output_break();
			output_text("%*s", (int)indent, "");
			used = indent;
			begun = false;
		}
		output_text("%s%.*s", begun ? " " : "", (int)n, text);
		used += wide + begun;
		begun = true;
		text += n + strspn(text + n, " ");
	}
	output_break();
}

enum { JSON_ALWAYS = JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII };

void output_json(json_t *object, size_t flags)
{
	json_dumpf(object, out(), flags | JSON_ALWAYS);
	json_decref(object);
	stop_if_failed();
}

char *output_json_string(json_t *object, size_t flags)
{
	char *text = json_dumps(object, flags | JSON_ALWAYS);

	json_decref(object);
	return text ? text : alloc_string("");
}

json_t *output_json_text(const char *text)
{
	json_t *plain = json_string(text);
	size_t n = 0;
	char *wide;

	if (plain)
		return plain;
	wide = alloc_new(2 * strlen(text) + 1, 1);
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p < 0x80) {
			wide[n++] = (char)*p;
		} else {
			wide[n++] = (char)(0xC0 | *p >> 6);
			wide[n++] = (char)(0x80 | (*p & 0x3F));
		}
	}
	plain = json_string(wide);
	free(wide);
	return plain;
}

void output_console(const void *text, size_t size)
{
	if (terminal)
		show(stdout, text, size, "\n\t\r\b");
	else
		fwrite(text, 1, size, stdout);
	output_flush();
}

void output_raw(const void *bytes, size_t size)
{
	fwrite(bytes, 1, size, out());
	stop_if_failed();
}

void output_flush(void)
{
	fflush(stdout);
	stop_if_failed();
}

void output_progress(const char *format, ...)
{
	va_list args;

	if (elsewhere || !isatty(STDERR_FILENO))
		return;
	begin_telling();
	va_start(args, format);
	format_to(stderr, format, args);
	va_end(args);
	fflush(stderr);
	progress = true;
}

void output_error(const char *kind, const char *format, va_list args)
{
	begin_telling();
	fprintf(err(), "%s%s", own, kind);
	format_to(err(), format, args);
	fputc('\n', err());
}

void output_note(const char *format, ...)
{
	va_list args;

	begin_telling();
	va_start(args, format);
	format_to(err(), format, args);
	va_end(args);
	fputc('\n', err());
}

static char *collected; /* where diagnostics go, or NULL */
static size_t collected_room;

void output_collect(char *buffer, size_t size)
{
	collected = buffer;
	collected_room = size;
}

void output_diagnostics(const char *text, size_t size)
{
	if (collected) {
		size_t used = strlen(collected), left = collected_room - 1 - used;

		size = size < left ? size : left;
		memcpy(collected + used, text, size);
		collected[used + size] = '\0';
		return;
	}
	begin_telling();
	show(err(), text, size, "\n\t");
	fflush(err());
}
