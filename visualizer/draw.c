/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The drawing primitives: the only file that makes Pango layouts. */
#include "draw.h"

#include <glib.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/language.h"
#include "base/search.h"

#define WORDS "Inter, DejaVu Sans, sans-serif"
#define MACHINE "JetBrains Mono, DejaVu Sans Mono, monospace"
#define TAB 4 /* columns */

static const struct {
	const char *family;
	double size;
	PangoWeight weight;
} types[TYPE_COUNT] = {
	[TYPE_PROGRAM] = {WORDS, 18, PANGO_WEIGHT_BOLD},          [TYPE_SYSTEM] = {WORDS, 15, PANGO_WEIGHT_NORMAL},
	[TYPE_EVENT] = {MACHINE, 14, PANGO_WEIGHT_NORMAL},        [TYPE_CAPTION_1] = {WORDS, 23, PANGO_WEIGHT_SEMIBOLD},
	[TYPE_CAPTION_2] = {WORDS, 20, PANGO_WEIGHT_SEMIBOLD},    [TYPE_CAPTION_3] = {WORDS, 18, PANGO_WEIGHT_SEMIBOLD},
	[TYPE_READ_1] = {WORDS, 22, PANGO_WEIGHT_NORMAL},         [TYPE_READ_2] = {WORDS, 18.5, PANGO_WEIGHT_NORMAL},
	[TYPE_READ_3] = {WORDS, 16, PANGO_WEIGHT_NORMAL},         [TYPE_READ_4] = {WORDS, 14.5, PANGO_WEIGHT_NORMAL},
	[TYPE_ASK_1] = {WORDS, 24, PANGO_WEIGHT_SEMIBOLD},        [TYPE_ASK_2] = {WORDS, 20, PANGO_WEIGHT_SEMIBOLD},
	[TYPE_ASK_3] = {WORDS, 17, PANGO_WEIGHT_SEMIBOLD},        [TYPE_ASK_4] = {WORDS, 15, PANGO_WEIGHT_SEMIBOLD},
	[TYPE_CAPTION_4] = {WORDS, 15, PANGO_WEIGHT_SEMIBOLD},    [TYPE_TITLE] = {WORDS, 14, PANGO_WEIGHT_SEMIBOLD},
	[TYPE_NOTE] = {WORDS, 12, PANGO_WEIGHT_NORMAL},           [TYPE_BODY] = {WORDS, 13, PANGO_WEIGHT_NORMAL},
	[TYPE_STRONG] = {WORDS, 13, PANGO_WEIGHT_SEMIBOLD},       [TYPE_LABEL] = {WORDS, 11.5, PANGO_WEIGHT_SEMIBOLD},
	[TYPE_CODE] = {MACHINE, 13, PANGO_WEIGHT_NORMAL},         [TYPE_CODE_STRONG] = {MACHINE, 13, PANGO_WEIGHT_BOLD},
	[TYPE_CODE_SMALL] = {MACHINE, 11.5, PANGO_WEIGHT_NORMAL}, [TYPE_TILE] = {WORDS, 11, PANGO_WEIGHT_BOLD},
};

#define CAP_HEIGHT 0.73 /* of the size; both faces */

void draw_log_free(struct draw_log *log)
{
	for (size_t i = 0; i < log->ntexts; i++)
		free(log->texts[i].text);
	for (size_t i = 0; i < log->ntargets; i++)
		free(log->targets[i].knots);
	free(log->texts);
	free(log->targets);
	free(log->scrolls);
	*log = (struct draw_log){0};
}

bool draw_has_fonts(void)
{
	cairo_surface_t *nowhere = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
	cairo_t *cr = cairo_create(nowhere);
	PangoLayout *layout = pango_cairo_create_layout(cr);
	bool all;

	pango_layout_set_text(layout, "0aA", -1);
	all = pango_layout_get_unknown_glyphs_count(layout) == 0;
	g_object_unref(layout);
	cairo_destroy(cr);
	cairo_surface_destroy(nowhere);
	return all;
}

/*
 * Texts that were composed once are kept: most of a picture's are those of the one before, and shaping letters is most
 * of the work. They belong to a scale and a kind of surface, for Pango composes all of a context's anew where that
 * changes: who draws in two sizes by turns has a sheaf for each.
 */
