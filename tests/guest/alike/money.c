/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sums of money in the C locale: every flag, with sums that are nothing, negative, or longer than asked for. */
#include <errno.h>
#include <monetary.h>
#include <stdio.h>

int main(void)
{
	static const char *const formats[] = {
		"%n",      "%i",        "%.0n",      "%.3n",       "%10n|",  "%-10n|",    "%#6n|",
		"%=*#6n|", "%=0#6.1n|", "%(n",       "%(#5n|",     "%+n",    "%+#5n|",    "%!n",
		"%^n",     "a%%b%n",    "%15#4.2i|", "%-15#4.2i|", "%(10n|", "%=*15#8n|",
	};
	static const double sums[] = {0, 123.456, -123.456, 12345.678, -0.5, 1e6, 999.996};
	char text[64];

	for (unsigned i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		printf("%s", formats[i]);
		for (unsigned j = 0; j < sizeof(sums) / sizeof(sums[0]); j++) {
			ssize_t n = strfmon(text, sizeof(text), formats[i], sums[j]);

			printf(" %zd [%s]", n, text);
		}
		printf("\n");
	}
	printf("%zd ", strfmon(text, 30, "%n and %i", 1.0, 2.5));
	printf("%s\n", text);
	printf("%d\n", strfmon(text, 3, "%n", 123.0) == -1);
	printf("%d\n", strfmon(text, 30, "%q", 123.0) == -1 && errno == EINVAL);
	return 0;
}
