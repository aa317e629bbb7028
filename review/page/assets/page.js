"use strict";
// Filters, search, opening what a link leads to, printing. All content stands in the page already.
(() => {
  const form = document.querySelector("form.filters");
  const search = document.querySelector("#search");
  const principal = document.querySelector("#by-principal");
  const resource = document.querySelector("#by-resource");
  const level = document.querySelector("#by-level");
  const shown = document.querySelector("#shown");

  const listOf = (text) => (text === undefined || text === "" ? [] : text.split(" "));
  /** Everything that filters go over, gathered when somebody filters: a large page opens without it. */
  let gathered;
  const gather = () =>
    (gathered ??= {
      items: [...document.querySelectorAll("[data-item]")].map((element) => ({
        element,
        principals: listOf(element.dataset.p),
        resources: listOf(element.dataset.r),
        levels: element.dataset.l,
        text: undefined,
      })),
      figures: [...document.querySelectorAll("[data-figure]")].map((element) => ({
        element,
        edges: [...element.querySelectorAll(".edge")].map((edge) => ({
          edge,
          p: edge.dataset.p,
          to: edge.dataset.to,
          resources: listOf(edge.dataset.r),
          l: edge.dataset.l,
        })),
        nodes: [...element.querySelectorAll("[data-node]")].map((node) => ({
          node,
          id: node.dataset.node,
          text: node.dataset.name,
        })),
      })),
    });

  /** Text of an item, read once and only when somebody searches. */
  const textOf = (item) => (item.text ??= item.element.textContent.toLowerCase());

  function apply() {
    const { items, figures } = gather();
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [p, r, l] = [principal.value, resource.value, level.value];
    let count = 0;
    for (const item of items) {
      const fits =
        (p === "" || item.principals.includes(p)) &&
        (r === "" || item.resources.includes(r)) &&
        (l === "" || item.levels === undefined || item.levels.includes(l)) &&
        words.every((word) => textOf(item).includes(word));
      item.element.hidden = !fits;
      if (fits) count += 1;
    }
    for (const { element, edges, nodes } of figures) {
      const named = new Set(
        nodes.filter(({ text }) => words.every((word) => text.includes(word))).map(({ id }) => id),
      );
      const lit = new Set();
      for (const { edge, p: from, to, resources, l: levels } of edges) {
        const fits =
          (p === "" || from === p) &&
          (r === "" || resources.includes(r)) &&
          (l === "" || levels.includes(l)) &&
          (words.length === 0 || named.has(from) || named.has(to));
        edge.classList.toggle("off", !fits);
        if (fits) lit.add(from).add(to);
      }
      for (const { node, id } of nodes) node.classList.toggle("off", !lit.has(id));
      element.hidden = lit.size === 0;
    }
    const all = words.length === 0 && p === "" && r === "" && l === "";
    shown.textContent = all ? "" : `${count} of ${items.length} shown`;
  }

  let waiting = 0;
  const soon = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(apply, 80);
  };
  search.addEventListener("input", soon);
  for (const select of [principal, resource, level]) select.addEventListener("change", apply);
  form.addEventListener("reset", () => window.setTimeout(apply, 0));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search) {
      form.reset();
    }
  });

  /** A link to something that is closed or filtered away opens it. */
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null) return;
    if (target.hidden) form.reset();
    if (target.tagName === "DETAILS") target.open = true;
    window.setTimeout(() => target.scrollIntoView(), 0);
  }
  window.addEventListener("hashchange", reveal);

  // On paper everything is open, on screen as it was.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const each of closed) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });

  form.hidden = false;
  reveal();
})();