enum { CACHE_MAX = 6000, SHEAVES = 4 };
static struct sheaf {
	PangoContext *context; /* NULL: not used yet */
	double scale;
	cairo_surface_type_t surface;
	GHashTable *layouts; /* by struct key */
} sheaves[SHEAVES];
static struct {
	struct sheaf *sheaf;                     /* what is drawn with now */
	unsigned next;                           /* the sheaf that is given up for another scale */
	PangoFontDescription *fonts[TYPE_COUNT]; /* [0] NULL: none of these is there yet */
	int leading[TYPE_COUNT];                 /* between two lines, beside the font's own height */
	PangoAttrList *plain; /* every letter as it is: no ligatures, which make another sign of != or 0x */
} cache;

struct key {
	enum type type;
	int width, lines;
	char *text;
};

static guint hash_key(gconstpointer p)
{
	const struct key *k = p;

	return g_str_hash(k->text) * 31 + (guint)k->type * 7 + (guint)k->width * 13 + (guint)k->lines;
}

static gboolean same_key(gconstpointer p, gconstpointer q)
{
	const struct key *a = p, *b = q;

	return a->type == b->type && a->width == b->width && a->lines == b->lines && strcmp(a->text, b->text) == 0;
}

static void free_key(gpointer p)
{
	struct key *k = p;

	g_free(k->text);
	g_free(k);
}

/* Of a line in this type. Asked of a layout, since Pango 1.50 scales the height in a font's metrics. */
static int font_height(int type)
{
	PangoLayout *layout = pango_layout_new(cache.sheaf->context);
	PangoRectangle logical;

	pango_layout_set_font_description(layout, cache.fonts[type]);
	pango_layout_set_text(layout, "x", -1);
	pango_layout_get_extents(layout, NULL, &logical);
	g_object_unref(layout);
	return logical.height;
}

static void make_fonts(void)
{
	cache.plain = pango_attr_list_new();
	pango_attr_list_insert(cache.plain, pango_attr_font_features_new("liga=0, clig=0, dlig=0, hlig=0, calt=0"));
	for (int i = 0; i < TYPE_COUNT; i++) {
		cache.fonts[i] = pango_font_description_from_string(types[i].family);
		pango_font_description_set_weight(cache.fonts[i], types[i].weight);
		pango_font_description_set_absolute_size(cache.fonts[i], types[i].size * PANGO_SCALE);
		cache.leading[i] = (int)(draw_line_height((enum type)i) * PANGO_SCALE) - font_height(i);
	}
}

static void make_sheaf(struct sheaf *s, cairo_t *cr)
{
	cairo_font_options_t *options = cairo_font_options_create();

	/* Letters keep their shape and place at every scale: window, PNG and PDF break lines alike. */
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	s->context = pango_cairo_create_context(cr);
	pango_cairo_context_set_font_options(s->context, options);
	pango_context_set_round_glyph_positions(s->context, FALSE);
	cairo_font_options_destroy(options);
	s->layouts = g_hash_table_new_full(hash_key, same_key, free_key, g_object_unref);
}

static void choose_sheaf(cairo_t *cr, double scale)
{
	cairo_surface_type_t surface = cairo_surface_get_type(cairo_get_target(cr));
	struct sheaf *s = NULL;

	for (size_t i = 0; i < SHEAVES && !s; i++)
		if (sheaves[i].context && sheaves[i].scale == scale && sheaves[i].surface == surface)
			s = &sheaves[i];
	if (!s) {
		s = &sheaves[cache.next++ % SHEAVES];
		if (!s->context)
			make_sheaf(s, cr);
		g_hash_table_remove_all(s->layouts);
		pango_cairo_update_context(cr, s->context);
		s->scale = scale;
		s->surface = surface;
	}
	if (g_hash_table_size(s->layouts) > CACHE_MAX)
		g_hash_table_remove_all(s->layouts);
	cache.sheaf = s;
	if (!cache.fonts[0])
		make_fonts();
}

void draw_begin(struct draw *d, cairo_t *cr, enum theme theme, double scale, struct draw_log *log)
{
	*d = (struct draw){.cr = cr, .theme = theme, .scale = scale, .log = log};
	if (log != NULL)
		log->scale = scale;
	cairo_save(cr);
	cairo_scale(cr, scale, scale);
	choose_sheaf(cr, scale);
}

void draw_end(struct draw *d)
{
	cairo_restore(d->cr);
}

/* Valid UTF-8 of one line: tabs become spaces, other control characters a visible sign. The caller frees it with
 * g_free. */
