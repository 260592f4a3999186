/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Style and script of a page. See page_look.h. */
#include "lesson/page_look.h"

#include <stddef.h>

const char *const page_style[] = {
	":root{--ink:#1d1f24;--paper:#faf8f4;--panel:#ffffff;--second:#5f636c;--rule:#d9d4ca;--free:#f3efe8;"
	"--lender:#0072b2;--lender-tint:#d6e8f4;--borrower:#d55e00;--borrower-tint:#fbe3d3;"
	"--middle:#94408f;--middle-tint:#f3dff2;--parent:#5a50b8;--parent-tint:#e2e0f7;"
	"--child:#946200;--child-tint:#f7e9c8;--damage:#b3123f;--damage-tint:#fbdde3;"
	"--right-tint:#d3f0e6;--machine:#1d1f24;--machine-ink:#ffffff;--alarm:#ffc9a8}",
	"@media (prefers-color-scheme:dark){:root{--ink:#ecedef;--paper:#121418;--panel:#1c1f25;--second:#a0a6b1;"
	"--rule:#383d47;--free:#25282f;--lender:#5cb8ec;--lender-tint:#163a52;--borrower:#ff9146;"
	"--borrower-tint:#4b2b15;--middle:#db93d8;--middle-tint:#452543;--parent:#a9a2f5;--parent-tint:#2c2a5a;"
	"--child:#e0b040;--child-tint:#41320f;--damage:#ff7593;--damage-tint:#521829;"
	"--right-tint:#123b30;--machine:#2b2f38;--machine-ink:#ffffff;--alarm:#ffc9a8}}",
	"*{box-sizing:border-box}",
	"body{font:17px/1.5 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--paper)}",
	"header{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;align-items:center;gap:.3rem 1.2rem;"
	"padding:.5rem 1.2rem;background:var(--paper);border-bottom:1px solid var(--rule)}",
	"h1{font-size:1.05rem;margin:0;flex:1 1 16rem}nav{display:flex;align-items:center;gap:.6rem}",
	"#at{min-width:3.6rem;text-align:center;font-variant-numeric:tabular-nums}",
	"main{max-width:90rem;margin:0 auto;padding:.6rem 1.2rem 2rem}",
	".goal{color:var(--second);margin:.4rem 0}",
	".step{display:none}.step.now{display:block}",
	"h2{font-size:1.65rem;line-height:1.25;margin:.7rem 0 .4rem}.step>p{max-width:46rem;margin:.5rem 0}",
	"h3{font-size:.95rem;margin:0 0 .5rem}h4{font-size:.85rem;margin:.5rem 0 .2rem}",
	"pre,td,code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}",
	"button,input{font:inherit;color:var(--ink);background:var(--panel);border:1px solid var(--rule);"
	"border-radius:6px;padding:.3rem .9rem;cursor:pointer}",
	"button:hover:enabled{border-color:var(--ink)}button:disabled{opacity:.45;cursor:default}",
	":focus-visible{outline:3px solid var(--lender);outline-offset:1px}",
	".machine{background:var(--machine);color:var(--machine-ink);padding:.7rem 1.1rem;border-radius:8px;"
	"margin:1rem 0;font-size:1.1rem;max-width:none!important}",
	".alarm{background:var(--machine);color:var(--alarm)}",
	".parts{display:grid;gap:.8rem;align-items:start;"
	"grid-template-columns:repeat(auto-fit,minmax(min(100%,29rem),1fr))}",
	".part{background:var(--panel);border:1px solid var(--rule);border-radius:8px;"
	"padding:.7rem .9rem;overflow-x:auto}",
	".part pre{margin:0}.part table{border-collapse:collapse;width:100%}",
	"td,th{padding:1px 10px 1px 4px;text-align:left;vertical-align:top}"
	"th{font-size:.85rem}thead th{font-size:.8rem;font-weight:400;"
	"color:var(--second)}",
	"abbr{text-decoration-color:var(--rule)}",
	".line{display:block;padding:0 .3rem;border-left:4px solid transparent;min-width:max-content}"
	".stack td{white-space:nowrap}.line b{font:600 12px system-ui,sans-serif;float:right;"
	"margin-left:1.2rem}",
	".fold,.quiet{color:var(--second)}",
	".here{background:var(--free);border-left:4px solid var(--ink)}",
	".lender{background:var(--lender-tint);border-left:4px solid var(--lender)}",
	".borrower{background:var(--borrower-tint);border-left:4px solid var(--borrower)}",
	".middle{background:var(--middle-tint);border-left:4px solid var(--middle)}",
	".parent{background:var(--parent-tint);border-left:4px solid var(--parent)}",
	".child{background:var(--child-tint);border-left:4px solid var(--child)}",
	".changed,.differs{background:var(--borrower-tint)}",
	".damaged,.inherited{background:var(--damage-tint);font-weight:600}",
	".spaces{display:grid;gap:.7rem;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr))}",
	".space{border:2px solid var(--rule);border-radius:8px;overflow:hidden;padding-bottom:.4rem}",
	".space>p{margin:0;padding:.15rem .6rem;font-size:.85rem}.who{font-weight:600}",
	".tiles{letter-spacing:.05em;white-space:nowrap}",
	".tile{display:inline-block;width:1.35em;text-align:center;border:1px solid var(--ink);border-radius:4px;"
	"margin:0 2px 2px 0;background:var(--panel)}",
	".lent{background-image:repeating-linear-gradient(135deg,var(--panel) 0 5px,var(--lender-tint) 5px 8px)}",
	".written{background:var(--borrower-tint);border:2px solid var(--borrower);font-weight:700}",
	".none{border-style:dashed;background:var(--panel);color:var(--second)}",
	".ask{background:var(--panel);border:1px solid var(--rule);"
	"border-left:5px solid var(--lender);border-radius:8px;"
	"padding:.7rem 1.1rem;margin:.9rem 0;max-width:50rem}.ask p{margin:.3rem 0}.question{font-weight:600}",
	".option{display:block;width:100%;text-align:left;margin:.35rem 0}",
	".say{padding:.5rem .9rem;border-radius:6px;border:1px solid var(--rule)}",
	".right{background:var(--right-tint)}.wrong{background:var(--damage-tint)}",
	".step:has([data-find]) tr[data-word]{cursor:pointer}"
	".step:has([data-find]) tr[data-word]:hover{outline:2px solid var(--lender)}",
	"@media print{header nav{display:none}.step{display:block;break-after:page}}",
	NULL,
};

