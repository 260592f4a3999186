/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The window: SDL's keys, clicks and surface for a viewer. While keys are waiting no picture is made: holding a key
 * down never lags behind.
 */
#include "window.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/environment.h"
#include "base/output.h"
#include "act_live.h"
#include "picture_commands.h"
#include "viewer.h"

#define WIDTH 1600
#define HEIGHT 900
#define LEAST_WIDTH 640
#define LEAST_HEIGHT 400

enum { MODIFIERS = 32, TITLE = 192 };

struct window {
	SDL_Window *window;
	SDL_Renderer *renderer;
	SDL_Texture *texture;
	int width, height; /* of the texture, in pixels */
	struct viewer *viewer;
	char title[TITLE];
};

bool window_possible(void)
{
	/* Where nothing tells of a display, SDL's drivers only complain on stderr. */
	bool x11 = environment_get(ENV_DISPLAY);
	bool other = environment_get(ENV_WAYLAND_DISPLAY) || environment_get(ENV_SDL_VIDEODRIVER);
	bool possible;

	SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");        /* they kill as usual */
	SDL_SetHint(SDL_HINT_MOUSE_DOUBLE_CLICK_RADIUS, "4"); /* a row and the next one are two places */
	/* Looking for a Wayland display that nobody has named, its library complains, too. */
	if (x11 && !other)
		SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11");
	/* Asking SDL alone is not enough: without a display it takes its dummy or off-screen driver. */
	if ((!x11 && !other) || SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
		return false;
	const char *driver = SDL_GetCurrentVideoDriver();
	possible = driver != NULL && SDL_strcmp(driver, "dummy") != 0 && SDL_strcmp(driver, "offscreen") != 0 &&
	           SDL_strcmp(driver, "evdev") != 0 && SDL_GetNumVideoDisplays() > 0;
	SDL_QuitSubSystem(SDL_INIT_VIDEO);
	return possible;
}

/* The modifiers that are down, as they stand before a key's name. Shift is none of a sign that needs it. */
static void modifiers(Uint16 mod, char out[MODIFIERS])
{
	snprintf(out, MODIFIERS, "%s%s%s", mod & KMOD_CTRL ? "Ctrl+" : "", mod & KMOD_ALT ? "Alt+" : "",
	         mod & KMOD_SHIFT ? "Shift+" : "");
}

/* Does the key come as text, too, which then says which sign it is? Letters and the space bar are keys by themselves.
 */
static bool is_sign(const SDL_Keysym *key)
{
	return (key->mod & (KMOD_CTRL | KMOD_ALT)) == 0 &&
	       ((key->sym > SDLK_SPACE && key->sym < SDLK_DELETE && (key->sym < SDLK_a || key->sym > SDLK_z)) ||
	        (key->sym >= SDLK_KP_DIVIDE && key->sym <= SDLK_KP_PERIOD && key->sym != SDLK_KP_ENTER));
}

/* Is it the key of terminals for what is in the clipboard? */
static bool is_paste(const SDL_Keysym *key)
{
	return (key->sym == SDLK_v && (key->mod & KMOD_CTRL) && (key->mod & KMOD_SHIFT)) ||
	       (key->sym == SDLK_INSERT && (key->mod & KMOD_SHIFT));
}

static void paste(struct window *w)
{
	char *text = SDL_HasClipboardText() ? SDL_GetClipboardText() : NULL;

	if (text)
		watching_paste(w->viewer, text);
	SDL_free(text);
}

static void take_key(struct window *w, const SDL_Keysym *key)
{
	char name[64], before[MODIFIERS];
	const char *sdl = key->sym == SDLK_KP_ENTER ? "Return" : SDL_GetKeyName(key->sym);

	if (*sdl == '\0' || is_sign(key) || (key->mod & KMOD_GUI))
		return;
	if (strncmp(sdl, "Keypad ", 7) == 0)
		sdl += 7;
	if (is_paste(key) && w->viewer->view.typing) {
		paste(w);
		return;
	}
	modifiers(key->mod, before);
	snprintf(name, sizeof name, "%s%s", before, sdl);
	viewer_key(w->viewer, name);
}

/* Window coordinates become pixels of the texture. */
static void to_pixels(const struct window *w, int x, int y, double *px, double *py)
{
	int width, height;

	SDL_GetWindowSize(w->window, &width, &height);
	*px = width > 0 ? (double)x * w->width / width : 0;
	*py = height > 0 ? (double)y * w->height / height : 0;
}

static void take_button(struct window *w, const SDL_MouseButtonEvent *e)
{
	char before[MODIFIERS];
	double x, y;

	if (e->button != SDL_BUTTON_LEFT && e->button != SDL_BUTTON_MIDDLE)
		return;
	modifiers((Uint16)SDL_GetModState(), before);
	if (e->button == SDL_BUTTON_MIDDLE)
		strcat(before, "Middle+");
	to_pixels(w, e->x, e->y, &x, &y);
	if (e->state != SDL_PRESSED) {
		viewer_release(w->viewer, x, y);
		return;
	}
	viewer_press(w->viewer, x, y, before);
	if (e->clicks == 2)
		viewer_double(w->viewer, x, y, before);
}

static void take_wheel(struct window *w, const SDL_MouseWheelEvent *e)
{
	char before[MODIFIERS];
	double px, py;
	int x, y;

	SDL_GetMouseState(&x, &y);
	to_pixels(w, x, y, &px, &py);
	modifiers((Uint16)SDL_GetModState(), before);
	if (e->x != 0)
		viewer_wheel(w->viewer, px, py, -e->x, "Shift+");
	if (e->y != 0)
		viewer_wheel(w->viewer, px, py, e->direction == SDL_MOUSEWHEEL_FLIPPED ? -e->y : e->y, before);
}

static void handle(struct window *w, const SDL_Event *e)
{
	double x, y;

	viewer_tick(w->viewer, SDL_GetTicks64());
	switch (e->type) {
	case SDL_QUIT:
		w->viewer->quit = true;
		break;
	case SDL_KEYDOWN:
		take_key(w, &e->key.keysym);
		break;
	case SDL_TEXTINPUT:
		viewer_text(w->viewer, e->text.text);
		break;
	case SDL_MOUSEBUTTONDOWN:
	case SDL_MOUSEBUTTONUP:
		take_button(w, &e->button);
		break;
	case SDL_MOUSEMOTION:
		to_pixels(w, e->motion.x, e->motion.y, &x, &y);
		viewer_move(w->viewer, x, y);
		break;
	case SDL_MOUSEWHEEL:
		take_wheel(w, &e->wheel);
		break;
	case SDL_WINDOWEVENT:
		w->viewer->stale = true;
		if (e->window.event == SDL_WINDOWEVENT_LEAVE)
			viewer_leave(w->viewer);
		break;
	case SDL_RENDER_TARGETS_RESET:
		w->viewer->stale = true;
		break;
	case SDL_RENDER_DEVICE_RESET:
		SDL_DestroyTexture(w->texture);
		w->texture = NULL;
		w->viewer->stale = true;
		break;
	}
}

/* Makes the texture as large as the window has pixels. */
static bool fit_texture(struct window *w, int width, int height)
{
	if (w->texture != NULL && width == w->width && height == w->height)
		return true;
	SDL_DestroyTexture(w->texture);
	w->texture = SDL_CreateTexture(w->renderer, SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_STREAMING, width, height);
	w->width = width;
	w->height = height;
	return w->texture != NULL;
}

static bool draw(struct window *w)
{
	void *pixels;
	int pitch, width, height;

	if (SDL_GetRendererOutputSize(w->renderer, &width, &height) != 0)
		return false;
	if (width < 1 || height < 1 || (SDL_GetWindowFlags(w->window) & SDL_WINDOW_MINIMIZED)) {
		w->viewer->stale = false; /* nobody sees it; an event comes when somebody does again */
		return true;
	}
	if (!fit_texture(w, width, height) || SDL_LockTexture(w->texture, NULL, &pixels, &pitch) != 0)
		return false;
	cairo_surface_t *surface =
		cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24, w->width, w->height, pitch);
	cairo_t *cr = cairo_create(surface);
	bool good = viewer_draw(w->viewer, cr, w->width, w->height);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	cairo_surface_destroy(surface);
	SDL_UnlockTexture(w->texture);
	SDL_RenderCopy(w->renderer, w->texture, NULL, NULL);
	SDL_RenderPresent(w->renderer);
	return good;
}

