/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of several pictures, by Cairo and giflib. See album.h. */
#include "album.h"

#include <cairo-pdf.h>
#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/replace.h"

enum {
	SIDE_MAX = 8192, /* pixels */
	COLOURS = 256,   /* of a GIF's picture */
	SHOWN = 400,     /* hundredths of a second that a picture of a GIF is shown, to be read */
	CHANNELS = 3,
};

struct album {
	struct replace *file;
	int width, height;
	cairo_surface_t *pdf; /* NULL: it is a GIF */
	GifFileType *gif;
	GifByteType *pixels, *channels; /* of a picture: numbers of colours; red, green, blue */
};

static bool ends(const char *path, const char *ending)
{
	const char *dot = strrchr(path, '.');

	return dot && !strcasecmp(dot, ending);
}

bool album_is(const char *path)
{
	return ends(path, ".pdf") || ends(path, ".gif");
}

static cairo_status_t write_page(void *file, const unsigned char *bytes, unsigned n)
{
	return replace_write(file, bytes, n) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static int write_gif(GifFileType *gif, const GifByteType *bytes, int n)
{
	return replace_write(gif->UserData, bytes, (size_t)n) ? n : 0;
}

/* The file's head, which says that it begins anew behind its last picture. */
static bool begin_gif(struct album *a)
{
	static const unsigned char application[] = "NETSCAPE2.0", again[] = {1, 0, 0};
	int why;

	a->gif = EGifOpen(a->file, write_gif, &why);
	if (!a->gif)
		return false;
	EGifSetGifVersion(a->gif, true);
	return EGifPutScreenDesc(a->gif, a->width, a->height, 8, 0, NULL) == GIF_OK &&
	       EGifPutExtensionLeader(a->gif, APPLICATION_EXT_FUNC_CODE) == GIF_OK &&
	       EGifPutExtensionBlock(a->gif, sizeof application - 1, application) == GIF_OK &&
	       EGifPutExtensionBlock(a->gif, sizeof again, again) == GIF_OK &&
	       EGifPutExtensionTrailer(a->gif) == GIF_OK;
}

struct album *album_new(const char *path, const struct view *view, char error[ERROR_MAX])
{
	struct album *a = alloc_new(1, sizeof *a);
	size_t pixels;

	a->width = (int)view->width;
	a->height = (int)view->height;
	if (a->width < 1 || a->height < 1 || a->width > SIDE_MAX || a->height > SIDE_MAX) {
		error_set(error, "pictures in one file have at most %d pixels a side", SIDE_MAX);
		free(a);
		return NULL;
	}
	a->file = replace_open(path, REPLACE_ANY, error);
	if (!a->file) {
		free(a);
		return NULL;
	}
	if (ends(path, ".pdf")) {
		a->pdf = cairo_pdf_surface_create_for_stream(write_page, a->file, a->width, a->height);
		return a;
	}
	pixels = (size_t)a->width * (size_t)a->height;
	a->pixels = alloc_new(pixels, sizeof *a->pixels);
	a->channels = alloc_new(pixels * CHANNELS, sizeof *a->channels);
	if (begin_gif(a))
		return a;
	album_abort(a);
	error_set(error, "%.150s: no GIF can be made", path);
	return NULL;
}

static cairo_status_t draw(cairo_surface_t *surface, const struct snapshot *s, const struct view *view, bool page)
{
	cairo_t *cr = cairo_create(surface);
	cairo_status_t status;

	scene_draw(cr, s, view);
	if (page)
		cairo_show_page(cr);
	status = cairo_status(cr);
	cairo_destroy(cr);
	return status;
}

/* The surface's pixels by their colours, of which there are as many as a GIF can have; and writes them. */
static bool put_frame(struct album *a, cairo_surface_t *surface)
{
	size_t pixels = (size_t)a->width * (size_t)a->height;
	GifByteType *channel[CHANNELS] = {a->channels, a->channels + pixels, a->channels + 2 * pixels};
	GraphicsControlBlock shown = {.DelayTime = SHOWN, .TransparentColor = NO_TRANSPARENT_COLOR};
	ColorMapObject *colours = GifMakeMapObject(COLOURS, NULL);
	GifByteType control[4];
	int count = COLOURS;
	bool ok;

	if (!colours)
		return false;
	cairo_surface_flush(surface);
	for (int y = 0; y < a->height; y++) {
		const unsigned char *row = cairo_image_surface_get_data(surface) +
		                           (size_t)y * (size_t)cairo_image_surface_get_stride(surface);

		for (int x = 0; x < a->width; x++) {
			uint32_t pixel;

			memcpy(&pixel, row + (size_t)x * sizeof pixel, sizeof pixel);
			for (int c = 0; c < CHANNELS; c++)
				channel[c][(size_t)y * (size_t)a->width + (size_t)x] =
					(GifByteType)(pixel >> (16 - 8 * c));
		}
	}
	EGifGCBToExtension(&shown, control);
	ok = GifQuantizeBuffer((unsigned)a->width, (unsigned)a->height, &count, channel[0], channel[1], channel[2],
	                       a->pixels, colours->Colors) == GIF_OK &&
	     EGifPutExtension(a->gif, GRAPHICS_EXT_FUNC_CODE, sizeof control, control) == GIF_OK &&
	     EGifPutImageDesc(a->gif, 0, 0, a->width, a->height, false, colours) == GIF_OK;
	for (int y = 0; ok && y < a->height; y++)
		ok = EGifPutLine(a->gif, a->pixels + (size_t)y * (size_t)a->width, a->width) == GIF_OK;
	GifFreeMapObject(colours);
	return ok;
}

bool album_add(struct album *a, const struct snapshot *s, const struct view *view, char error[ERROR_MAX])
{
	cairo_surface_t *surface;
	cairo_status_t status;
	bool ok = true;

	if (a->pdf) {
		status = draw(a->pdf, s, view, true);
	} else {
		surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, a->width, a->height);
		status = draw(surface, s, view, false);
		ok = status == CAIRO_STATUS_SUCCESS && put_frame(a, surface);
		cairo_surface_destroy(surface);
	}
	if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_WRITE_ERROR)
		return error_set(error, "%s", cairo_status_to_string(status));
	return ok || error_set(error, "a picture cannot be added");
}

/* Closes what writes into the file; what could not be written the file tells. */
static void close_writers(struct album *a)
{
	int why;

	if (a->pdf) {
		cairo_surface_finish(a->pdf);
		cairo_surface_destroy(a->pdf);
	}
	if (a->gif)
		EGifCloseFile(a->gif, &why);
	free(a->pixels);
	free(a->channels);
}

bool album_commit(struct album *a, char error[ERROR_MAX])
{
	struct replace *file = a->file;

	close_writers(a);
	free(a);
	return replace_commit(file, error);
}

void album_abort(struct album *a)
{
	if (!a)
		return;
	close_writers(a);
	replace_abort(a->file);
	free(a);
}
