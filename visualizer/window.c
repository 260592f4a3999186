/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The window. SDL gives keys, clicks and a surface; everything else is a move of one mark along the timeline and a
 * picture of the snapshot there. While keys are waiting no picture is made: holding a key down never lags behind.
 */
#include "window.h"

#include <SDL.h>
#include <math.h>
#include <stdio.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/search.h"
#include "keys.h"
#include "picture.h"

#define WIDTH 1600
#define HEIGHT 900
#define LEAST_WIDTH 640
#define LEAST_HEIGHT 400
#define PLAY_MS 450     /* between events when playing */
#define MESSAGE_MS 2500 /* how long a message stays */

struct window {
	SDL_Window *window;
	SDL_Renderer *renderer;
	SDL_Texture *texture;
	int width, height; /* of the texture, in pixels */
	struct session *session;
	struct timeline *timeline; /* the session's */
	struct view *view;
	struct timeline_mark mark;
	struct snapshot *snapshot; /* of the mark `shown`; NULL: none was made yet */
	struct draw_log log;       /* of the picture drawn last: what in it reacts to the mouse */
	struct timeline_mark shown;
	bool moved; /* the mark is another one since then */
	bool stale; /* the picture must be drawn again */
	bool playing;
	Uint32 next_step; /* SDL ticks, when playing */
	Uint32 message_until;
	char message[ERROR_MAX];
	bool scrubbing;
	int scrub_y; /* where the button went down on the axis: dragging may leave its height */
	bool quit;
};

