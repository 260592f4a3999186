/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a scene to a file through Cairo's surfaces. Those of SVG draw letters as shapes, which look the same wherever
 * the picture is shown; that they can be read, searched and copied, too, each text lies over its shapes, unseen. */
#include "picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib.h>
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

static cairo_surface_t *new_pdf(struct replace *file, double width, double height)
{
	return cairo_pdf_surface_create_for_stream(write_bytes, file, width, height);
}

static const struct format {
	const char *ending;
	cairo_surface_t *(*create)(struct replace *, double, double); /* NULL: SVG */
	bool png;
} formats[] = {{".png", new_png, true}, {".svg", NULL, false}, {".pdf", new_pdf, false}};

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

static cairo_status_t keep_bytes(void *to, const unsigned char *bytes, unsigned n)
{
	g_string_append_len(to, (const char *)bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

static void put_escaped(GString *to, const char *text)
{
	for (; *text; text++)
		if (*text == '&' || *text == '<')
			g_string_append(to, *text == '&' ? "&amp;" : "&lt;");
		else if ((unsigned char)*text >= ' ')
			g_string_append_c(to, *text);
}

/* Each text where its shapes are, and as wide. Numbers as in every locale: with a full stop. */
static void put_texts(GString *to, const struct draw_log *log)
{
	char number[4][G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(to, "<g fill=\"none\" font-family=\"sans-serif\">\n");
	for (size_t i = 0; i < log->ntexts; i++) {
		const struct drawn_text *t = &log->texts[i];
		const double place[] = {t->ink.x, t->ink.y + t->ink.h, t->ink.w, t->ink.h};

		if (t->ink.w <= 0 || t->ink.h <= 0)
			continue;
		for (int k = 0; k < 4; k++)
			g_ascii_formatd(number[k], sizeof number[k], "%.1f", place[k] * log->scale);
		g_string_append_printf(to,
		                       "<text x=\"%s\" y=\"%s\" textLength=\"%s\" font-size=\"%s\" "
		                       "lengthAdjust=\"spacingAndGlyphs\">",
		                       number[0], number[1], number[2], number[3]);
		char *text = g_utf8_make_valid(t->text, -1);
		put_escaped(to, text);
		g_free(text);
		g_string_append(to, "</text>\n");
	}
	g_string_append(to, "</g>\n");
}

static cairo_status_t render_svg(struct replace *file, const struct snapshot *s, const struct view *view)
{
	static const char end[] = "</svg>\n";
	GString *all = g_string_new(NULL);
	cairo_surface_t *surface = cairo_svg_surface_create_for_stream(keep_bytes, all, view->width, view->height);
	struct draw_log log = {0};

	cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
	cairo_t *cr = cairo_create(surface);
	scene_record(cr, s, view, &log);
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (status == CAIRO_STATUS_SUCCESS && g_str_has_suffix(all->str, end)) {
		g_string_truncate(all, all->len - strlen(end));
		put_texts(all, &log);
		g_string_append(all, end);
	}
	if (status == CAIRO_STATUS_SUCCESS && !replace_write(file, all->str, all->len))
		status = CAIRO_STATUS_WRITE_ERROR;
	draw_log_free(&log);
	g_string_free(all, TRUE);
	return status;
}

static cairo_status_t render(struct replace *file, const struct format *format, const struct snapshot *s,
                             const struct view *view)
{
	if (!format->create)
		return render_svg(file, s, view);
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
