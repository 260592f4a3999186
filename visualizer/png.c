/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes PNG files: see png.h. */
#include "png.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/alloc.h"
#include "base/be.h"

/* What the standard calls them. */
enum { BITS = 8, TRUECOLOUR = 2, FILTER_UP = 2, CHUNK_HEAD = 8, CHUNK_TAIL = 4 };

/* zlib's. Of 1 to 9, from here on a picture takes twice the time and more, and becomes smaller by a twelfth. */
enum { LEVEL = 3 };

static const uint8_t signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

/* A chunk of n bytes, for which `chunk` has room between its head and its tail. */
static cairo_status_t write_chunk(const char *type, uint8_t *chunk, size_t n, cairo_write_func_t write, void *file)
{
	be32_put(chunk, (uint32_t)n);
	memcpy(chunk + 4, type, 4);
	be32_put(chunk + CHUNK_HEAD + n, (uint32_t)crc32(0, chunk + 4, (uInt)(n + 4)));
	return write(file, chunk, (unsigned)(CHUNK_HEAD + n + CHUNK_TAIL));
}

/* One line behind the other, each with its filter in front: what differs from the line above, which in areas of one
 * colour and in upright lines is nothing. */
static uint8_t *filtered(cairo_surface_t *surface, size_t width, size_t height)
{
	const uint8_t *data = cairo_image_surface_get_data(surface);
	const size_t stride = (size_t)cairo_image_surface_get_stride(surface), line = 1 + 3 * width;
	uint8_t *all = alloc_new(height, line), *above = alloc_new(2, 3 * width), *here = above + 3 * width;

	for (size_t y = 0; y < height; y++) {
		uint8_t *to = all + y * line, *swap = above;

		*to++ = FILTER_UP;
		for (size_t x = 0; x < width; x++) {
			uint32_t pixel;

			memcpy(&pixel, data + y * stride + 4 * x, sizeof pixel);
			here[3 * x] = (uint8_t)(pixel >> 16);
			here[3 * x + 1] = (uint8_t)(pixel >> 8);
			here[3 * x + 2] = (uint8_t)pixel;
		}
		for (size_t i = 0; i < 3 * width; i++)
			to[i] = (uint8_t)(here[i] - above[i]);
		above = here;
		here = swap;
	}
	free(above < here ? above : here);
	return all;
}

cairo_status_t png_write(cairo_surface_t *surface, cairo_write_func_t write, void *file)
{
	const size_t width = (size_t)cairo_image_surface_get_width(surface);
	const size_t height = (size_t)cairo_image_surface_get_height(surface);
	uint8_t header[CHUNK_HEAD + 13 + CHUNK_TAIL] = {0}, end[CHUNK_HEAD + CHUNK_TAIL], *lines, *data;
	uLongf packed;
	cairo_status_t status;

	cairo_surface_flush(surface);
	be32_put(header + CHUNK_HEAD, (uint32_t)width);
	be32_put(header + CHUNK_HEAD + 4, (uint32_t)height);
	header[CHUNK_HEAD + 8] = BITS;
	header[CHUNK_HEAD + 9] = TRUECOLOUR;
	lines = filtered(surface, width, height);
	packed = compressBound((uLong)(height * (1 + 3 * width)));
	data = alloc_new(CHUNK_HEAD + packed + CHUNK_TAIL, 1);
	compress2(data + CHUNK_HEAD, &packed, lines, (uLong)(height * (1 + 3 * width)), LEVEL);
	status = write(file, signature, sizeof signature);
	if (status == CAIRO_STATUS_SUCCESS)
		status = write_chunk("IHDR", header, 13, write, file);
	if (status == CAIRO_STATUS_SUCCESS)
		status = write_chunk("IDAT", data, packed, write, file);
	if (status == CAIRO_STATUS_SUCCESS)
		status = write_chunk("IEND", end, 0, write, file);
	free(lines);
	free(data);
	return status;
}
