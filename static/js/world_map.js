/* The map is one stop of the Tab key: arrow keys lead from country to country in the order of their numbers, Home and
   End to the first and last. Without script every country is a stop, and a link before the map leads past it. */
for (const map of document.querySelectorAll("[data-world]")) {
  const links = [...map.querySelectorAll("a")];
  const onward = document.dir === "rtl" ? ["ArrowDown", "ArrowLeft"] : ["ArrowDown", "ArrowRight"];
  const back = document.dir === "rtl" ? ["ArrowUp", "ArrowRight"] : ["ArrowUp", "ArrowLeft"];
  for (const [place, link] of links.entries()) link.setAttribute("tabindex", place ? "-1" : "0");

  map.addEventListener("keydown", (event) => {
    const at = links.indexOf(event.target.closest("a"));
    let to;
    if (onward.includes(event.code)) to = Math.min(at + 1, links.length - 1);
    else if (back.includes(event.code)) to = Math.max(at - 1, 0);
    else if (event.code === "Home") to = 0;
    else if (event.code === "End") to = links.length - 1;
    else return;
    event.preventDefault();
    links[at].setAttribute("tabindex", "-1");
    links[to].setAttribute("tabindex", "0");
    links[to].focus();
  });
}