static void make_title(const struct window *w, char title[TITLE])
{
	const struct run_config *config = timeline_config(w->viewer->timeline);

	const struct view_lesson *lesson = w->viewer->view.lesson;

	if (lesson && strcmp(lesson->name, config->program))
		snprintf(title, TITLE, "vforkscope: %.60s, %.60s on %.40s", lesson->name, config->program,
		         config->system);
	else
		snprintf(title, TITLE, "vforkscope: %.60s on %.40s", config->program, config->system);
}

/* Another run may have taken the place of the first. */
static void renew_title(struct window *w)
{
	char title[TITLE];

	make_title(w, title);
	if (strcmp(title, w->title) == 0)
		return;
	memcpy(w->title, title, sizeof title);
	SDL_SetWindowTitle(w->window, title);
}

/* The picture as it is while something takes long. Esc stops that, and what else was typed is not meant for what comes
 * then; an end of the window is still to be taken. */
static bool meanwhile(void *arg)
{
	struct window *w = arg;
	bool stop;
	SDL_Event e;

	SDL_PumpEvents();
	stop = SDL_HasEvent(SDL_QUIT);
	while (SDL_PeepEvents(&e, 1, SDL_GETEVENT, SDL_KEYDOWN, SDL_KEYDOWN) > 0)
		stop |= e.key.keysym.sym == SDLK_ESCAPE;
	SDL_FlushEvent(SDL_TEXTINPUT);
	return !stop && draw(w);
}