static char *printable(const char *text)
{
	GString *out = g_string_new(NULL);
	char *valid = g_utf8_make_valid(text, -1);
	int column = 0;

	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '\t') {
			do
				g_string_append_c(out, ' ');
			while (++column % TAB);
			continue;
		}
		g_string_append_unichar(out, g_unichar_iscntrl(c) ? 0xFFFD : c);
		column++;
	}
	g_free(valid);
	return g_string_free(out, FALSE);
}

static void remember(struct draw *d, const char *text, struct rect ink)
{
	struct draw_log *log = d->log;

	if (log == NULL || text[0] == '\0')
		return;
	if (log->ntexts == log->room) {
		size_t room = log->room ? 2 * log->room : 256;
		struct drawn_text *texts = realloc(log->texts, room * sizeof *texts);

		if (texts == NULL)
			return;
		log->texts = texts;
		log->room = room;
	}
	log->texts[log->ntexts++] = (struct drawn_text){
		.part = d->part,
		.part_rect = d->part_rect,
		.ink = ink,
		.text = strdup(text),
		.ellipsized = pango_layout_is_ellipsized(d->layout),
	};
}

/* The attributes of a text of several lines. The line of a source stays with its file: Pango takes the colon of
 * "explore.c:95" for the end of a word. To be unreffed. */
static PangoAttrList *wrapped(const char *text)
{
	PangoAttrList *all = pango_attr_list_copy(cache.plain);

	for (const char *at = text; (at = strchr(at, ':')) != NULL; at++) {
		size_t digits = strspn(at + 1, "0123456789");
		PangoAttribute *whole;

		if (!digits || at == text || at[-1] == ' ')
			continue;
		whole = pango_attr_allow_breaks_new(FALSE);
		whole->start_index = (guint)(at - text);
		whole->end_index = (guint)((size_t)(at - text) + 1 + digits);
		pango_attr_list_insert(all, whole);
	}
	return all;
}

/* Composes the text; width < 0: as wide as it likes. */
static void compose(struct draw *d, enum type type, double width, int lines, const char *text)
{
	const struct key key = {type, width < 0 ? -1 : (int)floor(width * PANGO_SCALE), lines, (char *)text};
	struct key *kept;

	d->layout = g_hash_table_lookup(cache.sheaf->layouts, &key);
	if (d->layout != NULL)
		return;
	d->layout = pango_layout_new(cache.sheaf->context);
	pango_layout_set_single_paragraph_mode(d->layout, TRUE);
	PangoAttrList *attributes = lines > 1 ? wrapped(text) : pango_attr_list_ref(cache.plain);
	pango_layout_set_attributes(d->layout, attributes);
	pango_attr_list_unref(attributes);
	pango_layout_set_font_description(d->layout, cache.fonts[type]);
	pango_layout_set_width(d->layout, key.width);
	pango_layout_set_ellipsize(d->layout, width < 0 ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
	pango_layout_set_wrap(d->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_height(d->layout, -lines);
	if (lines > 1)
		pango_layout_set_spacing(d->layout, cache.leading[type]); /* Pango 1.56 scales a relative one */
	pango_layout_set_text(d->layout, text, -1);
	kept = g_new(struct key, 1);
	*kept = key;
	kept->text = g_strdup(text);
	g_hash_table_insert(cache.sheaf->layouts, kept, d->layout);
}

/* Shows the layout with its first baseline at (x, y). */
static void show(struct draw *d, double x, double y, enum colour colour, const char *text)
{
	PangoRectangle ink;
	double top = y - (double)pango_layout_get_baseline(d->layout) / PANGO_SCALE;

	draw_colour(d, colour, 1);
	cairo_move_to(d->cr, x, top);
	pango_cairo_show_layout(d->cr, d->layout);
	pango_layout_get_extents(d->layout, &ink, NULL);
	remember(d, text,
	         (struct rect){x + (double)ink.x / PANGO_SCALE, top + (double)ink.y / PANGO_SCALE,
	                       (double)ink.width / PANGO_SCALE, (double)ink.height / PANGO_SCALE});
}

static double layout_width(struct draw *d)
{
	PangoRectangle logical;

	pango_layout_get_extents(d->layout, NULL, &logical);
	return (double)logical.width / PANGO_SCALE;
}

double draw_text(struct draw *d, struct rect box, enum align align, enum type type, enum colour colour,
                 const char *format, ...)
{
	va_list ap;

	if (box.w < types[type].size)
		return 0; /* not even room for an ellipsis */
	va_start(ap, format);
	char *raw = g_strdup_vprintf(tr(format), ap);
	va_end(ap);
	char *text = printable(raw);
	g_free(raw);

	compose(d, type, box.w, 1, text);
	double width = layout_width(d);
	double x = box.x + (align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? box.w - width : (box.w - width) / 2);
	show(d, x, box.y + (box.h + CAP_HEIGHT * types[type].size) / 2, colour, text);
	g_free(text);
	return width;
}

double draw_line_height(enum type type)
{
	return types[type].size * 1.3;
}

double draw_lines(struct draw *d, struct rect box, enum type type, enum colour colour, int lines, const char *raw)
{
	char *text = printable(raw);
	double pitch = draw_line_height(type);

	compose(d, type, box.w, lines, text);
	show(d, box.x, box.y + (pitch + CAP_HEIGHT * types[type].size) / 2, colour, text);
	double height = pitch * pango_layout_get_line_count(d->layout);
	g_free(text);
	return height;
}

double draw_width(struct draw *d, enum type type, const char *raw)
{
	char *text = printable(raw);

	compose(d, type, -1, 1, text);
	g_free(text);
	return layout_width(d);
}

int draw_line_count(struct draw *d, enum type type, double width, const char *raw)
{
	char *text = printable(raw);

	compose(d, type, width, 100, text);
	g_free(text);
	return pango_layout_get_line_count(d->layout);
}

char *draw_number(char *buf, uint64_t v)
{
	char digits[24];
	int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)v), out = 0;

	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			buf[out++] = ' ';
		buf[out++] = digits[i];
	}
	buf[out] = '\0';
	return buf;
}

