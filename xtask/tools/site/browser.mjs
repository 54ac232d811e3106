// Opens every page of reference sites in a browser, from a folder and from a server, and uses them
// as people do: by keyboard, on a phone, in the dark, with a screen reader (as axe-core judges it).
// Nothing may be logged, nothing asked for outside of the site. Started by `cargo xtask test`.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";

const facts = JSON.parse(process.argv[2]);
const require = createRequire(join(facts.modules, "_"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// A process of the superuser has no sandbox; the pages are our own.
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: which(facts.browser), args });
const problems = [];
let checks = 0;

try {
  const [bookshop, seeds] = facts.sites;
  await Promise.all(facts.sites.map(everyPage));
  const looks = [["light", 1280], ["dark", 1280], ["light", 360], ["dark", 360]];
  await Promise.all([eachKind(bookshop, looks), eachKind(seeds, [looks[0], looks[3]])]);
  const base = await serve(bookshop, "/some/base/");
  await Promise.all([pathToFileURL(`${bookshop}/`).href, base].map(use));
  await reload();
} catch (error) {
  problems.push(error.stack);
} finally {
  await browser.close();
}
for (const problem of problems) console.error(problem);
console.log(`${checks} checks of reference sites in ${facts.browser}, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);

function which(name) {
  for (const folder of process.env.PATH.split(":")) {
    if (readdirSafe(folder).includes(name)) return join(folder, name);
  }
  return name;
}

function readdirSafe(folder) {
  try { return readdirSync(folder); } catch { return []; }
}

function check(where, what, holds, detail = "") {
  checks += 1;
  if (!holds) problems.push(`${where}: ${what}${detail && `: ${detail}`}`);
}

/** A tab in which anything that is logged, fails or leads out of `home` is a problem. */
async function tab(home, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => check(page.url(), "logs nothing", false, message.text()));
  page.on("pageerror", (error) => check(page.url(), "no script fails", false, error.message));
  page.on("requestfailed", (request) => {
    // What was under way when the tab went on to another page has not failed.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") check(page.url(), "no request fails", false, `${request.url()} ${why}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(home)) check(page.url(), "asks for nothing outside", false, request.url());
  });
  page.on("response", (response) => {
    if (response.status() >= 400) check(page.url(), "everything is there", false, response.url());
  });
  return page;
}

function pagesOf(site) {
  const top = readdirSync(site).filter((name) => name.endsWith(".html"));
  const folders = ["resources", "operations", "pages"];
  return top.concat(folders.flatMap((folder) => readdirSafe(join(site, folder)).map((name) => `${folder}/${name}`)));
}

/** Every page has a title, fits a phone, and its links lead to something. */
async function everyPage(site) {
  const home = pathToFileURL(`${site}/`).href;
  const page = await tab(home, { viewport: { width: 360, height: 740 } });
  const anchors = new Map();
  const links = new Map();
  const titles = new Map();
  for (const path of pagesOf(site)) {
    await page.goto(home + path);
    const seen = await page.evaluate(() => ({
      title: document.title,
      wide: document.documentElement.scrollWidth,
      ids: [...document.querySelectorAll("[id]")].map((known) => known.id),
      links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
    }));
    check(path, "has no horizontal scroll at 360 px", seen.wide <= 360, `${seen.wide} px`);
    check(path, "has a title of its own", seen.title && !titles.has(seen.title), `${seen.title}, like ${titles.get(seen.title)}`);
    check(path, "has each anchor once", new Set(seen.ids).size === seen.ids.length);
    titles.set(seen.title, path);
    anchors.set(home + path, new Set(seen.ids));
    links.set(path, seen.links);
  }
  for (const [path, all] of links) {
    for (const link of all.filter((known) => known.startsWith("file:"))) {
      const [target, anchor] = link.split("#");
      check(path, "links lead somewhere", anchors.has(target), link);
      check(path, "anchors exist", !anchor || anchors.get(target)?.has(anchor), link);
    }
  }
  await page.context().close();
}

/** axe finds nothing on any kind of page, in themes and widths. */
async function eachKind(site, looks) {
  const home = pathToFileURL(`${site}/`).href;
  const all = pagesOf(site);
  const kinds = all.filter((path) => !path.includes("/"));
  for (const folder of ["resources", "operations", "pages"]) {
    // The first and the largest of each.
    const mine = all.filter((path) => path.startsWith(folder));
    const large = mine.toSorted((a, b) => readFileSync(join(site, b)).length - readFileSync(join(site, a)).length);
    kinds.push(large[0]);
  }
  for (const [colorScheme, width] of looks) {
    const page = await tab(home, { colorScheme, viewport: { width, height: 800 } });
    for (const path of kinds) {
      await page.goto(home + path);
      await judge(page, `${path}, ${colorScheme}, ${width} px`);
    }
    await page.context().close();
  }
}

