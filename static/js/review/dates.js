/* Days in both calendars: as one types in one, the other stands beside. Umm al-Qura, as on the server. */
import { control, fieldOf, form } from "./page.js";

const language = document.documentElement.lang;
const inWords = (calendar, options) => new Intl.DateTimeFormat(`${language}-u-ca-${calendar}-nu-latn`, { timeZone: "UTC", ...options });
const long = { day: "numeric", month: "long", year: "numeric" };
const here = inWords("gregory", { weekday: "long", ...long });
const there = inWords("islamic-umalqura", long);
const figures = new Intl.DateTimeFormat("en-u-ca-islamic-umalqura-nu-latn", { timeZone: "UTC", day: "numeric", month: "numeric", year: "numeric" });

const hijri = (day) => {
  const parts = Object.fromEntries(figures.formatToParts(day).map(({ type, value }) => [type, parseInt(value, 10)]));
  return [parts.year, parts.month, parts.day];
};
const dayOf = (iso) => (/^\d{4}-\d\d-\d\d$/.test(iso) ? new Date(`${iso}T00:00Z`) : null);
const written = ([year, month, day]) => [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");

/* The mean length of a lunar month leads to within some days of it; from there one looks. */
const fromHijri = (text) => {
  const latin = text.replace(/[٠-٩]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit));
  let [year, month, day] = latin.match(/\d+/g)?.map(Number) ?? [];
  if (year <= 31) [year, day] = [day, year];
  if (!day || year < 1343 || year > 1500) return null;
  const near = Date.UTC(622, 6, 19) + ((year - 1) * 354.36707 + (month - 1) * 29.530588 + day - 1) * 864e5;
  for (let shift = -5; shift <= 5; shift++) {
    const guess = new Date(Math.round(near / 864e5 + shift) * 864e5);
    if (hijri(guess).join() === [year, month, day].join()) return guess.toISOString().slice(0, 10);
  }
  return null;
};

const show = (field) => {
  const shown = field.querySelector("[data-day]");
  const iso = control(field).value;
  if (!shown || shown.dataset.day === iso) return;
  const day = dayOf(iso);
  shown.dataset.day = iso;
  shown.textContent = day ? `${here.format(day)} · ${there.format(day)}` : "";
};

const hint = (field) => {
  const other = field.querySelector("[data-hijri]");
  if (!other) return;
  const day = dayOf(control(field).value);
  other.placeholder = day ? written(hijri(day)) : other.dataset.hijri;
};

form.addEventListener("input", ({ target }) => {
  const field = fieldOf(target);
  const other = field?.querySelector("[data-hijri]");
  if (!other) return;
  const date = control(field);
  if (target === other) date.value = fromHijri(other.value) ?? date.value;
  else if (target === date) other.value = "";
  const precision = form.elements.date_precision;
  if (field.dataset.field === "date" && date.value && precision.value === "none") precision.value = "day";
  show(field);
  hint(field);
});

for (const other of form.querySelectorAll("[data-hijri]")) hint(fieldOf(other));
