/* Upload: files are dropped, chosen or pasted, listed, and sent one request each, a few at a time. A line stays on
   the page until the server has the file; what broke off is sent again from here. Without script the form does it. */
import { filesOf } from "./dropped.js";

const AT_ONCE = 3;
const SILENT_MS = 60_000; /* so long without a byte or an answer is a broken connection */

const form = document.querySelector("[data-upload]");
const zone = form.querySelector("[data-dropzone]");
const choosers = form.querySelectorAll("input[type=file]");
const batch = document.querySelector("#batch");
const list = batch.querySelector("[data-files]");
const again = batch.querySelector("[data-again-all]");
const pattern = document.querySelector("#upload-line").content.firstElementChild;
const units = [...document.querySelector("#upload-sizes").content.children].reverse();

const lines = new Map(); /* element of the line -> { file, text (instead of a file), name, request } */
const UNSENT = ["refused", "large", "cut", "fault", "signedout", "missing", "stopped"];

const sized = (bytes) => {
  const unit = units.find((each) => bytes >= each.dataset.unit) ?? units.at(-1);
  return `${(bytes / unit.dataset.unit).toLocaleString("en", { maximumFractionDigits: 1 })} ${unit.textContent}`;
};

const show = (line, state) => {
  line.dataset.state = state;
  line.dataset.group = UNSENT.includes(state) && state !== "stopped" ? "unsent" : state === "stopped" ? "waiting" : state;
  line.classList.toggle("is-late", line.dataset.group === "unsent");
  const focused = line.contains(document.activeElement);
  for (const part of line.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
  if (focused) line.querySelector("[data-act]:not([hidden])")?.focus();
};

const add = (file, text) => {
  const line = pattern.cloneNode(true);
  const name = text ? form.dataset.pasted : file.path;
  for (const place of line.querySelectorAll("[data-name]")) place.textContent = name;
  line.querySelector("[data-size]").textContent = sized(file.size);
  lines.set(line, { file, text, name, request: null });
  show(line, file.size > Number(form.dataset.most) ? "large" : "waiting");
  list.append(line);
};

const addAll = (files) => {
  for (const file of files) add(file);
  batch.hidden = !list.children.length;
};

/* --- sending ----------------------------------------------------------------------------------------------- */

const queue = [];
let sending = 0;

const next = () => {
  while (sending < AT_ONCE && queue.length) {
    const line = queue.shift();
    if (lines.has(line) && line.dataset.state === "sending") send(line);
  }
};

const start = (line) => {
  show(line, "sending");
  line.querySelector("progress").value = 0;
  queue.push(line);
  next();
};

const send = async (line) => {
  sending += 1;
  const here = lines.get(line);
  let state = (await readable(here.file)) ? "" : "missing";
  if (!state) state = line.dataset.state === "sending" ? await post(line, here) : "stopped";
  here.request = null;
  sending -= 1;
  if (state) show(line, state);
  next();
};

/* A file may have been moved or changed since it was chosen; the browser would only say that the network failed. */
const readable = (file) => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

const post = (line, here) =>
  new Promise((done) => {
    const request = new XMLHttpRequest();
    here.request = request;
    const data = new FormData(form);
    data.delete("files");
    data.delete("text");
    if (here.text) data.append("text", here.text);
    else data.append("files", here.file, here.name);
    let clock;
    let silent = false;
    const heard = () => {
      clearTimeout(clock);
      clock = setTimeout(() => { silent = true; request.abort(); }, SILENT_MS);
    };
    const end = (state) => () => { clearTimeout(clock); done(state()); };
    request.upload.addEventListener("progress", (event) => {
      heard();
      if (event.lengthComputable) line.querySelector("progress").value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", end(() => answered(line, request)));
    request.addEventListener("error", end(() => "cut"));
    request.addEventListener("abort", end(() => (silent ? "cut" : "stopped")));
    request.open("POST", form.dataset.upload);
    heard();
    request.send(data);
  });

/* Puts the server's line in the place of ours, or says why there is none. */
const answered = (line, request) => {
  if (new URL(request.responseURL).pathname !== form.dataset.upload) return "signedout";
  const holder = document.createElement("template");
  holder.innerHTML = request.responseText;
  const arrived = holder.content.querySelector("li[data-number]");
  if ((request.status === 200 || request.status === 201) && arrived) {
    place(line, arrived);
    return "";
  }
  if (request.status === 413 && !request.responseText.startsWith("<b>")) return "large";
  if ([413, 422, 429, 503].includes(request.status) && request.responseText.startsWith("<b>")) {
    line.querySelector("[data-why]").replaceChildren(holder.content);
    return "refused";
  }
  /* Another window may have signed in anew: then the form's token is an old one. */
  if (request.status === 403) return "signedout";
  return "fault";
};

const place = (line, arrived) => {
  const focused = line.contains(document.activeElement);
  if (document.getElementById(arrived.id)) arrived.removeAttribute("id");
  lines.delete(line);
  line.replaceWith(arrived);
  if (focused) arrived.querySelector("a, button")?.focus();
};

/* A token as the server would give it now. */
const renewed = async () => {
  const page = await fetch(form.action, { credentials: "same-origin" });
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = fresh.querySelector("[data-upload] [name=csrfmiddlewaretoken]");
  if (token) form.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
};

const resend = async (some) => {
  if (some.some((line) => line.dataset.state === "signedout")) await renewed().catch(() => {});
  for (const line of some) start(line);
};

/* --- what people do ------------------------------------------------------------------------------------------ */

const inState = (...states) => [...lines.keys()].filter((line) => states.includes(line.dataset.state));

form.addEventListener("submit", (event) => {
  if (!lines.size) return; /* only a text: the form goes as it is */
  event.preventDefault();
  const text = form.elements.text.value;
  if (text.trim()) {
    add(new Blob([text]), text);
    form.elements.text.value = "";
  }
  for (const line of inState("waiting")) start(line);
  batch.querySelector("h2").scrollIntoView({ block: "nearest" });
});

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  const line = button?.closest("li");
  const here = lines.get(line);
  if (!here) return;
  if (button.dataset.act === "send") resend([line]);
  if (button.dataset.act === "stop") {
    if (queue.includes(line)) queue.splice(queue.indexOf(line), 1);
    if (here.request) here.request.abort();
    else show(line, "stopped");
  }
  if (button.dataset.act === "remove") {
    const neighbour = line.nextElementSibling ?? line.previousElementSibling;
    lines.delete(line);
    line.remove();
    (neighbour?.querySelector("[data-act]:not([hidden]), a") ?? choosers[0]).focus();
    batch.hidden = !list.children.length;
  }
});

again.addEventListener("click", () => resend(inState("cut", "fault", "signedout", "refused")));

for (const chooser of choosers) {
  chooser.addEventListener("change", () => {
    addAll(filesOf(chooser.files));
    chooser.value = "";
  });
}

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  zone.classList.add("is-over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("is-over");
});
document.addEventListener("drop", async (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  addAll(await filesOf(event.dataTransfer));
});
document.addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  if (files?.length) addAll(filesOf(files));
});