void draw_colour(struct draw *d, enum colour colour, double alpha)
{
	struct rgb c = theme_rgb(d->theme, colour);

	cairo_set_source_rgba(d->cr, c.r, c.g, c.b, alpha);
}

static double snap(const struct draw *d, double v)
{
	return round(v * d->scale) / d->scale;
}

struct rect draw_snap(const struct draw *d, struct rect r)
{
	double x = snap(d, r.x), y = snap(d, r.y);

	return (struct rect){x, y, snap(d, r.x + r.w) - x, snap(d, r.y + r.h) - y};
}

/* The box as a path, its edges on whole pixels; inset by half a line so that an outline is sharp. */
static void box_path(struct draw *d, struct rect r, double radius, double line)
{
	double x0 = snap(d, r.x) + line / 2, y0 = snap(d, r.y) + line / 2;
	double x1 = snap(d, r.x + r.w) - line / 2, y1 = snap(d, r.y + r.h) - line / 2;

	cairo_new_path(d->cr);
	radius = fmin(radius, fmin(x1 - x0, y1 - y0) / 2);
	if (radius <= 0) {
		cairo_rectangle(d->cr, x0, y0, x1 - x0, y1 - y0);
		return;
	}
	cairo_arc(d->cr, x1 - radius, y0 + radius, radius, -M_PI / 2, 0);
	cairo_arc(d->cr, x1 - radius, y1 - radius, radius, 0, M_PI / 2);
	cairo_arc(d->cr, x0 + radius, y1 - radius, radius, M_PI / 2, M_PI);
	cairo_arc(d->cr, x0 + radius, y0 + radius, radius, M_PI, 3 * M_PI / 2);
	cairo_close_path(d->cr);
}

/* A line width that is a whole number of pixels, at least one. */
static double pen(const struct draw *d, double width)
{
	return fmax(1, round(width * d->scale)) / d->scale;
}

void draw_fill(struct draw *d, struct rect r, double radius, enum colour colour)
{
	box_path(d, r, radius, 0);
	draw_colour(d, colour, 1);
	cairo_fill(d->cr);
}

void draw_outline(struct draw *d, struct rect r, double radius, enum colour colour, double width)
{
	width = pen(d, width);
	box_path(d, r, radius, width);
	draw_colour(d, colour, 1);
	cairo_set_line_width(d->cr, width);
	cairo_stroke(d->cr);
}

void draw_dashed(struct draw *d, struct rect r, double radius, enum colour colour)
{
	cairo_set_dash(d->cr, (const double[]){3, 2.5}, 2, 0);
	draw_outline(d, r, radius, colour, 1);
	cairo_set_dash(d->cr, NULL, 0, 0);
}