async function judge(page, where) {
  // Through the protocol of the browser's tools, which no policy of the page holds back.
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], preload: false }));
  const found = result.violations.map((known) => `${known.id}: ${known.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 200)}`).join(" | ")}`);
  check(where, "axe finds no violation", found.length === 0, found.join("\n    "));
}

function focused(page) {
  return page.evaluate(() => document.activeElement.textContent);
}

/** Search, tabs, theme and links by keyboard. */
async function use(home) {
  const page = await tab(home);
  const first = `${home}index.html`;
  await page.goto(first);
  await page.keyboard.press("Tab");
  check(first, "the first stop skips to the content", (await focused(page)) === "Skip to content");
  await page.keyboard.press("/");
  await page.keyboard.type("upload cover");
  await page.locator("#results [aria-selected=true]").waitFor();
  await judge(page, `${first}, searching`);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/operations/upload-book-cover.html");
  check(first, "Enter opens what was found", (await page.locator("h1").textContent()) === "Upload Book Cover");

  await page.keyboard.press("/");
  await page.keyboard.type("book");
  await page.locator("#result-1").waitFor();
  await page.keyboard.press("ArrowDown");
  check(first, "arrows choose another result", (await page.getAttribute("#result-1", "aria-selected")) === "true");
  check(first, "what is chosen is said", (await page.getAttribute("#search", "aria-activedescendant")) === "result-1");
  await page.keyboard.press("Escape");
  check(first, "Escape closes the results", await page.locator("#results").isHidden());
  await page.fill("#search", "zzzz");
  check(first, "no result is said", (await page.locator("#count").textContent()) === "0 results");
  await page.fill("#search", "contributors sampleurl");
  check(first, "properties are found", (await page.locator("#results").textContent()).includes("Create Book (Ebook)"));

  await page.goto(`${home}operations/create-book-paper.html`);
  const tabs = page.getByRole("tablist").first().getByRole("tab");
  await tabs.first().focus();
  await page.keyboard.press("ArrowRight");
  check(page.url(), "arrows change tabs", (await tabs.nth(1).getAttribute("aria-selected")) === "true");
  check(page.url(), "the second sample is our client's", (await page.locator(".panel:visible pre").first().textContent()).includes(".create_book("));
  await page.reload();
  check(page.url(), "the chosen tab stays", (await tabs.nth(1).getAttribute("aria-selected")) === "true");

  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.locator("#theme").focus();
  await page.keyboard.press("Enter");
  const dark = await ground();
  check(page.url(), "the theme changes", light !== dark);
  await judge(page, `${page.url()}, dark by choice`);
  await page.goto(first);
  check(first, "the theme stays", (await ground()) === dark);
  await page.context().close();

  const narrow = await tab(home, { viewport: { width: 360, height: 740 } });
  await narrow.goto(first);
  await narrow.getByRole("link", { name: "Menu", exact: true }).click();
  await judge(narrow, `${first}, with the menu`);
  await narrow.locator("#navigation").getByRole("link", { name: "Books" }).click();
  check(first, "the menu leads to resources", (await narrow.locator("h1").textContent()) === "Books");
  await narrow.context().close();

  const plain = await tab(home, { javaScriptEnabled: false });
  await plain.goto(`${home}operations/create-book-paper.html`);
  check(plain.url(), "all samples are there without a script", (await plain.locator(".panel pre:visible").count()) > 5);
  check(plain.url(), "nothing is offered that needs one", await plain.locator("#search, #theme, .copy").first().isHidden());
  await plain.context().close();
}

/** A page that is shown by `--serve` follows the docs. */
async function reload() {
  const page = await tab(facts.served);
  const stranger = await page.context().request.get(facts.served, { headers: { host: "evil.example" }, failOnStatusCode: false });
  check(facts.served, "answers only under its own name", stranger.status() === 421);
  await page.goto(`${facts.served}/operations/create-book-paper.html`);
  await page.waitForFunction(() => document.readyState === "complete");
  const text = readFileSync(facts.page, "utf8");
  const edited = text.replaceAll("operation adds a new book", "operation adds one more book");
  assert.notEqual(edited, text);
  writeFileSync(facts.page, edited);
  const found = page.getByText("operation adds one more book").first().waitFor({ timeout: 20_000 });
  check(facts.served, "shows a change by itself", await found.then(() => true, () => false));
  await page.context().close();
}

/** A server with the site under a base path. */
async function serve(folder, base) {
  const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
  const server = createServer((request, response) => {
    const path = request.url.split("?")[0];
    try {
      if (!path.startsWith(base)) throw new Error("outside");
      const body = readFileSync(join(folder, path.slice(base.length)));
      response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}${base}`;
}
