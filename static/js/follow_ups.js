/* The list of follow-ups: keys go from row to row, tick and open; a value is changed in its place. The list may be
   replaced at any time (refresh.js), so nothing of it is kept here. Without script the same links lead to a page. */
import { on, showKeys } from "./review/keys.js";

const rows = () => [...document.querySelectorAll("[data-row]")];
const here = () => document.activeElement?.closest("[data-row]");
const go = (row) => {
  row?.querySelector("th a")?.focus();
  row?.scrollIntoView({ block: "nearest" });
};
const step = (by) => () => {
  const all = rows();
  const from = all.indexOf(here());
  go(all[from < 0 ? 0 : Math.min(Math.max(from + by, 0), all.length - 1)]);
};

on("row-next", step(1));
on("row-previous", step(-1));
on("tick", () => {
  const pick = here()?.querySelector(".pick");
  if (!pick) return false;
  pick.click();
});
on("open", (event) => {
  if (!here() || event.target.closest("a, button, summary, form")) return false;
  here().querySelector("th a").click();
});
for (const name of ["status", "owner", "assignee", "due"]) {
  on(`edit-${name}`, () => {
    const link = here()?.querySelector(`[data-cell="${name}"] [data-edit]`);
    if (!link) return false;
    link.click();
  });
}
on("many", () => {
  if (!document.querySelector(".pick:checked")) return false;
  document.querySelector("#many button").click();
});

/* Ticks. */
const count = () => {
  const picks = [...document.querySelectorAll(".pick")];
  const ticked = picks.filter((pick) => pick.checked).length;
  const told = document.querySelector("[data-ticked]");
  if (told) told.textContent = ticked ? `${ticked} ${told.dataset.word}` : "";
  const all = document.querySelector("[data-all]");
  if (!all) return;
  all.hidden = false;
  all.checked = ticked > 0 && ticked === picks.length;
  all.indeterminate = ticked > 0 && ticked < picks.length;
};
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) {
    for (const pick of document.querySelectorAll(".pick")) pick.checked = event.target.checked;
  }
  if (event.target.matches("[data-all], .pick")) count();
});
document.addEventListener("htmx:afterSettle", count);
addEventListener("pageshow", count);

/* Values. What stood in a cell comes back if nothing is changed. What was typed goes only if one saves or cancels. */
const stood = new WeakMap();
const typed = new WeakSet();
const leave = (cell) => {
  if (!stood.has(cell)) return;
  cell.replaceChildren(...stood.get(cell));
  stood.delete(cell);
  typed.delete(cell);
  cell.querySelector("[data-edit]")?.focus();
};
const ask = (address, options = {}) =>
  fetch(address, { ...options, redirect: "manual", headers: { "X-Requested-With": "fetch" } });
const put = (cell, html) => {
  const form = document.createRange().createContextualFragment(html);
  cell.replaceChildren(form);
  cell.querySelector("[role=alert], .has-error")
    ? cell.querySelector(".has-error :is(input, select, textarea)")?.focus()
    : cell.querySelector(":is(input, select, textarea):not([type=hidden])")?.focus();
};
/* `why` names the words: a data attribute of the page. */
const tell = (form, why) => {
  form.querySelector("[data-why]")?.remove();
  const told = document.createElement("p");
  told.className = "late";
  told.dataset.why = why;
  told.setAttribute("role", "alert");
  told.textContent = document.getElementById("follow-ups").dataset[why];
  form.prepend(told);
};
const unfinished = () => {
  const cell = [...document.querySelectorAll("[data-cell]:has(.cell-form)")].find((one) => typed.has(one));
  if (!cell) return false;
  tell(cell.querySelector(".cell-form"), "unfinished");
  cell.querySelector(":is(input, select, textarea):not([type=hidden])").focus();
  return true;
};
/* Signing in again makes the token of the open form void. */
const renewToken = async (form) => {
  const answer = await ask(form.action);
  if (!answer.ok) return;
  const fresh = document.createRange().createContextualFragment(await answer.text());
  const [old, token] = [form, fresh].map((one) => one.querySelector("[name=csrfmiddlewaretoken]"));
  old.value = token.value;
};

document.addEventListener("input", (event) => {
  if (event.target.closest(".cell-form")) typed.add(event.target.closest("[data-cell]"));
});

document.addEventListener("click", async (event) => {
  const cell = event.target.closest("[data-cell]");
  if (event.target.closest("[data-leave]")) return leave(cell);
  const link = event.target.closest("[data-edit]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (unfinished()) return;
  try {
    const answer = await ask(link.dataset.edit);
    if (!answer.ok) throw new Error(answer.status);
    const form = await answer.text();
    if (unfinished()) return;
    for (const other of document.querySelectorAll("[data-cell]:has(.cell-form)")) leave(other);
    stood.set(cell, [...cell.childNodes]);
    put(cell, form);
  } catch {
    location.assign(link.href);
  }
});

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-cell]:has(.cell-form)");
  if (event.key === "Escape" && cell) leave(cell);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".cell-form")) return;
  event.preventDefault();
  const cell = form.closest("[data-cell]");
  const save = form.querySelector("button");
  if (save.disabled) return;
  save.disabled = true;
  try {
    if (form.querySelector("[data-why=failed], [data-why=out]")) await renewToken(form);
    const body = new FormData(form);
    body.append("next", location.pathname + location.search);
    const answer = await ask(form.action, { method: "POST", body });
    if (answer.type === "opaqueredirect") {
      tell(form, "out");
      return;
    }
    const html = await answer.text();
    if (answer.ok) {
      const row = cell.closest("[data-row]");
      const name = cell.dataset.cell;
      const ticked = row.querySelector(".pick")?.checked;
      const made = document.createElement("template");
      made.innerHTML = html;
      const fresh = made.content.querySelector("[data-row]");
      if (ticked) fresh.querySelector(".pick").checked = true;
      const tabs = made.content.querySelector("nav.views");
      if (tabs) document.querySelector("nav.views")?.replaceChildren(...tabs.children);
      row.replaceWith(fresh);
      fresh.querySelector(`[data-cell="${name}"] [data-edit]`).focus();
      document.getElementById("told").textContent = document.querySelector("[data-saved]")?.dataset.saved ?? "";
    } else if (html.includes("cell-form")) put(cell, html);
    else throw new Error(answer.status);
  } catch {
    tell(form, "failed");
  } finally {
    save.disabled = false;
  }
});

count();
showKeys();
