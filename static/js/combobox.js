/* A text field that suggests what the register has: the ARIA pattern of a combobox with a list, chosen by hand.
   <input data-suggest="person partner" data-suggest-url="/suggest/">: any of country, partner, person, topic.
   A country's name is put into the field. Beside a <select> of links (data-link) what is chosen is chosen there.
   Plain arrows, Enter and Escape while the list is open; with Alt or Ctrl the keys are the page's. */
const WAIT = 120;
const words = document.querySelector("#suggest-words")?.dataset ?? {};
const answers = new Map();
const status = document.createElement("p");
status.className = "sr";
status.setAttribute("role", "status");
document.body.append(status);
let count = 0;

const ask = async (input, signal) => {
  const query = new URLSearchParams({ q: input.value });
  for (const kind of input.dataset.suggest.split(" ")) query.append("kind", kind);
  const address = `${words.url}?${query}`;
  if (!answers.has(address)) {
    const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
    /* Whoever was signed out gets the page to sign in, which suggests nothing. */
    if (!response.ok || !response.headers.get("Content-Type")?.includes("json")) return [];
    answers.set(address, (await response.json()).suggestions);
  }
  return answers.get(address);
};

const piece = (tag, name, text) => {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
};

export class Combobox {
  constructor(input, { own = () => [], ends = () => [], picked }) {
    Object.assign(this, { input, own, ends, picked, active: -1, options: [] });
    this.list = piece("ul", "combo__list", "");
    this.list.id = `suggestions-${(count += 1)}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", words.label);
    this.list.hidden = true;
    const box = piece("span", "combo", "");
    input.before(box);
    box.append(input, this.list);
    input.removeAttribute("list");
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    /* The field keeps the focus, so that a click does not close the list before it counts. */
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.pick([...this.list.children].indexOf(option));
    });
  }

  typed() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    this.waiting = setTimeout(() => this.find(), WAIT);
  }

  async find() {
    clearTimeout(this.waiting);
    this.asked = new AbortController();
    const text = this.input.value.trim();
    try {
      const found = text ? await ask(this.input, this.asked.signal) : this.own();
      if (document.activeElement === this.input) this.show([...found, ...this.ends(text, found)]);
    } catch (error) {
      /* Typed on, or the server is away: then it is a plain field. */
      if (error.name !== "AbortError") this.close();
    }
  }

  /* What is in hand stays in hand if the longer word suggests it, too: the answer may come behind the arrow. */
  show(options) {
    const chosen = this.options[this.active];
    this.options = options;
    this.list.replaceChildren(
      ...options.map((option, number) => {
        const item = piece("li", "combo__option", "");
        item.id = `${this.list.id}-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.append(piece("bdi", "combo__name", option.name));
        if (option.label) item.append(" ", piece("span", "combo__kind", option.label));
        if (option.alias) item.append(" ", piece("bdi", "combo__alias", option.alias));
        if (option.words) item.append(" ", piece("bdi", "combo__words", option.words));
        return item;
      }),
    );
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    status.textContent = options.length ? `${words.label}: ${options.length}` : words.none;
    const again = chosen ? options.findIndex((one) => one.value === chosen.value && one.name === chosen.name) : -1;
    if (again >= 0) this.move(again);
  }

  close() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.active = -1;
  }

  move(to) {
    this.active = (to + this.options.length) % this.options.length;
    [...this.list.children].forEach((item, number) =>
      item.setAttribute("aria-selected", String(number === this.active)),
    );
    const item = this.list.children[this.active];
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  pick(number) {
    const option = this.options[number];
    this.close();
    this.picked(option);
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const open = !this.list.hidden;
    if (event.code === "ArrowDown" || event.code === "ArrowUp") {
      event.preventDefault();
      if (!open) this.find();
      else this.move(event.code === "ArrowDown" ? this.active + 1 : Math.max(this.active, 0) - 1);
    } else if (open && event.code === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (open && ["Enter", "NumpadEnter"].includes(event.code) && this.active >= 0) {
      event.preventDefault();
      this.pick(this.active);
    }
  }
}

const tell = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));
const put = (input, text) => {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  tell(input);
};

