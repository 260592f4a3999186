/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of HTML. See page.h. */
#include "lesson/page.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/hazard.h"
#include "analysis/snapshot_names.h"
#include "base/alloc.h"
#include "base/language.h"
#include "base/replace.h"

enum { WORDS_SHOWN = 40, DATA_SHOWN = 24, LINES_AROUND = 6, PIECE = 4096 };

static const char head[] =
	"<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><style>\n"
	"body{font:16px/1.45 system-ui,sans-serif;max-width:72rem;margin:1rem auto;padding:0 1rem;color:#1b1d22;"
	"background:#fafaf7}\n"
	"section{display:none}section.now{display:block}h1{font-size:1.1rem}h2{font-size:1.5rem;margin:.4rem 0}\n"
	"pre,td,code{font:13px/1.4 ui-monospace,monospace}table{border-collapse:collapse}td,th{padding:1px 10px 1px "
	"0;text-align:left}\n"
	".machine{background:#1e2026;color:#fff;padding:.6rem 1rem;border-radius:6px}.parts{display:flex;"
	"flex-wrap:wrap;gap:1.5rem}\n"
	".damaged{background:#fbdde3}.changed{background:#fbe3d3}.here{background:#d6e8f4}button{font:inherit;"
	"margin:.15rem;padding:.2rem .7rem}\n"
	".option{display:block;text-align:left}.say{padding:.4rem .8rem;border-radius:5px}.right{background:#d9efe3}"
	".wrong{background:#fbdde3}\n"
	"tr[data-word]{cursor:pointer}</style>\n";

static const char script[] =
	"<script>\n"
	"const s=[...document.querySelectorAll('section')];let n=0;\n"
	"function go(k){n=Math.max(0,Math.min(s.length-1,k));s.forEach((e,i)=>e.classList.toggle('now',i===n));"
	"document.getElementById('at').textContent=(n+1)+' / '+s.length}\n"
	"function say(e,ok,text){const p=e.closest('section').querySelector('.say');"
	"p.className='say '+(ok?'right':'wrong');p.textContent="
	"document.body.dataset[ok?'right':'wrong']+' '+text;p.hidden=false}\n"
	"document.getElementById('back').onclick=()=>go(n-1);document.getElementById('next').onclick=()=>go(n+1);\n"
	"document.addEventListener('keydown',e=>{if(e.target.tagName==='INPUT')return;"
	"if(e.key==='ArrowRight'||e.key==='PageDown')go(n+1);if(e.key==='ArrowLeft'||e.key==='PageUp')go(n-1);"
	"const o=s[n].querySelectorAll('.option')[+e.key-1];if(o)o.click()});\n"
	"document.querySelectorAll('.option').forEach(o=>o.onclick=()=>say(o,o.dataset.ok==='1',o.dataset.say));\n"
	"document.querySelectorAll('form').forEach(f=>f.onsubmit=e=>{e.preventDefault();"
	"const ok=Number(f.elements[0].value)===Number(f.dataset.answer)&&f.elements[0].value!=='';"
	"say(f,ok,ok?f.dataset.say:f.dataset.otherwise)});\n"
	"document.querySelectorAll('[data-find]').forEach(q=>q.closest('section').querySelectorAll('tr[data-word]')"
	".forEach(r=>{r.tabIndex=0;r.onclick=()=>{const ok=r.dataset.word===q.dataset.find;"
	"say(r,ok,ok?q.dataset.say:q.dataset.otherwise)};r.onkeydown=e=>{if(e.key==='Enter')r.onclick()}}));\n"
	"go(0);</script>\n";

/* Text as HTML; the guest's may have bytes that are no text. */
static void put_text(struct replace *r, const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		char entity[16];

		if (*c == '<' || *c == '>' || *c == '&' || *c == '"' || *c == '\'')
			snprintf(entity, sizeof entity, "&#%u;", *c);
		else if ((*c < ' ' && *c != '\n' && *c != '\t') || *c == 0x7f)
			snprintf(entity, sizeof entity, "\xef\xbf\xbd");
		else
			snprintf(entity, sizeof entity, "%c", *c);
		replace_write(r, entity, strlen(entity));
	}
}

static void put(struct replace *r, const char *html)
{
	replace_write(r, html, strlen(html));
}

