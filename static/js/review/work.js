/* Nothing typed is lost: the unfinished form goes to the register some seconds after the last change and when the
   page is left. The same tells others that somebody is at the draft, for as long as something is done in it. */
import { form } from "./page.js";

const told = document.querySelector("[data-work]");
const rejecting = document.querySelector("[data-rejecting]");
const CSRF = "csrfmiddlewaretoken";
const PAUSE = 2000;
const LONGEST_WAIT = 30000;
/* A double click, or a key pressed twice, is one decision; a page that hangs can be sent again. */
const TWICE = 5000;

const state = { kept: "", saved: "", under: Promise.resolve(), failing: false, wait: PAUSE, timer: 0, decidedAt: 0, active: false, contact: Date.now() };

/* Signing in again in another tab changes the token; the cookie has the new one. */
const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? form.elements[CSRF].value;

const fields = () => {
  const data = new FormData(form);
  for (const [name, value] of rejecting ? new FormData(rejecting) : []) if (!data.has(name)) data.append(name, value);
  data.set(CSRF, token());
  return data;
};

/* What was only looked at is kept along with what is typed, but is nothing unfinished by itself. */
const written = (data) => new URLSearchParams([...data].filter(([name]) => name !== CSRF && name !== "looked")).toString();
const changed = () => written(fields()) !== state.kept;

const say = (words, failing = false) => {
  state.failing = failing;
  told.classList.toggle("is-late", failing);
  if (told.textContent !== words) told.textContent = words;
};

const answered = async (answer) => {
  state.contact = Date.now();
  const { saved, says, until } = await answer.json();
  told.dataset.until = until;
  if (saved) state.saved = `${told.dataset.saved} ${saved}`;
  /* A beat that arrives does not mean that the form did. */
  if (saved || !state.failing) say([state.saved, says].filter(Boolean).join(" · "));
};

const post = (address, data) => fetch(address, { method: "POST", body: data, redirect: "manual" });

const why = (answer) => {
  if (answer.type === "opaqueredirect" || answer.status === 403) return told.dataset.out;
  return answer.status === 413 ? told.dataset.large : told.dataset.failed;
};

const later = (wait) => {
  clearTimeout(state.timer);
  state.timer = setTimeout(save, wait);
};

const failed = (words) => {
  say(words, true);
  state.wait = Math.min(2 * state.wait, LONGEST_WAIT);
};

const send = async () => {
  clearTimeout(state.timer);
  const data = fields();
  const sent = written(data);
  if (sent === state.kept) return;
  try {
    const answer = await post(told.dataset.work, data);
    if (answer.ok) {
      state.kept = sent;
      state.wait = PAUSE;
      state.active = false;
      await answered(answer);
    } else {
      failed(why(answer));
    }
  } catch {
    failed(told.dataset.failed);
  }
  if (changed()) later(state.wait);
};

/* One after the other; fulfilled once what is typed now was sent. */
const save = () => (state.under = state.under.then(send));

const beat = async () => {
  state.active = false;
  state.contact = Date.now();
  const data = new FormData();
  data.set(CSRF, token());
  try {
    const answer = await post(told.dataset.hold, data);
    if (answer.ok) await answered(answer);
  } catch {
    /* What is typed says so when it cannot be kept; a beat that is lost is made up for by the next. */
  }
};

/* A page that is loaded anew is often asked for before what was typed a moment ago arrives: it looks again. */
const LEFT = "sijill-left";
const LOOK_AGAIN = [150, 500, 1500];
const FRESH = 10000;

const lookAgain = async () => {
  for (const wait of LOOK_AGAIN) {
    await new Promise((go) => setTimeout(go, wait));
    if (changed()) return;
    const answer = await fetch(location.href, { redirect: "error" }).catch(() => null);
    if (!answer?.ok) return;
    const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-work]");
    if (!there || changed()) return;
    if (there.dataset.kept !== told.dataset.kept) return location.reload();
  }
};

/* Whether this tab left this draft just now with something typed that was not kept yet. */
const leftTyping = () => {
  const [at, work] = (sessionStorage.getItem(LEFT) ?? "").split(" ");
  sessionStorage.removeItem(LEFT);
  return work === told.dataset.work && Date.now() - at < FRESH;
};

/* Also where an ordinary request would be broken off. Up to 64 kB; the rest went with the last save. */
const leave = (leaving) => {
  const dirty = changed();
  if (!dirty && !leaving) return;
  const data = dirty ? fields() : new FormData();
  data.set(CSRF, token());
  if (dirty) sessionStorage.setItem(LEFT, `${Date.now()} ${told.dataset.work}`);
  if (leaving) data.set("leaving", told.dataset.until);
  if (navigator.sendBeacon(told.dataset.work, data)) {
    if (dirty) state.kept = written(fields());
  } else if (dirty) {
    save();
  }
};

const begin = () => {
  const every = 1000 * Number(told.dataset.every);
  state.kept = "unsaved" in told.dataset ? "" : written(fields());
  if (changed()) later(PAUSE);
  else if (leftTyping()) lookAgain();

  const act = () => {
    state.active = true;
    if (every && Date.now() - state.contact > every) beat();
    if (!state.failing && changed()) later(PAUSE);
  };
  for (const name of ["input", "change", "keyup", "click"]) document.addEventListener(name, act);
  document.addEventListener("scroll", () => (state.active = true), { passive: true, capture: true });
  if (every) setInterval(() => state.active && !document.hidden && beat(), every);

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.closest("#review, .decide form")) return;
    if (Date.now() - state.decidedAt < TWICE) event.preventDefault();
    else state.decidedAt = Date.now();
  });
  /* The page in the other language is asked for before this one is left: what is typed has to be there first. */
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches(".language") || state.failing || !changed()) return;
    event.preventDefault();
    await save();
    event.target.requestSubmit(event.submitter);
  });
  document.addEventListener("visibilitychange", () => document.hidden && leave(false));
  /* A decision ends the claim by itself, and a form that comes back with faults keeps it. */
  addEventListener("pagehide", () => leave(!state.decidedAt && told.dataset.until !== ""));
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    state.decidedAt = 0;
    beat();
  });
  addEventListener("online", save);
  addEventListener("beforeunload", (event) => state.failing && !state.decidedAt && changed() && event.preventDefault());
};

if (told) begin();