bool window_possible(void)
{
	/* Where nothing tells of a display, SDL's drivers only complain on stderr. */
	bool x11 = environment_get(ENV_DISPLAY);
	bool other = environment_get(ENV_WAYLAND_DISPLAY) || environment_get(ENV_SDL_VIDEODRIVER);
	bool possible;

	SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1"); /* they kill as usual */
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

static void say(struct window *w, const char *message)
{
	SDL_strlcpy(w->message, message, sizeof w->message);
	w->view->message = w->message;
	w->message_until = SDL_GetTicks() + MESSAGE_MS;
	w->stale = true;
}

/* The snapshot of the mark. Where there can be none the mark goes back to where it was, and a message tells why. */
static const struct snapshot *snapshot(struct window *w)
{
	struct snapshot *fresh;

	if (!w->moved)
		return w->snapshot;
	w->moved = false;
	fresh = snapshot_at(w->session, &w->mark);
	if (fresh != NULL) {
		snapshot_free(w->snapshot);
		w->snapshot = fresh;
		w->shown = w->mark;
	} else {
		w->mark = w->shown;
		w->playing = false;
		say(w, timeline_failure(w->timeline));
	}
	return w->snapshot;
}

static void go(struct window *w, struct timeline_mark mark)
{
	w->mark = mark;
	w->moved = true;
	w->view->message = NULL;
	w->stale = true;
}

static struct timeline_mark mark_of_event(const struct window *w, long seq)
{
	return (struct timeline_mark){.icount = timeline_event(w->timeline, (size_t)seq)->icount, .event = seq};
}

static long last_event(const struct window *w)
{
	return (long)timeline_nevents(w->timeline) - 1;
}

/* The mark of an instant: its event is the last one at or before it. */
static struct timeline_mark mark_at(const struct window *w, uint64_t icount)
{
	struct search in = search_among(timeline_nevents(w->timeline));

	while (search_goes_on(&in))
		search_tell(&in, timeline_event(w->timeline, in.at)->icount <= icount);
	return (struct timeline_mark){.icount = icount, .event = (long)in.found - 1};
}

/* Would a step back lead from the program into the boot? Only the key B does. */
static bool is_boot(struct window *w, long event)
{
	long beginning = session_beginning(w->session);

	if (event >= beginning || w->mark.event < beginning)
		return false;
	say(w, "the program begins here; B: the boot");
	return true;
}

/* Moves by events; beyond the last event lies the end of the run. False when there is nothing in that direction. */
static bool step(struct window *w, int by)
{
	long last = last_event(w), seq = w->mark.event + by;

	if (by < 0 && w->mark.event >= 0 &&
	    (w->mark.hazard || w->mark.icount > timeline_event(w->timeline, (size_t)w->mark.event)->icount))
		seq++; /* between two events: the one before is the step back */
	if (by > 0 && seq > last) {
		if (w->mark.icount >= timeline_end(w->timeline)) {
			say(w, "this is the end of the run");
			return false;
		}
		go(w, (struct timeline_mark){.icount = timeline_end(w->timeline), .event = last});
		return true;
	}
	if (seq < 0) {
		if (w->mark.event <= 0) {
			say(w, "this is the first event");
			return false;
		}
		seq = 0;
	}
	if (is_boot(w, seq))
		return false;
	go(w, mark_of_event(w, seq));
	return true;
}

/* The next or previous notable event. */
static void step_notable(struct window *w, int way)
{
	struct timeline_mark mark = w->mark;

	if (!session_notable(w->session, &mark, way))
		say(w, way > 0 ? "no notable event after this one" : "no notable event before this one");
	else if (!is_boot(w, mark.event))
		go(w, mark);
}

/* From the program on, also when the run is at its end or in the boot. */
static void play(struct window *w, bool on)
{
	long beginning = session_beginning(w->session);

	if (on && last_event(w) >= 0 && (w->mark.event < beginning || w->mark.icount >= timeline_end(w->timeline)))
		go(w, mark_of_event(w, beginning));
	w->playing = on;
	w->next_step = SDL_GetTicks() + PLAY_MS;
	say(w, on ? "playing" : "paused");
}

static void save(struct window *w)
{
	char path[64], error[ERROR_MAX], message[ERROR_MAX];
	struct view view = *w->view;

	if (snapshot(w) == NULL)
		return;
	view.message = NULL;
	snprintf(path, sizeof path, "vforkscope-%ld.png", w->mark.event < 0 ? 0 : w->mark.event);
	if (picture_write(path, w->snapshot, &view, error))
		snprintf(message, sizeof message, "saved %s", path);
	else
		snprintf(message, sizeof message, "%s", error);
	say(w, message);
}

static void act(struct window *w, enum action action)
{
	bool was_playing = w->playing;

	w->stale = true;
	if (action != ACTION_PLAY && action != ACTION_THEME && action != ACTION_DISASSEMBLY && action != ACTION_SAVE)
		w->playing = false;
	switch (action) {
	case ACTION_NONE:
		break;
	case ACTION_FORWARD:
		step(w, 1);
		break;
	case ACTION_BACK:
		step(w, -1);
		break;
	case ACTION_FIRST:
		if (last_event(w) >= 0)
			go(w, mark_of_event(w, session_beginning(w->session)));
		break;
	case ACTION_BOOT:
		if (last_event(w) >= 0)
			go(w, mark_of_event(w, 0));
		break;
	case ACTION_LAST:
		go(w, (struct timeline_mark){.icount = timeline_end(w->timeline), .event = last_event(w)});
		break;
	case ACTION_NEXT_NOTABLE:
		step_notable(w, 1);
		break;
	case ACTION_PREVIOUS_NOTABLE:
		step_notable(w, -1);
		break;
	case ACTION_PLAY:
		play(w, !was_playing);
		break;
	case ACTION_DISASSEMBLY:
		w->view->disassembly = !w->view->disassembly;
		break;
	case ACTION_THEME:
		w->view->theme = (w->view->theme + 1) % THEME_COUNT;
		break;
	case ACTION_SAVE:
		save(w);
		break;
	case ACTION_HELP:
		w->view->help = !w->view->help;
		break;
	case ACTION_QUIT:
		w->quit = true;
		break;
	}
}

static enum action action_of_key(SDL_Keycode code)
{
	for (size_t i = 0; i < nkeys; i++)
		if (SDL_GetKeyFromName(keys[i].name) == code)
			return keys[i].action;
	return ACTION_NONE;
}

/* '?' is a key of its own on few keyboards; SDL names the key by what it gives without shift. */
static SDL_Keycode typed(const SDL_KeyboardEvent *key)
{
	if (key->keysym.sym == SDLK_SLASH && (key->keysym.mod & KMOD_SHIFT))
		return SDLK_QUESTION;
	return key->keysym.sym;
}

/* What is under the mouse: window coordinates become pixels of the texture. */
static enum target under(struct window *w, int x, int y, uint64_t *icount)
{
	int width, height;

	SDL_GetWindowSize(w->window, &width, &height);
	if (width < 1 || height < 1 || w->log.scale <= 0)
		return TARGET_NONE;
	return scene_hit(&w->log, (double)x * w->width / width, (double)y * w->height / height, icount);
}

static const enum action target_actions[] = {
	[TARGET_NONE] = ACTION_NONE,       [TARGET_FIRST] = ACTION_FIRST, [TARGET_BACK] = ACTION_BACK,
	[TARGET_FORWARD] = ACTION_FORWARD, [TARGET_LAST] = ACTION_LAST,   [TARGET_TIME] = ACTION_NONE,
};

static void press(struct window *w, int x, int y)
{
	uint64_t icount = 0;
	enum target target = under(w, x, y, &icount);

	if (w->view->help) {
		act(w, ACTION_HELP);
	} else if (target == TARGET_TIME) {
		w->scrubbing = true;
		w->scrub_y = y;
		w->playing = false;
		go(w, mark_at(w, icount));
	} else if (target != TARGET_NONE) {
		act(w, target_actions[target]);
	}
}

static void drag(struct window *w, int x)
{
	uint64_t icount = 0;

	if (under(w, x, w->scrub_y, &icount) == TARGET_TIME)
		go(w, mark_at(w, icount));
}

static void wheel(struct window *w, const SDL_MouseWheelEvent *e)
{
	uint64_t icount;
	int x, y;

	SDL_GetMouseState(&x, &y);
	if (e->y != 0 && under(w, x, y, &icount) == TARGET_TIME)
		act(w, (e->y > 0) != (e->direction == SDL_MOUSEWHEEL_FLIPPED) ? ACTION_BACK : ACTION_FORWARD);
}

static void handle(struct window *w, const SDL_Event *e)
{
	switch (e->type) {
	case SDL_QUIT:
		w->quit = true;
		break;
	case SDL_KEYDOWN:
		if ((e->key.keysym.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) == 0)
			act(w, action_of_key(typed(&e->key)));
		break;
	case SDL_MOUSEBUTTONDOWN:
		if (e->button.button == SDL_BUTTON_LEFT)
			press(w, e->button.x, e->button.y);
		break;
	case SDL_MOUSEBUTTONUP:
		w->scrubbing = false;
		break;
	case SDL_MOUSEMOTION:
		if (w->scrubbing && (e->motion.state & SDL_BUTTON_LMASK))
			drag(w, e->motion.x);
		break;
	case SDL_MOUSEWHEEL:
		wheel(w, &e->wheel);
		break;
	case SDL_WINDOWEVENT:
	case SDL_RENDER_TARGETS_RESET:
		w->stale = true;
		break;
	case SDL_RENDER_DEVICE_RESET:
		SDL_DestroyTexture(w->texture);
		w->texture = NULL;
		w->stale = true;
		break;
	}
}

/* Makes the texture as large as the window has pixels. */
static bool fit_texture(struct window *w)
{
	int width, height;

	if (SDL_GetRendererOutputSize(w->renderer, &width, &height) != 0 || width < 1 || height < 1)
		return false;
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
	int pitch;

	if (!fit_texture(w) || snapshot(w) == NULL || SDL_LockTexture(w->texture, NULL, &pixels, &pitch) != 0)
		return false;
	w->view->width = w->width;
	w->view->height = w->height;
	cairo_surface_t *surface =
		cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24, w->width, w->height, pitch);
	cairo_t *cr = cairo_create(surface);
	draw_log_free(&w->log);
	scene_record(cr, w->snapshot, w->view, &w->log);
	bool good = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	cairo_surface_destroy(surface);
	SDL_UnlockTexture(w->texture);
	SDL_RenderCopy(w->renderer, w->texture, NULL, NULL);
	SDL_RenderPresent(w->renderer);
	w->stale = false;
	return good;
}

