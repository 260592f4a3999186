/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a scene to a file through Cairo's surfaces. */
#include "picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/replace.h"
#include "png.h"

enum { PICTURE_MAX = 16384 }; /* pixels of a side */

static cairo_status_t write_bytes(void *file, const unsigned char *bytes, unsigned n)
{
	return replace_write(file, bytes, n) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *new_png(struct replace *file, double width, double height)
{
	(void)file;
	return cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
}

static cairo_surface_t *new_svg(struct replace *file, double width, double height)
{
	cairo_surface_t *surface = cairo_svg_surface_create_for_stream(write_bytes, file, width, height);

	cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
	return surface;
}

static cairo_surface_t *new_pdf(struct replace *file, double width, double height)
{
	return cairo_pdf_surface_create_for_stream(write_bytes, file, width, height);
}

static const struct format {
	const char *ending;
	cairo_surface_t *(*create)(struct replace *, double, double);
	bool png;
} formats[] = {{".png", new_png, true}, {".svg", new_svg, false}, {".pdf", new_pdf, false}};

/* By the name's ending; a pipe or device, whose name is not for us to choose, gets a PNG. */
static const struct format *format_of(const char *path)
{
	const char *dot = strrchr(path, '.');
	struct stat st;

	for (size_t i = 0; dot && i < sizeof formats / sizeof formats[0]; i++)
		if (strcasecmp(dot, formats[i].ending) == 0)
			return &formats[i];
	if (!strncmp(path, "/dev/", 5) || (!stat(path, &st) && (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))))
		return &formats[0];
	return NULL;
}

static cairo_status_t render(struct replace *file, const struct format *format, const struct snapshot *s,
                             const struct view *view)
{
	cairo_surface_t *surface = format->create(file, view->width, view->height);
	cairo_t *cr = cairo_create(surface);

	scene_draw(cr, s, view);
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	if (status == CAIRO_STATUS_SUCCESS && format->png)
		status = png_write(surface, write_bytes, file);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	return status;
}

bool picture_write(const char *path, const struct snapshot *s, const struct view *view, char *error)
{
	const struct format *format = format_of(path);
	struct replace *file;
	cairo_status_t status;

	if (format == NULL)
		return error_set(error, "%.150s: a picture's name ends in .png, .svg or .pdf", path);
	if (view->width < 64 || view->height < 36 || view->width > PICTURE_MAX || view->height > PICTURE_MAX)
		return error_set(error, "a picture is 64x36 to %dx%d pixels", PICTURE_MAX, PICTURE_MAX);
	file = replace_open(path, REPLACE_ANY, error);
	if (file == NULL)
		return false;
	status = render(file, format, s, view);
	if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_WRITE_ERROR)
		return replace_commit(file, error); /* tells why it could not be written */
	replace_abort(file);
	return error_set(error, "%.150s: %s", path, cairo_status_to_string(status));
}