static bool open_window(struct window *w, char *error)
{
	if (SDL_Init(SDL_INIT_VIDEO) != 0) {
		snprintf(error, ERROR_MAX, "no window: %.200s", SDL_GetError());
		return false;
	}
	make_title(w, w->title);
	int width = w->viewer->view.width > 0 ? (int)w->viewer->view.width : WIDTH;
	int height = w->viewer->view.height > 0 ? (int)w->viewer->view.height : HEIGHT;
	SDL_Rect screen;
	/* Beyond the screen's edges nobody sees anything, or takes hold of the window's frame. */
	if (SDL_GetDisplayUsableBounds(0, &screen) == 0) {
		width = SDL_min(width, screen.w);
		height = SDL_min(height, screen.h);
	}
	w->window = SDL_CreateWindow(w->title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
	                             SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
	if (w->window != NULL) {
		SDL_SetWindowMinimumSize(w->window, LEAST_WIDTH, LEAST_HEIGHT);
		w->renderer = SDL_CreateRenderer(w->window, -1, 0);
	}
	if (w->renderer == NULL) {
		snprintf(error, ERROR_MAX, "no window: %.200s", SDL_GetError());
		return false;
	}
	return true;
}

static bool open; /* the window, and nobody has closed it */

/* X's library ends the program when the display is gone. */
static void tell_lost(void)
{
	if (open && !alloc_has_failed())
		output_note("vforkscope: the display is gone, and the window with it");
}

int window_run(struct live *live, const struct timeline_mark *start, const struct view *view,
               const struct companion *companion, char *error)
{
	struct window w = {.viewer = viewer_new(live_session(live), start, view, error)};
	bool good = w.viewer != NULL && open_window(&w, error);

	if (good) {
		w.viewer->live = live;
		open = true;
		atexit(tell_lost);
		w.viewer->meanwhile = meanwhile;
		w.viewer->meanwhile_arg = &w;
		if (companion)
			splitting_await(w.viewer, companion);
	}

	while (good && !w.viewer->quit) {
		SDL_Event e;
		int wait = viewer_tick(w.viewer, SDL_GetTicks64());

		if (!w.viewer->stale && (wait < 0 ? SDL_WaitEvent(&e) : SDL_WaitEventTimeout(&e, wait)))
			handle(&w, &e);
		while (!w.viewer->quit && SDL_PollEvent(&e))
			handle(&w, &e);
		renew_title(&w);
		if (w.viewer->stale && !w.viewer->quit && !draw(&w)) {
			good = false;
			snprintf(error, ERROR_MAX, "cannot draw: %.200s", SDL_GetError());
		}
	}
	open = false;
	viewer_free(w.viewer);
	SDL_DestroyTexture(w.texture);
	if (w.renderer)
		SDL_DestroyRenderer(w.renderer);
	if (w.window)
		SDL_DestroyWindow(w.window);
	SDL_Quit();
	return good ? 0 : 2;
}
