// Search, tabs, copying and the choice of a theme. Without it every page can be read just as well.
"use strict";

const root = document.body.dataset.root;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const store = {
  get(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, value); } catch { /* Then it holds for this page only. */ }
  },
};

// Theme

{
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : system.matches;
  };
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    store.set("docwright-theme", theme);
    show();
  });
  system.addEventListener("change", show);
  show();
  button.hidden = false;
}

// Tabs (ARIA Authoring Practices, "Tabs"): stacked samples become one at a time.

for (const tabs of document.querySelectorAll("[data-tabs]")) {
  const kind = tabs.dataset.tabs;
  const panels = [...tabs.querySelectorAll(".panel")];
  panels.forEach(addCopy);
  if (panels.length < 2) continue;
  const title = tabs.querySelector("h2");
  const list = element("div", { role: "tablist" });
  list.setAttribute("aria-labelledby", title.id);
  const buttons = panels.map((panel, at) => {
    const heading = panel.querySelector("h3");
    const label = heading.textContent;
    heading.remove();
    panel.id = `${title.id}-panel-${at}`;
    const tab = element("button", { type: "button", role: "tab", id: `${title.id}-tab-${at}` }, label);
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    list.append(tab);
    return tab;
  });
  const select = (chosen, focus) => {
    buttons.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === chosen));
      tab.tabIndex = at === chosen ? 0 : -1;
      panels[at].hidden = at !== chosen;
    });
    if (focus) {
      buttons[chosen].focus();
      buttons[chosen].scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  };
  const choose = (at, focus) => {
    select(at, focus);
    store.set(`docwright-tab-${kind}`, buttons[at].textContent);
  };
  buttons.forEach((tab, at) => {
    tab.addEventListener("click", () => choose(at, false));
    tab.addEventListener("keydown", (event) => {
      const last = buttons.length - 1;
      const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      choose(to, true);
    });
  });
  title.after(list);
  const before = buttons.findIndex((tab) => tab.textContent === store.get(`docwright-tab-${kind}`));
  select(Math.max(before, 0), false);
}

function addCopy(panel) {
  const code = panel.querySelector("pre");
  const button = element("button", { type: "button", className: "copy" }, "Copy");
  button.addEventListener("click", async () => {
    const done = await copy(code.textContent);
    button.textContent = done ? "Copied" : "Press Ctrl+C";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  panel.append(button);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages from a folder may have no clipboard.
    const area = element("textarea", { value: text, className: "unseen" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

// Search (ARIA Authoring Practices, "Combobox", list autocomplete with manual selection)

{
  const box = document.querySelector(".search");
  const input = document.getElementById("search");
  const list = document.getElementById("results");
  const count = document.getElementById("count");
  let entries = null;
  let chosen = -1;

  // The list comes as a script, since a page from a folder may fetch nothing.
  window.docwrightSearch = (all) => {
    entries = all.map(([kind, title, below, path, words]) => ({
      kind, title, below, path,
      words: words ? words.split(" ") : [],
      low: `${title} ${below}`.toLowerCase(),
    }));
    if (document.activeElement === input) search();
  };
  const load = () => {
    if (document.getElementById("search-list")) return;
    document.head.append(element("script", { id: "search-list", src: `${root}assets/search.js` }));
  };

  // Every word has to be somewhere; what starts a title is best, a property counts least.
  const rank = (entry, words) => {
    let sum = 0;
    let property = "";
    for (const word of words) {
      const at = entry.low.indexOf(word);
      if (at === 0) sum += 8;
      else if (at > 0) sum += /[\s/{(._-]/.test(entry.low[at - 1]) ? 5 : 3;
      else {
        const found = entry.words.filter((known) => known.toLowerCase().includes(word));
        if (!found.length) return null;
        const whole = found.find((known) => known.toLowerCase() === word);
        property = whole || found[0];
        sum += whole ? 2 : 1;
      }
    }
    if (entry.kind === "resource") sum += 1;
    return { entry, sum, property };
  };

  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length || !entries) return close();
    const found = entries.map((entry) => rank(entry, words)).filter(Boolean);
    found.sort((a, b) => b.sum - a.sum || a.entry.title.length - b.entry.title.length);
    const shown = found.slice(0, 30);
    list.replaceChildren(...shown.map(option));
    if (!shown.length) list.append(element("li", { className: "none", role: "option" }, "Nothing has all of these words"));
    if (!shown.length) list.firstChild.setAttribute("aria-disabled", "true");
    count.textContent = found.length === 1 ? "1 result" : `${found.length} results`;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(shown.length ? 0 : -1);
  };

  const option = ({ entry, property }, at) => {
    const below = [entry.kind === "call" ? entry.below : entry.kind, property && `has ${property}`];
    const item = element("li", { id: `result-${at}`, role: "option" },
      element("strong", {}, entry.title), element("span", {}, below.filter(Boolean).join(" · ")));
    item.dataset.path = entry.path;
    // The field keeps the focus, so that the list stays.
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => open(item));
    return item;
  };

  const open = (item) => { location.href = root + item.dataset.path; };

  const choose = (at) => {
    chosen = at;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `result-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    count.textContent = "";
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };

  input.addEventListener("focus", () => { load(); search(); });
  input.addEventListener("input", search);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const options = list.querySelectorAll("[data-path]");
    if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      close();
    } else if (event.key === "Enter" && chosen >= 0 && options[chosen]) {
      event.preventDefault();
      open(options[chosen]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((chosen + step + options.length) % options.length);
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  box.hidden = false;
}

// A link to an anchor in a closed part opens it.

const reveal = () => {
  // Anchors hold nothing that an address would escape.
  const target = document.getElementById(location.hash.slice(1));
  for (let part = target?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  if (target?.closest("details")) target.scrollIntoView();
};
addEventListener("hashchange", reveal);
if (location.hash) reveal();
document.querySelector("#navigation [aria-current]")?.scrollIntoView({ block: "nearest" });