window.addEventListener("beforeunload", (event) => {
  if (inState("waiting", "sending", "cut", "fault", "signedout").length) event.preventDefault();
});

/* --- the batch in numbers, and in the address, so that a reload shows it again -------------------------------- */

let due = 0;
const summed = () => {
  due = 0;
  const groups = [...list.children].map((line) => line.dataset.group);
  for (const count of form.querySelectorAll("[data-count]")) {
    const number = groups.filter((group) => group === count.dataset.count).length;
    if (count.querySelector("b").textContent !== String(number)) count.querySelector("b").textContent = number;
    count.hidden = !number;
  }
  again.hidden = inState("cut", "fault", "signedout", "refused").length < 2;
  const address = new URLSearchParams();
  for (const line of list.querySelectorAll("[data-number]")) {
    address.append(line.dataset.group === "again" ? "again" : "new", line.dataset.number);
  }
  const query = address.size ? `?${address}` : "";
  if (query !== location.search) history.replaceState(null, "", location.pathname + query);
};
new MutationObserver(() => {
  due ||= setTimeout(summed, 400);
}).observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-group"] });

for (const element of form.querySelectorAll("[data-scripted]")) element.hidden = false;
for (const chooser of choosers) chooser.classList.add("sr"); /* their labels are the buttons, in our language */
