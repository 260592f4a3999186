/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is on the display of tests/display.sh, to the pixel. Xvfb keeps the screen in a file (-fbdir), so looking at it
 * takes a millisecond, however often a script has to look until a window shows what it waits for.
 *
 *	screen cut SCREEN X Y WIDTH HEIGHT FILE   the part of the screen that a window is in
 *	screen differ A B                         how many pixels differ
 *	screen count FILE WIDTHxHEIGHT+X+Y #RGB   how many in that part have this colour
 *	screen await SCREEN X Y WIDTH HEIGHT SUM SECONDS
 *	                                          until the part has this sum (tests/sum.h); 1: it has not by then
 *
 * A and B are PNG files or such parts: X window dumps, XWDFile.h. Status 1 and no number: they cannot be compared.
 */
#include <cairo.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "base/be.h"
#include "tests/sum.h"

/* The header is longwords, big-endian; what follows it is colours of 12 bytes each, then the lines. */
enum { HEADER_SIZE, VERSION, FORMAT, DEPTH, WIDTH, HEIGHT, BITS = 11, LINE_BYTES, COLOURS = 19, HEADER_WORDS = 25 };
enum { COLOUR_BYTES = 12, XWD_VERSION = 7, EDGE_MAX = 16384 };

struct picture {
	uint32_t width, height;
	uint32_t *pixels; /* 0xRRGGBB */
};

static bool picture_new(struct picture *p, uint32_t width, uint32_t height)
{
	*p = (struct picture){width, height, NULL};
	if (width && height && width <= EDGE_MAX && height <= EDGE_MAX)
		p->pixels = malloc((size_t)width * height * sizeof *p->pixels);
	return p->pixels != NULL;
}

/* Longwords of the host's order, whose highest byte means nothing. */
static void line_of(struct picture *p, uint32_t y, const void *from)
{
	uint32_t *to = p->pixels + (size_t)y * p->width;

	memcpy(to, from, p->width * sizeof *to);
	for (uint32_t x = 0; x < p->width; x++)
		to[x] &= 0xffffff;
}

/* The header's longwords, and where the lines begin. */
static bool read_header(FILE *file, uint32_t word[HEADER_WORDS], long *begin)
{
	uint8_t header[HEADER_WORDS * 4];

	if (fread(header, sizeof header, 1, file) != 1)
		return false;
	for (size_t i = 0; i < HEADER_WORDS; i++)
		word[i] = be32_get(header + 4 * i);
	*begin = (long)(word[HEADER_SIZE] + word[COLOURS] * COLOUR_BYTES);
	return word[VERSION] == XWD_VERSION && word[BITS] == 32 && word[LINE_BYTES] / 4 >= word[WIDTH];
}

static bool read_dump(struct picture *p, FILE *file)
{
	uint32_t word[HEADER_WORDS];
	uint8_t *line;
	long begin;
	bool ok;

	if (!read_header(file, word, &begin) || !picture_new(p, word[WIDTH], word[HEIGHT]))
		return false;
	line = malloc(word[LINE_BYTES]);
	ok = line && !fseek(file, begin, SEEK_SET);
	for (uint32_t y = 0; ok && y < p->height; y++) {
		ok = fread(line, word[LINE_BYTES], 1, file) == 1;
		if (ok)
			line_of(p, y, line);
	}
	free(line);
	return ok;
}

static bool read_png(struct picture *p, const char *name)
{
	cairo_surface_t *surface = cairo_image_surface_create_from_png(name);
	bool ok = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS &&
	          picture_new(p, (uint32_t)cairo_image_surface_get_width(surface),
	                      (uint32_t)cairo_image_surface_get_height(surface));

	for (uint32_t y = 0; ok && y < p->height; y++)
		line_of(p, y,
		        cairo_image_surface_get_data(surface) +
		                (size_t)y * (size_t)cairo_image_surface_get_stride(surface));
	cairo_surface_destroy(surface);
	return ok;
}

static bool picture_read(struct picture *p, const char *name)
{
	FILE *file = fopen(name, "rb");
	int first = file ? getc(file) : EOF;
	bool ok;

	*p = (struct picture){0};
	if (first == EOF)
		return file && !fclose(file) && false;
	ungetc(first, file);
	ok = first ? read_png(p, name) : read_dump(p, file); /* a PNG file begins with 0x89 */
	fclose(file);
	return ok;
}