static void put_format(struct replace *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put_format(struct replace *r, const char *format, ...)
{
	char piece[PIECE];
	va_list ap;

	va_start(ap, format);
	vsnprintf(piece, sizeof piece, format, ap);
	va_end(ap);
	put(r, piece);
}

static void put_element(struct replace *r, const char *tag, const char *text)
{
	put_format(r, "<%s>", tag);
	put_text(r, text);
	put_format(r, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

/* The machine's part of a step --------------------------------------------------------------------- */

static void put_source(struct replace *r, const struct snap_source *s)
{
	int at = s->current_line ? s->current_line : s->borrower_line ? s->borrower_line : s->lender_line;

	if (!at)
		return;
	put_format(r, "<div><h3>%s</h3><pre>", tr("Source"));
	for (int i = at - LINES_AROUND; i <= at + LINES_AROUND; i++) {
		if (i < 1 || (size_t)i > s->nlines)
			continue;
		put_format(r, i == at ? "<span class=here>%4d →" : "%4d  ", i);
		put_text(r, s->lines[i - 1]);
		put(r, i == at ? "</span>\n" : "\n");
	}
	put(r, "</pre></div>\n");
}

static void put_stack(struct replace *r, const struct snapshot *s)
{
	if (!s->nwords)
		return;
	put_format(r, "<div><h3>%s</h3><table>", tr("Stack"));
	for (size_t i = 0; i < s->ncalls; i++) {
		const struct snap_stack_frame *c = &s->calls[i];

		put(r, "<tr><th colspan=4>");
		put_text(r, c->function);
		put(r, "</th></tr>\n");
		for (size_t k = c->first; k < c->first + c->count && k < s->nwords && k < WORDS_SHOWN; k++) {
			const struct snap_word *w = &s->words[k];
			char what[SNAP_TEXT];

			snapshot_word_text(w, what);
			put_format(r, "<tr data-word=\"%08" PRIx32 "\"%s><td>%08" PRIx32 "<td>%08" PRIx32 "<td>", w->va,
			           w->damaged   ? " class=damaged"
			           : w->changed ? " class=changed"
			                        : "",
			           w->va, w->value);
			put_text(r, *w->told ? w->told : what);
			put(r, "<td>");
			if (w->changed)
				put_format(r, "%s %08" PRIx32, w->damaged ? tr("ruined, was") : tr("was"), w->was);
			put(r, "</tr>\n");
		}
	}
	put(r, "</table></div>\n");
}

static void put_data(struct replace *r, const struct snapshot *s)
{
	size_t shown = 0;

	put_format(r, "<div><h3>%s</h3><table>", tr("Data"));
	for (size_t i = 0; i < s->ndata && shown < DATA_SHOWN; i++) {
		const struct snap_datum *one = &s->data[i];

		if (one->kind > DATA_STREAM && !one->changed)
			continue;
		shown++;
		put_format(r, "<tr%s><td>", one->changed ? " class=changed" : "");
		put_text(r, one->name);
		put(r, "<td>");
		put_text(r, one->value[DATA_NOW]);
		put(r, "<td>");
		if (one->changed) {
			put_format(r, "%s ", tr("was"));
			put_text(r, one->value[DATA_AT_VFORK]);
		}
		put(r, "</tr>\n");
	}
	put(r, "</table></div>\n");
}

static bool put_machine(struct replace *r, struct session *session, const struct timeline_mark *mark, char *error)
{
	struct snapshot *s = snapshot_at(session, mark);

	if (!s)
		return error_set(error, "%s", timeline_failure(session_timeline(session)));
	put(r, "<p class=machine>");
	put_text(r, s->caption[0]);
	put(r, "<br>");
	put_text(r, s->caption[1]);
	put(r, "</p><div class=parts>\n");
	put_source(r, &s->source);
	put_stack(r, s);
	put_data(r, s);
	if (*s->console) {
		put_format(r, "<div><h3>%s</h3><pre>", tr("Console"));
		put_text(r, s->console);
		put(r, "</pre></div>\n");
	}
	put(r, "</div>\n");
	snapshot_free(s);
	return true;
}

/* A lesson's part ------------------------------------------------------------------------------------- */

/* ` NAME="text"` with values filled in; nothing where the field is not there. */
static bool put_attribute(struct replace *r, struct tutor *t, size_t step, const char *name,
                          const struct tutorial_field *f, char *error)
{
	char *text = f->text ? tutor_fill(t, step, f->text, error) : alloc_string("");

	if (!text)
		return false;
	put_format(r, " %s=\"", name);
	put_text(r, text);
	put(r, "\"");
	free(text);
	return true;
}

static bool put_field(struct replace *r, struct tutor *t, size_t step, const char *tag, const struct tutorial_field *f,
                      char *error)
{
	char *text = f->text ? tutor_fill(t, step, f->text, error) : NULL;

	if (text)
		put_element(r, tag, text);
	free(text);
	return text || !f->text;
}

static bool put_question(struct replace *r, struct tutor *t, size_t step, char *error)
{
	const struct tutorial_step *s = &t->tutorial->steps[step];
	struct pointing p;
	struct verdict v;
	char *answer;
	bool ok = put_field(r, t, step, "p class=question", s->task.text ? &s->task : &s->question, error);

	for (size_t place = 0; ok && place < s->noptions; place++) {
		size_t i = tutor_option(t, step, place);

		ok = tutor_choice(t, step, i, &v, error);
		put_format(r, "<button class=option data-ok=\"%d\"", ok && v.right);
		ok = ok && put_attribute(r, t, step, "data-say", &s->options[i].say, error);
		put_format(r, ">%zu. ", place + 1);
		ok = ok && put_field(r, t, step, "span", &s->options[i].text, error);
		put(r, "</button>\n");
	}
	if (ok && s->kind == QUESTION_VALUE) {
		answer = tutor_solution(t, step, error);
		ok = answer != NULL;
		put_format(r, "<form data-answer=\"%s\"", ok ? answer : "");
		free(answer);
	} else if (ok && s->kind == QUESTION_THING) {
		ok = tutor_point(t, step, s->answer.text, &p, error);
		put_format(r, "<p data-find=\"%08" PRIx32 "\"", p.address);
	}
	if (ok && s->kind > QUESTION_CHOICE)
		ok = put_attribute(r, t, step, "data-say", &s->say, error) &&
		     put_attribute(r, t, step, "data-otherwise", &s->otherwise, error);
	if (s->kind == QUESTION_VALUE)
		put_format(r, "><input aria-label=\"%s\"> <button>%s</button></form>\n", tr("a number"), tr("Answer"));
	else if (s->kind == QUESTION_THING)
		put_format(r, ">%s</p>\n", tr("Click on its row below."));
	if (s->task.text)
		put_format(r, "<p>%s <code>vforkscope demo %s</code></p>\n", tr("In the explorer:"), t->tutorial->name);
	put(r, "<p class=say hidden role=status></p>\n");
	return ok;
}

static void begin_page(struct replace *r, const char *title)
{
	put_format(r, "<!DOCTYPE html>\n<html lang=\"%s\"><head>", language_chosen());
	put_element(r, "title", title);
	put(r, head);
	put_format(r, "</head><body data-right=\"%s\" data-wrong=\"%s\">\n", tr("Right."), tr("Not so."));
	put_element(r, "h1", title);
	put_format(r, "<p><button id=back>%s</button> <span id=at></span> <button id=next>%s</button></p>\n",
	           tr("Back"), tr("Next"));
}

static bool end_page(struct replace *r, bool ok, char *error)
{
	if (!ok) {
		replace_abort(r);
		return false;
	}
	put(r, script);
	put(r, "</body></html>\n");
	return replace_commit(r, error);
}

bool page_of_lesson(struct tutor *t, const char *path, char error[ERROR_MAX])
{
	struct replace *r = replace_open(path, REPLACE_ANY, error);
	struct timeline_mark mark;
	bool ok = r != NULL;

	if (!r)
		return false;
	begin_page(r, t->tutorial->title.text);
	put_element(r, "p", t->tutorial->goal.text);
	for (size_t i = 0; ok && i < t->tutorial->nsteps; i++) {
		const struct tutorial_step *s = &t->tutorial->steps[i];

		put(r, "<section>\n");
		ok = tutor_mark(t, i, &mark, error) && put_field(r, t, i, "h2", &s->caption, error);
		for (size_t k = 0; ok && k < s->texts.count; k++)
			ok = put_field(r, t, i, "p", &s->texts.list[k], error);
		if (s->question.text || s->task.text)
			ok = ok && put_question(r, t, i, error);
		ok = ok && put_machine(r, t->session, &mark, error);
		put(r, "</section>\n");
	}
	return end_page(r, ok, error);
}

bool page_of_run(struct session *session, const char *title, const char *path, char error[ERROR_MAX])
{
	struct replace *r = replace_open(path, REPLACE_ANY, error);
	long before = session_beginning(session);
	const struct event *e = timeline_event(session_timeline(session), (size_t)before);
	struct timeline_mark mark = {e ? e->icount : 0, before, 0};
	bool ok = r != NULL;

	if (!r)
		return false;
	hazards_if_soon(session);
	begin_page(r, title);
	for (size_t n = 0; ok && n < PAGE_STEPS; n++) {
		put(r, "<section>\n");
		ok = put_machine(r, session, &mark, error);
		put(r, "</section>\n");
		if (!session_notable(session, &mark, 1))
			break;
	}
	return end_page(r, ok, error);
}