static const struct {
	double pitch, width, alpha;
	bool falling; /* \ instead of / */
} hatches[] = {
	[HATCH_LENT] = {7, 2.2, 0.5, false},
	[HATCH_GONE] = {6, 1, 0.75, true},
};

void draw_hatch_path(struct draw *d, struct rect r, enum hatch hatch, enum colour colour)
{
	double pitch = hatches[hatch].pitch * M_SQRT2;

	cairo_save(d->cr);
	cairo_clip(d->cr);
	/* Stripes x + y = k pitch (or x - y), counted from the origin. */
	double low = hatches[hatch].falling ? r.x - r.y - r.h : r.x + r.y;
	for (double k = floor(low / pitch) * pitch; k <= low + r.w + r.h + pitch; k += pitch) {
		if (hatches[hatch].falling) {
			cairo_move_to(d->cr, r.y + k, r.y);
			cairo_line_to(d->cr, r.y + r.h + k, r.y + r.h);
		} else {
			cairo_move_to(d->cr, k - r.y, r.y);
			cairo_line_to(d->cr, k - r.y - r.h, r.y + r.h);
		}
	}
	draw_colour(d, colour, hatches[hatch].alpha);
	cairo_set_line_width(d->cr, hatches[hatch].width);
	cairo_stroke(d->cr);
	cairo_restore(d->cr);
	cairo_new_path(d->cr);
}

void draw_hatch(struct draw *d, struct rect r, double radius, enum hatch hatch, enum colour colour)
{
	box_path(d, r, radius, 0);
	draw_hatch_path(d, r, hatch, colour);
}

void draw_line(struct draw *d, double x0, double y0, double x1, double y1, enum colour colour, double width,
               bool dashed)
{
	width = pen(d, width);
	if (x0 == x1)
		x0 = x1 = snap(d, x0) + width / 2;
	if (y0 == y1)
		y0 = y1 = snap(d, y0) + width / 2;
	if (dashed)
		cairo_set_dash(d->cr, (const double[]){3, 3}, 2, 0);
	cairo_move_to(d->cr, x0, y0);
	cairo_line_to(d->cr, x1, y1);
	draw_colour(d, colour, 1);
	cairo_set_line_width(d->cr, width);
	cairo_stroke(d->cr);
	cairo_set_dash(d->cr, NULL, 0, 0);
}

void draw_arrow(struct draw *d, double x0, double y0, double x1, double y1, enum colour colour, double width)
{
	double angle = atan2(y1 - y0, x1 - x0), head = 5 * width;

	draw_line(d, x0, y0, x1 - head * cos(angle) * 0.8, y1 - head * sin(angle) * 0.8, colour, width, false);
	cairo_move_to(d->cr, x1, y1);
	cairo_line_to(d->cr, x1 - head * cos(angle - 0.45), y1 - head * sin(angle - 0.45));
	cairo_line_to(d->cr, x1 - head * cos(angle + 0.45), y1 - head * sin(angle + 0.45));
	cairo_close_path(d->cr);
	draw_colour(d, colour, 1);
	cairo_fill(d->cr);
}

void draw_badge(struct draw *d, struct rect r, enum colour ground, char letter)
{
	draw_fill(d, r, 3, ground);
	draw_text(d, r, ALIGN_CENTRE, TYPE_TILE, ON_COLOUR, "%c", letter);
}

void draw_warning(struct draw *d, struct rect r, enum colour ground, enum colour sign)
{
	double x = r.x + r.w / 2, y = r.y + r.h / 2, s = fmin(r.w, r.h) / 2;

	cairo_move_to(d->cr, x, y - s * 0.9);
	cairo_line_to(d->cr, x + s, y + s * 0.8);
	cairo_line_to(d->cr, x - s, y + s * 0.8);
	cairo_close_path(d->cr);
	draw_colour(d, ground, 1);
	cairo_set_line_join(d->cr, CAIRO_LINE_JOIN_ROUND);
	cairo_set_line_width(d->cr, s * 0.25);
	cairo_fill_preserve(d->cr);
	cairo_stroke(d->cr);
	cairo_set_line_join(d->cr, CAIRO_LINE_JOIN_MITER);
	draw_colour(d, sign, 1);
	cairo_rectangle(d->cr, x - s * 0.1, y - s * 0.35, s * 0.2, s * 0.6);
	cairo_rectangle(d->cr, x - s * 0.1, y + s * 0.42, s * 0.2, s * 0.2);
	cairo_fill(d->cr);
}

