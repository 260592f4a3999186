/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes random programs. See random_program.h. */
#include "random_program.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>

enum { FUNCTIONS = 4, DEPTH = 4, LINES = 5 };

struct author {
	FILE *file;
	uint64_t series;
	int function;  /* that is written; those behind it may be called; FUNCTIONS: main */
	int depth;     /* of blocks */
	bool borrows;  /* what is written is done by a child of vfork */
	int variables; /* that counted loops have, so far */
};

uint32_t random_next(uint64_t *series, uint32_t n)
{
	*series = *series * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((*series >> 33) % n);
}

static uint32_t below(struct author *a, uint32_t n)
{
	return random_next(&a->series, n);
}

static void line(struct author *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void line(struct author *a, const char *format, ...)
{
	va_list ap;

	for (int i = 0; i <= a->depth; i++)
		fputc('\t', a->file);
	va_start(ap, format);
	vfprintf(a->file, format, ap);
	va_end(ap);
	fputc('\n', a->file);
}

/* Something with a value. */
static const char *value(struct author *a)
{
	static const char *const values[] = {
		"a",     "b",     "x",      "y",        "g0",          "g1", "g2",           "v",       "x + 1",
		"a ^ b", "y * 3", "g0 - x", "z[y & 3]", "heap[x & 7]", "7",  "text[a & 31]", "g1 >> 1", "x & b"};

	return values[below(a, sizeof values / sizeof *values)];
}

static const char *place(struct author *a)
{
	static const char *const places[] = {"x",  "y", "x",        "g0",          "g1",
	                                     "g2", "v", "z[a & 3]", "heap[y & 7]", "text[x & 31]"};

	return places[below(a, sizeof places / sizeof *places)];
}

static void statements(struct author *);

/* How a child ends. */
static void end(struct author *a)
{
	switch (below(a, 12)) {
	case 0:
		line(a, "execl(\"/bin/echo\", \"echo\", \"x\", (char *)0);");
		break;
	case 1:
		line(a, "exit(%s & 127);", value(a));
		return;
	case 2: /* out of the function that called vfork */
		if (a->function < FUNCTIONS) {
			line(a, "return %s;", value(a));
			return;
		}
		break;
	default:
		break;
	}
	line(a, "_exit(%s & 127);", value(a));
}

static void child(struct author *a)
{
	bool borrows = a->borrows;

	line(a, "if (children++ < 5) {");
	a->depth++;
	a->borrows = below(a, 4) != 0;
	line(a, "p = %s();", a->borrows ? "vfork" : "fork");
	line(a, "if (p == 0) {");
	a->depth++;
	statements(a);
	end(a);
	a->depth--;
	line(a, "}");
	if (below(a, 4))
		line(a, "waitpid(p, &s, 0);");
	a->depth--;
	line(a, "}");
	a->borrows = borrows;
}

static void statement(struct author *a)
{
	bool deep = a->depth >= DEPTH;

	switch (below(a, 16)) {
	case 0:
		if (!deep) {
			int n = a->variables++;

			line(a, "for (int i%d = 0; i%d < %" PRIu32 "; i%d++) {", n, n, 1 + below(a, 3), n);
			a->depth++;
			line(a, "%s += i%d;", place(a), n);
			statements(a);
			a->depth--;
			line(a, "}");
			break;
		}
		/* fall through */
	case 1:
		line(a, "text[%s & 31] = '%c';", value(a), 'a' + (int)below(a, 26));
		break;
	case 2:
		if (!deep) {
			line(a, "if (%s & 1) {", value(a));
			a->depth++;
			statements(a);
			a->depth--;
			line(a, "}");
			break;
		}
		/* fall through */
	case 3:
	case 4:
		if (a->function > 0)
			line(a, "%s = f%" PRIu32 "(%s, %s);", place(a), below(a, (uint32_t)a->function), value(a),
			     value(a));
		break;
	case 5:
	case 6:
		if (!deep)
			child(a);
		break;
	case 7:
		line(a, "write(1, \"%c\\n\", 2);", 'A' + (int)below(a, 26));
		break;
	case 8:
		line(a, "kill(getpid(), SIGUSR1);");
		break;
	case 9:
		line(a, "memcpy(z, heap + (%s & 3), sizeof z);", value(a));
		break;
	case 10:
		line(a, "printf(\"%%d \", %s);", value(a));
		break;
	default:
		line(a, "%s %s %s;", place(a), below(a, 3) ? "=" : "+=", value(a));
		break;
	}
}

static void statements(struct author *a)
{
	for (uint32_t n = 1 + below(a, LINES); n > 0; n--)
		statement(a);
}

void random_program(FILE *file, uint64_t number)
{
	static const char *const levels[] = {"O0", "O0", "O1", "O2", "Os"};
	struct author a = {.file = file, .series = number * UINT64_C(0x9E3779B97F4A7C15) + 1};

	fprintf(file, "/* program %" PRIu64 " */\n", number);
	for (int i = 0; i < 8; i++)
		below(&a, 2);
	fprintf(file,
	        "#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
	        "#include <sys/wait.h>\n#include <unistd.h>\n\n#pragma GCC optimize(\"%s\")\n\n"
	        "static int g0, g1 = 3, g2, children, *heap;\nstatic volatile int v;\nstatic char text[32];\n\n"
	        "static void on_signal(int number)\n{\n\tg2 += number;\n}\n\n",
	        levels[below(&a, sizeof levels / sizeof *levels)]);
	for (a.function = 0; a.function < FUNCTIONS; a.function++) {
		fprintf(file,
		        "static __attribute__((noinline)) int f%d(int a, int b)\n{\n"
		        "\tint x = a + %d, y = b, s = 0, z[4] = {0};\n\tint p;\n\n",
		        a.function, a.function);
		statements(&a);
		if (below(&a, 2))
			child(&a);
		fprintf(file, "\treturn x + y + s + z[1];\n}\n\n");
	}
	fprintf(file, "int main(int argc, char **argv)\n{\n"
	              "\tint a = argc, b = argv[0][0], x = 2, y = 5, s = 0, z[4] = {0};\n\tint p;\n\n"
	              "\theap = malloc(16 * sizeof *heap);\n\tmemset(heap, 0, 16 * sizeof *heap);\n"
	              "\tsignal(SIGUSR1, on_signal);\n");
	child(&a);
	statements(&a);
	fprintf(file, "\tx += f%d(x, y);\n", FUNCTIONS - 1);
	statements(&a);
	fprintf(file, "\tprintf(\"%%d %%d %%d %%d %%s\\n\", x, g0, g1, g2, text);\n\tfree(heap);\n"
	              "\treturn (x + y + s + z[2] + a + b) & 127;\n}\n");
}
