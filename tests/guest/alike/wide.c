/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wide characters as C has them in its own locale; compiled for the host, too, which must say the same. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
#include <wctype.h>

static void strings(void)
{
	wchar_t a[20] = L"abc", b[20], *next, *word, text[] = L",a,,b c,";

	wcscpy(b, a);
	wcscat(b, L"defg");
	wcsncat(b, L"hijk", 2);
	printf("%ls %zu %d %d %d\n", b, wcslen(b), wcscmp(a, b) < 0, wcscmp(b, a) > 0, wcsncmp(a, b, 3));
	printf("%d %d %d\n", (int)(wcschr(b, L'e') - b), (int)(wcsrchr(b, L'a') - b), wcschr(b, L'z') == NULL);
	printf("%zu %zu %ls %ls %d\n", wcsspn(b, L"cba"), wcscspn(b, L"gf"), wcspbrk(b, L"ed"), wcsstr(b, L"de"),
	       wcsstr(b, L"dd") == NULL);
	for (word = wcstok(text, L", ", &next); word != NULL; word = wcstok(NULL, L", ", &next))
		printf("<%ls>", word);
	wmemset(b, L'x', 5);
	wmemmove(b + 1, a, 3);
	b[5] = 0;
	printf(" %ls %d %d\n", b, wmemcmp(b, L"xabd", 4) < 0, (int)(wmemchr(b, L'b', 5) - b));
	wcsncpy(b, L"pq", 6);
	printf("%ls %d %d\n", b, b[5] == 0, wcscoll(L"a", L"b") < 0);
}

static void numbers(void)
{
	wchar_t *end, when[40];
	struct tm tm = {.tm_year = 86, .tm_mon = 5, .tm_mday = 5, .tm_wday = 4};

	double x = wcstod(L" -1.5e2x", &end);
	long n;

	printf("%g %lc ", x, (wint_t)*end);
	n = wcstol(L"0x1fg", &end, 0);
	printf("%ld %lc ", n, (wint_t)*end);
	printf("%lld %llu %lu\n", wcstoll(L"-99", NULL, 10), wcstoull(L"777", NULL, 8), wcstoul(L"zz", &end, 36));
	printf("%zu ", wcsftime(when, 40, L"%A %d.%m.%y", &tm));
	printf("%ls\n", when);
}

static void conversions(void)
{
	const char *from = "bytes";
	const wchar_t *back = L"wide";
	wchar_t to[10];
	char bytes[10];
	mbstate_t state;

	memset(&state, 0, sizeof(state));
	printf("%zu ", mbsrtowcs(to, &from, 3, &state));
	printf("%c ", *from);
	printf("%zu ", mbsrtowcs(to, &from, 10, &state));
	printf("%d ", from == NULL);
	printf("%zu ", wcsrtombs(bytes, &back, 10, &state));
	printf("%s %d ", bytes, back == NULL);
	printf("%zu %zd %zu %d\n", mbrlen("a", 1, &state), mbrtowc(to, "", 1, &state), wcrtomb(bytes, L'z', &state),
	       mbsinit(&state));
	printf("%d %d %d %d %d\n", btowc('a') == L'a', wctob(L'b'), btowc(EOF) == WEOF, wcwidth(L'a'),
	       wcswidth(L"abc\n", 3));
	printf("%d\n", wcrtomb(bytes, 0x20ac, &state) == (size_t)-1);
}

static void kinds(void)
{
	static const char *const names[] = {"alnum", "alpha", "blank", "cntrl", "digit", "graph",
	                                    "lower", "print", "punct", "space", "upper", "xdigit"};

	for (unsigned i = 0; i < 12; i++) {
		int n = 0;

		for (wint_t c = 0; c < 0x80; c++)
			n += iswctype(c, wctype(names[i])) != 0;
		printf("%s %d ", names[i], n);
	}
	printf("%d %lc %lc %d\n", wctype("none") == 0, towupper(L'q'), towctrans(L'Q', wctrans("tolower")),
	       iswalpha(WEOF) != 0);
}

static void files(void)
{
	FILE *f = fopen("wide.tmp", "w+");
	wchar_t line[20], word[20], c;
	int n, m;

	printf("%d ", fwide(f, 0) == 0);
	fputws(L"first line\nsecond ", f);
	fwprintf(f, L"%d %ls %s|%5.2ls|%-4ls|\n", 42, L"w", "b", L"abc", L"x");
	printf("%d ", fwide(f, 0) > 0);
	rewind(f);
	printf("%d ", fgetws(line, 20, f) == line);
	printf("%zu %d ", wcslen(line), line[9] == L'e');
	n = fwscanf(f, L"%ls %d", word, &m);
	printf("%d %ls %d ", n, word, m);
	c = (wchar_t)getwc(f);
	ungetwc(L'!', f);
	printf("%d %d ", c == L' ', getwc(f) == L'!');
	while (getwc(f) != WEOF)
		;
	printf("%d\n", feof(f) != 0);
	fclose(f);
	remove("wide.tmp");
	n = swprintf(line, 20, L"%d-%s-%lc", 7, "x", L'y');
	printf("%d %ls ", n, line);
	printf("%d\n", swprintf(line, 3, L"%d", 1234) < 0);
	n = swscanf(L"12 ab 0x1f zz9", L"%d %2ls %x %l[z]%d", &m, word, &n, line, &n);
	printf("%d %d %ls %ls\n", n, m, word, line);
}

int main(void)
{
	printf("%s\n", setlocale(LC_ALL, "C"));
	strings();
	numbers();
	conversions();
	kinds();
	files();
	fflush(stdout);
	return 0;
}