static int cut(const char *screen, const uint32_t place[4], const char *to)
{
	uint8_t header[HEADER_WORDS * 4] = {0};
	const uint32_t x = place[0], y = place[1], width = place[2], height = place[3];
	struct picture p;
	FILE *file;
	bool ok;

	if (!picture_read(&p, screen) || x >= p.width || y >= p.height || !width || !height || width > p.width - x ||
	    height > p.height - y)
		return 1;
	be32_put(header + 4 * HEADER_SIZE, sizeof header);
	be32_put(header + 4 * VERSION, XWD_VERSION);
	be32_put(header + 4 * DEPTH, 24);
	be32_put(header + 4 * WIDTH, width);
	be32_put(header + 4 * HEIGHT, height);
	be32_put(header + 4 * BITS, 32);
	be32_put(header + 4 * LINE_BYTES, width * 4);
	file = fopen(to, "wb");
	ok = file && fwrite(header, sizeof header, 1, file) == 1;
	for (uint32_t i = 0; ok && i < height; i++)
		ok = fwrite(p.pixels + (size_t)(y + i) * p.width + x, 4, width, file) == width;
	ok = file && !fclose(file) && ok;
	free(p.pixels);
	return !ok;
}

static int differ(const char *a, const char *b)
{
	struct picture one, other;
	size_t n = 0;

	if (!picture_read(&one, a) || !picture_read(&other, b) || one.width != other.width ||
	    one.height != other.height)
		return 1;
	for (size_t i = 0; i < (size_t)one.width * one.height; i++)
		n += one.pixels[i] != other.pixels[i];
	printf("%zu\n", n);
	free(one.pixels);
	free(other.pixels);
	return 0;
}

static int count(const char *name, const char *part, const char *colour)
{
	uint32_t x, y, width, height, wanted, n = 0;
	struct picture p;

	if (sscanf(part, "%" SCNu32 "x%" SCNu32 "+%" SCNu32 "+%" SCNu32, &width, &height, &x, &y) != 4 ||
	    sscanf(colour, "#%" SCNx32, &wanted) != 1 || !picture_read(&p, name))
		return 1;
	for (uint32_t row = y; row < y + height && row < p.height; row++)
		for (uint32_t column = x; column < x + width && column < p.width; column++)
			n += p.pixels[(size_t)row * p.width + column] == wanted;
	printf("%" PRIu32 "\n", n);
	free(p.pixels);
	return 0;
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t sum_of(const uint8_t *lines, uint32_t line_bytes, const uint32_t place[4])
{
	uint64_t sum = 0;

	for (uint32_t y = place[1]; y < place[1] + place[3]; y++)
		sum = sum_line(sum, (const uint32_t *)(const void *)(lines + (size_t)y * line_bytes) + place[0],
		               place[2]);
	return sum;
}

/* Looks at the server's own memory, until it shows what is wanted. */
static int await(const char *screen, const uint32_t place[4], const char *wanted, double patience)
{
	const double end = seconds() + patience;
	const uint64_t sum = strtoull(wanted, NULL, 16);
	FILE *file = fopen(screen, "rb");
	uint32_t word[HEADER_WORDS];
	uint64_t shown;
	size_t size;
	uint8_t *all;
	long begin;

	if (!file || !read_header(file, word, &begin) || place[0] > word[WIDTH] || place[1] > word[HEIGHT] ||
	    place[2] > word[WIDTH] - place[0] || place[3] > word[HEIGHT] - place[1])
		return 1; /* which closes the file */
	size = (size_t)begin + (size_t)word[LINE_BYTES] * word[HEIGHT];
	all = mmap(NULL, size, PROT_READ, MAP_SHARED, fileno(file), 0);
	fclose(file);
	if (all == MAP_FAILED)
		return 1;
	/* The longer it takes, the more seldom it is looked at: on a busy host, looking would make it busier. */
	for (long nap = 10000000; (shown = sum_of(all + begin, word[LINE_BYTES], place)) != sum && seconds() <= end;
	     nap = nap < 160000000 ? 2 * nap : nap)
		nanosleep(&(struct timespec){0, nap}, NULL);
	munmap(all, size);
	if (shown != sum)
		printf("%016" PRIx64 "\n", shown);
	return shown != sum;
}

int main(int argc, char **argv)
{
	uint32_t place[4];

	if (argc == 8 && !strcmp(argv[1], "cut")) {
		for (int i = 0; i < 4; i++)
			place[i] = (uint32_t)strtoul(argv[3 + i], NULL, 10);
		return cut(argv[2], place, argv[7]);
	}
	if (argc == 9 && !strcmp(argv[1], "await")) {
		for (int i = 0; i < 4; i++)
			place[i] = (uint32_t)strtoul(argv[3 + i], NULL, 10);
		return await(argv[2], place, argv[7], strtod(argv[8], NULL));
	}
	if (argc == 4 && !strcmp(argv[1], "differ"))
		return differ(argv[2], argv[3]);
	if (argc == 5 && !strcmp(argv[1], "count"))
		return count(argv[2], argv[3], argv[4]);
	fprintf(stderr, "usage: screen cut|differ|count|await ...\n");
	return 2;
}
