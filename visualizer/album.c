/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of several pictures, by Cairo, giflib and ffmpeg(1). See album.h. */
#include "album.h"

#include <cairo-pdf.h>
#include <gif_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/replace.h"
#include "base/scratch.h"
#include "base/tool.h"

enum {
	SIDE_MAX = 8192, /* pixels */
	COLOURS = 256,   /* of a GIF's picture */
	SHOWN = 400,     /* hundredths of a second that a picture of a GIF is shown, to be read */
	CHANNELS = 3,
	MOVIE_SECONDS = 300, /* that ffmpeg may take */
};

struct album {
	struct replace *file;
	int width, height;
	cairo_surface_t *pdf; /* NULL: it is a GIF */
	GifFileType *gif;
	GifByteType *pixels, *channels; /* of a picture: numbers of colours; red, green, blue */
	char *ffmpeg;                   /* its path; NULL: it is no film */
	struct scratch scratch;         /* of a film: its pictures, until ffmpeg has made a film of them */
	sigset_t before;
	size_t count;
};

static bool ends(const char *path, const char *ending)
{
	const char *dot = strrchr(path, '.');

	return dot && !strcasecmp(dot, ending);
}

bool album_is(const char *path)
{
	return ends(path, ".pdf") || ends(path, ".gif") || ends(path, ".mp4");
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

/* Looks for ffmpeg, and makes room for the pictures. */
static bool begin_film(struct album *a, const char *path, char *error)
{
	a->ffmpeg = tool_find("ffmpeg");
	if (!a->ffmpeg)
		return error_set(error, "%.150s: a film takes ffmpeg, which is not on PATH; FILE.gif takes nothing",
		                 path);
	tool_hold(&a->before);
	if (scratch_make(&a->scratch, error))
		return true;
	tool_release(&a->before);
	free(a->ffmpeg);
	a->ffmpeg = NULL;
	return false;
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
	if (ends(path, ".mp4")) {
		if (begin_film(a, path, error))
			return a;
		album_abort(a);
		return NULL;
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

/* Where a picture of a film is until it is made. */
static bool put_picture(struct album *a, cairo_surface_t *surface)
{
	char *name = alloc_format("%s/%06zu.png", a->scratch.path, ++a->count);
	bool ok = cairo_surface_write_to_png(surface, name) == CAIRO_STATUS_SUCCESS;

	free(name);
	return ok;
}

/* A name in which ffmpeg looks for %06d: what is a sign of per cent in it stands twice. */
static char *pattern_of(const char *directory)
{
	char *pattern = alloc_new(2 * strlen(directory) + sizeof "/%06d.png", 1), *to = pattern;

	for (; *directory; directory++) {
		if (*directory == '%')
			*to++ = '%';
		*to++ = *directory;
	}
	strcpy(to, "/%06d.png");
	return pattern;
}

/* Copies a file to the album's. */
static bool take_file(struct album *a, const char *name)
{
	FILE *file = fopen(name, "rb");
	char bytes[1 << 16];
	size_t n;
	bool ok = file != NULL;

	while (ok && (n = fread(bytes, 1, sizeof bytes, file)) > 0)
		ok = replace_write(a->file, bytes, n);
	ok = ok && !ferror(file);
	if (file)
		fclose(file);
	return ok;
}

/* The pictures as a film, each shown as long as in a GIF. Its sides have to be even. */
static bool make_film(struct album *a, char *error)
{
	char *pattern = pattern_of(a->scratch.path), *made = alloc_format("%s/film.mp4", a->scratch.path);
	char rate[16];
	const char *argv[] = {
		"ffmpeg",     "-nostdin", "-v",       "error",   "-framerate",
		rate,         "-i",       pattern,    "-vf",     "pad=ceil(iw/2)*2:ceil(ih/2)*2",
		"-r",         "5",        "-pix_fmt", "yuv420p", "-movflags",
		"+faststart", "-y",       made,       NULL,
	};
	const struct tool tool = {.path = a->ffmpeg,
	                          .argv = argv,
	                          .temporary = a->scratch.path,
	                          .seconds = MOVIE_SECONDS,
	                          .trusted = true};
	struct tool_result result;
	bool ok;

	snprintf(rate, sizeof rate, "100/%d", SHOWN);
	ok = tool_run(&tool, &result, error);
	if (ok && result.status)
		ok = error_set(error, "ffmpeg makes no film: %.*s", (int)strcspn(result.err.text, "\n"),
		               result.err.text);
	else if (ok && !take_file(a, made))
		ok = error_set(error, "ffmpeg has made no film");
	tool_free(&result);
	free(pattern);
	free(made);
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
		ok = status == CAIRO_STATUS_SUCCESS && (a->ffmpeg ? put_picture(a, surface) : put_frame(a, surface));
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
	if (a->ffmpeg) {
		scratch_remove(&a->scratch);
		tool_release(&a->before);
		free(a->ffmpeg);
	}
	free(a->pixels);
	free(a->channels);
}

bool album_commit(struct album *a, char error[ERROR_MAX])
{
	struct replace *file = a->file;

	if (a->ffmpeg && !make_film(a, error)) {
		album_abort(a);
		return false;
	}
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