static bool open_window(struct window *w, char *error)
{
	char title[128];

	if (SDL_Init(SDL_INIT_VIDEO) != 0) {
		snprintf(error, ERROR_MAX, "no window: %.200s", SDL_GetError());
		return false;
	}
	const struct run_config *config = timeline_config(w->timeline);
	snprintf(title, sizeof title, "vforkscope: %.60s on %.40s", config->program, config->system);
	int width = w->view->width > 0 ? (int)w->view->width : WIDTH;
	int height = w->view->height > 0 ? (int)w->view->height : HEIGHT;
	SDL_Rect screen;
	/* Beyond the screen's edges nobody sees anything, or takes hold of the window's frame. */
	if (SDL_GetDisplayUsableBounds(0, &screen) == 0) {
		width = SDL_min(width, screen.w);
		height = SDL_min(height, screen.h);
	}
	w->window = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
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

/* How long the window may sleep, in ms; -1: until something happens. */
static int patience(const struct window *w)
{
	Uint32 now = SDL_GetTicks();
	int wait = -1;

	if (w->playing)
		wait = SDL_TICKS_PASSED(now, w->next_step) ? 0 : (int)(w->next_step - now);
	if (w->view->message != NULL) {
		int left = SDL_TICKS_PASSED(now, w->message_until) ? 0 : (int)(w->message_until - now);

		wait = wait < 0 || left < wait ? left : wait;
	}
	return wait;
}

static void pass_time(struct window *w)
{
	Uint32 now = SDL_GetTicks();

	if (w->playing && SDL_TICKS_PASSED(now, w->next_step)) {
		w->next_step = now + PLAY_MS;
		if (!step(w, 1))
			w->playing = false;
	}
	if (w->view->message != NULL && SDL_TICKS_PASSED(now, w->message_until)) {
		w->view->message = NULL;
		w->stale = true;
	}
}

int window_run(struct session *session, const struct timeline_mark *start, struct view *view, char *error)
{
	struct timeline *timeline = session_timeline(session);
	struct window w = {
		.session = session, .timeline = timeline, .view = view, .mark = *start, .moved = true, .stale = true};
	bool good = snapshot(&w) != NULL ? open_window(&w, error) : error_set(error, "%s", timeline_failure(timeline));

	if (good && *timeline_problem(timeline))
		say(&w, "cut off; End shows where");
	while (good && !w.quit) {
		SDL_Event e;
		int wait = patience(&w);

		if (!w.stale && (wait < 0 ? SDL_WaitEvent(&e) : SDL_WaitEventTimeout(&e, wait)))
			handle(&w, &e);
		while (!w.quit && SDL_PollEvent(&e))
			handle(&w, &e);
		pass_time(&w);
		if (w.stale && !w.quit && !draw(&w)) {
			good = false;
			snprintf(error, ERROR_MAX, "cannot draw: %.200s", SDL_GetError());
		}
	}
	snapshot_free(w.snapshot);
	draw_log_free(&w.log);
	view->message = NULL;
	SDL_DestroyTexture(w.texture);
	if (w.renderer)
		SDL_DestroyRenderer(w.renderer);
	if (w.window)
		SDL_DestroyWindow(w.window);
	SDL_Quit();
	return good ? 0 : 2;
}
