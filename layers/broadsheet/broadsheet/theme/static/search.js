// The search: reads the shards of the archive, the newest first, once a reader asks, and no more than it takes.
(() => {
  // What one step shows at most, and reads at most; and how many shards are fetched side by side.
  const RESULTS = 20, SHARDS = 24, AHEAD = 4;
  const PAUSE_MS = 300;

  const find = (selector) => document.querySelector(selector);
  const [form, input, note, status, results, further] =
    ["form[role=search]", "#words", ".note", "[role=status]", ".lines", ".further"].map(find);
  const language = document.documentElement.lang || undefined;
  const inUTC = (style) => new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC" });
  const dayText = inUTC({ dateStyle: "medium" }), monthText = inUTC({ year: "numeric", month: "long" });

  // What the page says, in its language: a phrase by its English words, with its values, in the form for their count.
  const phrases = JSON.parse(status.dataset.phrases), forms = new Intl.PluralRules(language);
  const say = (phrase, values = {}) =>
    (phrases[phrase][forms.select(values.count ?? 0)] ?? phrases[phrase].other)
      .replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString(language));

  // Letters as they are compared: without case and accents, and without what readers leave out when they type.
  const ALIKE = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ς": "σ", "ى": "ي", "ة": "ه", "ـ": "" };
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
  const known = new Map();
  const plainLetter = (letter) => {
    if (!known.has(letter)) {
      const bare = letter.normalize("NFKD").toLowerCase().replace(MARKS, "").normalize();
      known.set(letter, [...bare].map((each) => ALIKE[each] ?? each).join(""));
    }
    return known.get(letter);
  };
  const plain = (text) => text.normalize().toLowerCase().replace(/[^\0-\x7f]/gu, plainLetter);

  // A word is looked for where words begin; in scripts that write words together, or put articles in front, anywhere.
  const BEGINS = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{N}]/u;
  const pattern = (word) => new RegExp(`${BEGINS.test(word) ? "(?:^|[^\\p{L}\\p{N}])" : ""}(${word})`, "gu");
  const patternsOf = (query) => [...new Set(plain(query).match(/[\p{L}\p{M}\p{N}]+/gu))].map(pattern);

  const shards = new Map();
  const read = (name) => {
    if (!shards.has(name)) {
      const reading = fetch(`/search/${name}.json`)
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
        .then((shard) => {
          shard.articles = shard.articles?.map(([path, headline, summary, day, section, bylines, keywords, lang, dir]) => {
            const article = { path, headline, summary, day, section: shard.sections[section], bylines, keywords, lang, dir };
            article.plain = plain([headline, summary, article.section, ...bylines, ...keywords].join("\n"));
            return article;
          });
          return shard;
        });
      shards.set(name, reading);
      // What failed is asked for again when it is needed again.
      reading.catch(() => shards.delete(name));
    }
    return shards.get(name);
  };

  // Yields each article that has all the words, the newest first, and the name of each shard when it is read to its
  // end. Yields null where one could not be read; what is asked for next tries it again.
  async function* finding(patterns) {
    const seen = new Set();
    let queue = ["index"];
    while (queue.length) {
      const [name, ...rest] = queue;
      queue.slice(0, AHEAD).forEach(read);
      const shard = await read(name).catch(() => null);
      if (!shard) {
        yield null;
      } else if (name === "index") {
        queue = shard.shards;
      } else {
        queue = rest;
        for (const article of shard.articles) {
          // One that has just been moved may stand in two shards.
          if (seen.has(article.path) || patterns.some((each) => article.plain.search(each) < 0)) continue;
          seen.add(article.path);
          yield article;
        }
        yield name;
      }
    }
  }

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // A text as nodes, with the words that were looked for marked.
  const marked = (text, patterns) => {
    const letters = [...text.normalize()].map((letter) => [letter, plainLetter(letter)]);
    // Which letter each place of the plain text comes from.
    const origins = letters.flatMap(([, bare], index) => Array(bare.length).fill(index));
    const all = letters.map(([, bare]) => bare).join("");
    const hits = new Set();
    for (const each of patterns) {
      for (const hit of all.matchAll(each)) {
        const end = hit.index + hit[0].length;
        origins.slice(end - hit[1].length, end).forEach((index) => hits.add(index));
      }
    }
    const runs = [];
    letters.forEach(([letter, bare], index) => {
      const last = runs.at(-1);
      // An accent of its own stays with its letter.
      const hit = bare || !last ? hits.has(index) : last.hit;
      if (last?.hit === hit) last.text += letter;
      else runs.push({ hit, text: letter });
    });
    return runs.map((run) => (run.hit ? make("mark", {}, run.text) : run.text));
  };

  const line = ({ path, headline, summary, day, section, bylines, keywords, lang, dir }, patterns) => {
    const of = (text) => marked(text, patterns);
    const asked = keywords.filter((keyword) => patterns.some((each) => plain(keyword).search(each) >= 0));
    const signed = [...(bylines.length ? [say("By {names}", { names: bylines.join(", ") })] : []), ...asked].join(" · ");
    return make("li", { class: "h-entry" },
      make("time", { class: "dt-published", datetime: day }, dayText.format(new Date(day))),
      make("div", {},
        make("h2", { class: "p-name", lang, dir }, make("a", { class: "u-url", href: `/${path}` }, ...of(headline))),
        ...(summary ? [make("p", { class: "p-summary", lang, dir }, ...of(summary))] : []),
        make("p", { class: "signed" }, make("span", { class: "by p-category" }, ...of(section)), ...of(signed))));
  };

  let asked = "", patterns = [], finder = null, busy = false, timer;

  const tell = (reached, ended, failed) => {
    const count = results.children.length;
    const found = count ? say("{count} articles found", { count }) : say("Nothing found");
    const back = reached && (failed || !ended);
    const so = back ? say("{found}, back to {month}", { found, month: monthText.format(new Date(reached)) }) : found;
    status.textContent = failed ? `${so}. ${say("The rest could not be read: is there a connection?")}` : `${so}.`;
    further.textContent = say(failed ? "Try again" : "Search further back");
    further.hidden = ended;
  };

  // Searches on, for so many results or so many shards. A search that another has overtaken stops without a word.
  const step = async () => {
    const mine = finder;
    busy = true;
    status.textContent = say("Searching…");
    let reached, shown = 0, tries = 0, ended = false, failed = false;
    while (shown < RESULTS && tries < SHARDS && !ended && !failed) {
      const { value, done } = await mine.next();
      if (finder !== mine) return;
      ended = !!done;
      failed = value === null;
      if (value?.path) {
        results.append(line(value, patterns));
        shown += 1;
      } else {
        tries += 1;
      }
      reached = (value?.day ?? value ?? reached)?.slice(0, 7);
    }
    busy = false;
    tell(reached, ended, failed);
  };

  const search = () => {
    clearTimeout(timer);
    const query = input.value.trim();
    if (query === asked) return;
    asked = query;
    const address = new URL(location);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    patterns = patternsOf(query);
    results.replaceChildren();
    further.hidden = true;
    finder = patterns.length ? finding(patterns) : null;
    if (finder) step();
    else status.textContent = "";
  };

  form.onsubmit = (event) => {
    event.preventDefault();
    search();
  };
  input.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MS);
  };
  further.onclick = async () => {
    if (busy) return;
    const mine = finder, before = results.children.length;
    await step();
    // The button may be gone; whoever pressed it reads on at what is new.
    if (finder === mine) (results.children[before]?.querySelector("a") ?? status).focus();
  };

  note.hidden = true;
  form.hidden = false;
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  if (!input.value) input.focus();
  search();
})();