void draw_begin_part(struct draw *d, int part, struct rect r)
{
	d->part = part;
	d->part_rect = r;
}

void draw_target(struct draw *d, struct rect r, struct thing thing)
{
	draw_target_axis(d, r, thing, NULL, 0);
}

void draw_target_axis(struct draw *d, struct rect r, struct thing thing, const struct draw_knot *knots, size_t nknots)
{
	struct draw_log *log = d->log;

	r = rect_common(r, d->part_rect);
	if (log == NULL || r.w <= 0 || r.h <= 0)
		return;
	log->targets = alloc_room(log->targets, log->ntargets, &log->targets_room, sizeof *log->targets);
	log->targets[log->ntargets++] = (struct drawn_target){
		.rect = r,
		.part = d->part,
		.thing = thing,
		.knots = nknots ? alloc_copy(knots, nknots * sizeof *knots) : NULL,
		.nknots = nknots,
	};
}

void draw_target_grid(struct draw *d, struct rect r, struct thing thing, size_t columns, size_t count, double cell_w,
                      double cell_h)
{
	size_t before = d->log ? d->log->ntargets : 0;

	draw_target(d, r, thing);
	if (d->log == NULL || d->log->ntargets == before)
		return;

	struct drawn_target *t = &d->log->targets[before];

	t->columns = columns;
	t->count = count;
	t->cell_w = cell_w;
	t->cell_h = cell_h;
}

struct thing drawn_target_thing(const struct drawn_target *t, double x, double y)
{
	struct thing thing = t->thing;
	size_t column, cell;

	if (t->columns == 0)
		return thing;
	column = (size_t)((x - t->rect.x) / t->cell_w);
	cell = (size_t)((y - t->rect.y) / t->cell_h) * t->columns + column;
	if (column >= t->columns || cell >= t->count)
		return (struct thing){0};
	thing.number = cell;
	return thing;
}

/* The value at x: of the last knot at or before it, and the part of the way to the next. */
static uint64_t value_at(const struct draw_knot *knots, size_t n, double x)
{
	struct search in = search_among(n);

	while (search_goes_on(&in))
		search_tell(&in, knots[in.at].x <= x);
	if (in.found == 0 || in.found == n)
		return knots[in.found ? n - 1 : 0].value;

	const struct draw_knot *a = &knots[in.found - 1], *b = &knots[in.found];

	return a->value + (uint64_t)((x - a->x) / (b->x - a->x) * (double)(b->value - a->value));
}

uint64_t drawn_target_value(const struct drawn_target *t, double x)
{
	return t->nknots ? value_at(t->knots, t->nknots, x) : 0;
}

static bool rect_holds(struct rect r, double x, double y)
{
	return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

const struct drawn_target *draw_log_at(const struct draw_log *log, double x, double y, const struct drawn_target *above)
{
	for (size_t i = above ? (size_t)(above - log->targets) : log->ntargets; i-- > 0;)
		if (rect_holds(log->targets[i].rect, x, y))
			return &log->targets[i];
	return NULL;
}

void draw_scrolls(struct draw *d, double least, double most, double aside)
{
	struct draw_log *log = d->log;

	if (log == NULL)
		return;
	log->scrolls = alloc_room(log->scrolls, log->nscrolls, &log->scrolls_room, sizeof *log->scrolls);
	log->scrolls[log->nscrolls++] = (struct drawn_scroll){d->part, least, most, aside};
}

const struct drawn_scroll *draw_log_scroll(const struct draw_log *log, int part)
{
	for (size_t i = 0; i < log->nscrolls; i++)
		if (log->scrolls[i].part == part)
			return &log->scrolls[i];
	return NULL;
}

struct rect rect_inset(struct rect r, double dx, double dy)
{
	return (struct rect){r.x + dx, r.y + dy, fmax(0, r.w - 2 * dx), fmax(0, r.h - 2 * dy)};
}

struct rect rect_common(struct rect a, struct rect b)
{
	double x = fmax(a.x, b.x), y = fmax(a.y, b.y);

	return (struct rect){x, y, fmin(a.x + a.w, b.x + b.w) - x, fmin(a.y + a.h, b.y + b.h) - y};
}