const char *const page_script[] = {
	"const s=[...document.querySelectorAll('.step')],at=document.getElementById('at'),"
	"back=document.getElementById('back'),next=document.getElementById('next');let n=0;",
	/* A step has an address: a page that is opened again is where it was, and one can point at a step. */
	"function go(k){n=Math.max(0,Math.min(s.length-1,k));s.forEach((e,i)=>e.classList.toggle('now',i===n));"
	"at.textContent=(n+1)+' / '+s.length;back.disabled=n===0;next.disabled=n===s.length-1;"
	"scrollTo(0,0);if(n||location.hash)history.replaceState(null,'','#'+(n+1))}",
	"function say(e,ok,text){const p=e.closest('.step').querySelector('.say');"
	"p.className='say '+(ok?'right':'wrong');p.textContent="
	"document.body.dataset[ok?'right':'wrong']+' '+text;p.hidden=false}",
	"back.onclick=()=>go(n-1);next.onclick=()=>go(n+1);onhashchange=()=>go(+location.hash.slice(1)-1||0);",
	"document.addEventListener('keydown',"
	"e=>{if(e.target.tagName==='INPUT'||e.ctrlKey||e.altKey||e.metaKey)return;"
	"if(e.key==='ArrowRight'||e.key==='PageDown')go(n+1);else if(e.key==='ArrowLeft'||e.key==='PageUp')go(n-1);"
	"else{const o=s[n].querySelectorAll('.option')[+e.key-1];if(o)o.click();return}e.preventDefault()});",
	"document.querySelectorAll('.option').forEach(o=>o.onclick=()=>say(o,o.dataset.ok==='1',o.dataset.say));",
	"document.querySelectorAll('form').forEach(f=>f.onsubmit=e=>{e.preventDefault();"
	"const ok=Number(f.elements[0].value)===Number(f.dataset.answer)&&f.elements[0].value!=='';"
	"say(f,ok,ok?f.dataset.say:f.dataset.otherwise)});",
	"document.querySelectorAll('[data-find]').forEach(q=>q.closest('.step').querySelectorAll('tr[data-word]')"
	".forEach(r=>{r.tabIndex=0;r.onclick=()=>{const ok=r.dataset.word===q.dataset.find;"
	"say(r,ok,ok?q.dataset.say:q.dataset.otherwise)};r.onkeydown=e=>{if(e.key==='Enter')r.onclick()}}));",
	"go(+location.hash.slice(1)-1||0);",
	NULL,
};
