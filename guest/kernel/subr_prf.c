/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's own messages to the console, and the few string functions that it needs. */
#include <stdarg.h>

#include "systm.h"

static void number(uint32_t n, uint32_t base)
{
	char digits[10];
	int i = 0;

	do {
		digits[i++] = "0123456789abcdef"[n % base];
		n /= base;
	} while (n);
	while (i)
		cnputc(digits[--i]);
}

/* %d, %u, %x, %s, %c and %%. */
static void vprintf(const char *format, va_list args)
{
	for (; *format; format++) {
		if (*format != '%') {
			cnputc(*format);
			continue;
		}
		switch (*++format) {
		case 'd': {
			int n = va_arg(args, int);

			if (n < 0)
				cnputc('-');
			number(n < 0 ? -(uint32_t)n : (uint32_t)n, 10);
			break;
		}
		case 'u':
			number(va_arg(args, uint32_t), 10);
			break;
		case 'x':
			number(va_arg(args, uint32_t), 16);
			break;
		case 's':
			for (const char *s = va_arg(args, const char *); *s; s++)
				cnputc(*s);
			break;
		case 'c':
			cnputc((char)va_arg(args, int));
			break;
		default:
			cnputc(*format);
		}
	}
}

void printf(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
}

/* The kernel cannot go on. Nothing of this comes from a user's mistake: those are errors or signals. */
_Noreturn void panic(const char *format, ...)
{
	va_list args;

	splhigh();
	printf("panic: ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	cnputc('\n');
	TRACE_TEXT(EV_HALT, "panic", HALT_PANIC);
	halt(HALT_PANIC);
}

/* A table has no free entry. 4.3BSD tells each time; here who tries again and again is told of once a second. */
void tablefull(const char *table)
{
	static const char *last;
	static uint32_t when;

	if (table == last && time_ticks - when < HZ)
		return;
	last = table;
	when = time_ticks;
	printf("%s: table is full\n", table);
}

/* Copies at most size - 1 characters; the rest of `to` becomes zeros. */
void strncopy(char *to, const char *from, uint32_t size)
{
	uint32_t i = 0;

	for (; i + 1 < size && from[i]; i++)
		to[i] = from[i];
	for (; i < size; i++)
		to[i] = 0;
}

uint32_t strlen(const char *s)
{
	uint32_t n = 0;

	while (s[n])
		n++;
	return n;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (unsigned char)*a - (unsigned char)*b;
}
