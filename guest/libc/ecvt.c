/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as digits, V7's way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 80   /* of a caller's choice at most */
#define LONGEST 400 /* the largest double has 309 before the point */

static char digits[LONGEST];

char *ecvt(double x, int count, int *point, int *negative)
{
	char text[DIGITS + 16], *to = digits;

	count = count < 0 ? 0 : count > DIGITS ? DIGITS : count;
	snprintf(text, sizeof(text), "%+.*e", count > 0 ? count - 1 : 0, x);
	*negative = text[0] == '-';
	*point = x != 0 ? atoi(strchr(text, 'e') != NULL ? strchr(text, 'e') + 1 : "0") + 1 : 0;
	for (const char *p = text + 1; *p != '\0' && *p != 'e' && to < digits + count; p++)
		if (*p != '.')
			*to++ = *p;
	*to = '\0';
	return digits;
}

char *fcvt(double x, int count, int *point, int *negative)
{
	char text[LONGEST], *to = digits, *dot;
	const char *p;

	count = count < 0 ? 0 : count > DIGITS ? DIGITS : count;
	snprintf(text, sizeof(text), "%+.*f", count, x);
	*negative = text[0] == '-';
	dot = strchr(text, '.');
	*point = dot != NULL ? (int)(dot - text) - 1 : (int)strlen(text) - 1;
	for (p = text + 1; *p == '0' || *p == '.'; p++) /* the point counts from the first digit that is not 0 */
		*point -= *p == '0' && x != 0;
	if (x == 0) {
		*point = 0;
		p = dot != NULL ? dot : text + strlen(text);
	}
	for (; *p != '\0'; p++)
		if (*p != '.')
			*to++ = *p;
	*to = '\0';
	return digits;
}

char *gcvt(double x, int count, char *to)
{
	sprintf(to, "%.*g", count, x);
	return to;
}
