/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a scene to a file through Cairo's surfaces. */
#include "picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PICTURE_MAX = 16384 }; /* pixels of a side */

static cairo_status_t write_bytes(void *file, const unsigned char *bytes, unsigned n)
{
	return fwrite(bytes, 1, n, file) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *new_png(FILE *file, double width, double height)
{
	(void)file;
	return cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
}

static cairo_surface_t *new_svg(FILE *file, double width, double height)
{
	cairo_surface_t *surface = cairo_svg_surface_create_for_stream(write_bytes, file, width, height);

	cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
	return surface;
}

static cairo_surface_t *new_pdf(FILE *file, double width, double height)
{
	return cairo_pdf_surface_create_for_stream(write_bytes, file, width, height);
}

static const struct format {
	const char *ending;
	cairo_surface_t *(*create)(FILE *, double, double);
	bool png;
} formats[] = {{".png", new_png, true}, {".svg", new_svg, false}, {".pdf", new_pdf, false}};

static const struct format *format_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof formats / sizeof formats[0]; i++)
		if (strcasecmp(dot, formats[i].ending) == 0)
			return &formats[i];
	return NULL;
}

static cairo_status_t render(FILE *file, const struct format *format, const struct snapshot *s, const struct view *view)
{
	cairo_surface_t *surface = format->create(file, view->width, view->height);
	cairo_t *cr = cairo_create(surface);

	scene_draw(cr, s, view);
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	if (status == CAIRO_STATUS_SUCCESS && format->png)
		status = cairo_surface_write_to_png_stream(surface, write_bytes, file);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	return status;
}

bool picture_write(const char *path, const struct snapshot *s, const struct view *view, char *error)
{
	const struct format *format = format_of(path);
	size_t room = strlen(path) + sizeof ".XXXXXX";
	char *temporary = NULL;
	FILE *file = NULL;
	bool made = false;

	if (format == NULL) {
		snprintf(error, MACHINE_ERROR_MAX, "%.150s: a picture's name ends in .png, .svg or .pdf", path);
		return false;
	}
	if (view->width < 64 || view->height < 36 || view->width > PICTURE_MAX || view->height > PICTURE_MAX) {
		snprintf(error, MACHINE_ERROR_MAX, "a picture is 64x36 to %dx%d pixels", PICTURE_MAX, PICTURE_MAX);
		return false;
	}
	temporary = malloc(room);
	if (temporary == NULL)
		goto fail;
	snprintf(temporary, room, "%s.XXXXXX", path);
	int fd = mkstemp(temporary);
	if (fd < 0)
		goto fail;
	made = true;
	file = fdopen(fd, "wb");
	if (file == NULL) {
		close(fd);
		goto fail;
	}
	cairo_status_t status = render(file, format, s, view);
	if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_WRITE_ERROR) {
		snprintf(error, MACHINE_ERROR_MAX, "%.150s: %s", path, cairo_status_to_string(status));
		fclose(file);
		unlink(temporary);
		free(temporary);
		return false;
	}
	mode_t mask = umask(0);
	umask(mask);
	bool closed = fchmod(fd, 0666 & ~mask) == 0;
	closed &= fclose(file) == 0 && status == CAIRO_STATUS_SUCCESS;
	if (!closed || rename(temporary, path) != 0)
		goto fail;
	free(temporary);
	return true;
fail:
	snprintf(error, MACHINE_ERROR_MAX, "%.150s: %s", path, strerror(errno ? errno : EIO));
	if (made)
		unlink(temporary);
	free(temporary);
	return false;
}