/* A field whose value is the name itself. */
const plain = (input) => {
  const box = new Combobox(input, {
    picked: (option) => {
      put(input, option.name);
      box.close();
    },
  });
};

/* A link: the select keeps what is chosen, the field shows it. */
const linked = (block) => {
  const input = block.querySelector("[data-suggest]");
  const select = block.querySelector("select");
  const remember = block.querySelector("[data-remember]");
  const known = block.querySelector("[data-known]");
  const row = block.closest("[data-row]");
  select.closest("p").hidden = true;
  const label = input.closest("p").querySelector("label");
  label.textContent = select.closest("p").querySelector("label").textContent;

  const refresh = () => {
    remember.hidden = !/^\d+$/.test(select.value);
    if (known) known.hidden = Boolean(select.value);
  };
  const choose = (option) => {
    if (![...select.options].some((one) => one.value === option.value)) {
      const made = new Option(option.name, option.value);
      Object.assign(made.dataset, { name: option.name, words: option.words ?? "" });
      select.append(made);
    }
    select.value = option.value;
    input.value = option.value ? option.name : "";
    refresh();
    tell(select);
    offer(row, block, option);
  };
  const numbers = () => [...select.options].filter((one) => /^\d+$/.test(one.value)).map(from);
  const from = (one) => ({
    value: one.value,
    name: one.dataset.name ?? one.textContent,
    words: one.dataset.words ?? "",
  });
  new Combobox(input, {
    own: numbers,
    ends: () => [...select.options].filter((one) => !/^\d+$/.test(one.value)).map(from),
    picked: choose,
  });
  /* What is written over a choice undoes it. */
  input.addEventListener("input", () => {
    if (!select.value) return;
    select.value = "";
    refresh();
    tell(select);
  });
  block.querySelector("[data-twin] button").addEventListener("click", (event) => {
    const { value, name, words: told } = event.target.dataset;
    event.target.parentElement.hidden = true;
    more.open = true;
    choose({ value, name, words: told });
    input.focus();
  });
  /* Whoever opens the box wants to search: what is typed next belongs in it. */
  const more = block.querySelector("details");
  more.querySelector("summary").addEventListener("click", (event) => {
    event.preventDefault();
    more.open = !more.open;
    if (more.open) input.focus();
  });
  /* Who is alike is seen before the list is opened. */
  const alike = numbers().filter((one) => one.value !== select.value);
  if (alike.length) input.placeholder = `↓ ${alike[0].name}${alike.length > 1 ? ` +${alike.length - 1}` : ""}`;
  if (select.value === "new" && !input.value) input.value = select.selectedOptions[0].textContent;
  refresh();
};

/* The same person written twice: what one is linked to is offered to the other. */
const offer = (row, block, option) => {
  for (const prefix of (block.dataset.twins ?? "").split(" ").filter(Boolean)) {
    const select = document.querySelector(`[name="${prefix}-link"]`);
    const twin = select?.closest("[data-link]");
    if (!twin) continue;
    const line = twin.querySelector("[data-twin]");
    line.hidden = !/^\d+$/.test(option.value) || Boolean(select.value);
    const button = line.querySelector("button");
    Object.assign(button.dataset, { value: option.value, name: option.name, words: option.words ?? "" });
    button.textContent = `${words.twin} ${option.name}`;
  }
};

const attach = (root) => {
  for (const block of root.querySelectorAll("[data-link]")) {
    if (block.querySelector("[data-suggest]:not([role=combobox])")) linked(block);
  }
  for (const input of root.querySelectorAll("[data-suggest]:not([role=combobox])")) plain(input);
};

/* After all other scripts: one of them keeps blank rows as the server made them. Rows that are added later have
   fields, too. */
document.addEventListener("DOMContentLoaded", () => {
  attach(document);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node instanceof Element) attach(node);
    }
  }).observe(document.querySelector("main"), { childList: true, subtree: true });
});
