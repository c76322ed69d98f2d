// Every page works without: this makes what is printed newer.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const get = (path) => fetch(path).then((answer) => (answer.ok ? answer : Promise.reject(answer.status)));
  const language = document.documentElement.lang || undefined;

  // "2 hours ago" over the printed date, which stays as the title. What is a day old or more counts by the days of the
  // site's calendar, or "yesterday" would be the day before; what is older than a week keeps its date.
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const dayFormat = (timeZone) => new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "numeric", day: "numeric" });
  let days;
  try {
    days = dayFormat(document.documentElement.dataset.zone);
  } catch {
    // An old browser may not know a new zone.
    days = dayFormat();
  }
  const dayOf = (time) => Date.parse(`${days.format(time)} UTC`) / 86400000;
  const ageOf = (then, now) => {
    const seconds = Math.max(0, (now - then) / 1000);
    if (seconds >= 86400) return [Math.max(1, dayOf(now) - dayOf(then)), "day"];
    return seconds >= 3600 ? [Math.floor(seconds / 3600), "hour"] : [Math.floor(seconds / 60), "minute"];
  };
  const age = () => {
    for (const time of all("time[data-ago]")) {
      const [count, unit] = ageOf(Date.parse(time.dateTime), Date.now());
      const isRecent = unit !== "day" || count < 7;
      time.title ||= time.textContent;
      time.textContent = isRecent ? relative.format(-count, unit) : time.title;
      if (time.className === "age") time.hidden = !isRecent;
    }
  };
  age();
  setInterval(age, 60000);

  // A picture's own colour until it has come. A style in the page would need a policy that allows any.
  for (const image of all("img[data-colour]")) {
    if (image.complete) continue;
    image.style.backgroundColor = image.dataset.colour;
    image.onload = image.onerror = () => (image.style.backgroundColor = "");
  }

  // Recent Posts: an article carries those published before it, the fragment the newest. None stands twice on a page.
  const paths = (list) => all(".u-url", list).map((link) => link.getAttribute("href"));
  const shown = new Set([location.pathname, ...all("main .river").flatMap(paths)]);
  for (const slot of all("[data-recent]")) {
    get("/fragments/recent.html").then((answer) => answer.text()).then((html) => {
      const made = document.createElement("template");
      made.innerHTML = html;
      const list = made.content.querySelector("ol");
      for (const item of all("li", list)) {
        if (shown.has(paths(item)[0])) item.remove();
      }
      all("li", list).slice(slot.dataset.recent).forEach((item) => item.remove());
      if (list.children.length && `${paths(list)}` !== `${paths(slot)}`) slot.replaceChildren(list);
      age();
    }, () => {});
  }

  // How many comments there are, and the newest three when the reader comes near them.
  const marks = all("[data-count]");
  const newest = document.querySelector("[data-comments]");
  const count = (number) => marks.forEach((mark) => (mark.textContent = number ? ` (${number.toLocaleString(language)})` : ""));
  const showNewest = () => get(`/comments/${newest.dataset.comments}`).then((answer) => answer.text()).then((html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    count(+page.querySelector(".count data")?.value || 0);
    const list = page.querySelector(".discussion");
    if (!list) return;
    all(".discussion > li", page).slice(3).forEach((item) => item.remove());
    newest.replaceChildren(document.importNode(list, true));
    age();
  }, () => {});
  if (newest) {
    get("/comments/counts.json").then((answer) => answer.json()).then(({ counts }) => {
      const number = counts[newest.dataset.comments];
      count(number);
      // The counts are of the newest articles only: an older one may have comments too.
      if (!number && Object.keys(counts).length < 500) return;
      new IntersectionObserver(([seen], observer) => {
        if (!seen.isIntersecting) return;
        observer.disconnect();
        showNewest();
      }, { rootMargin: "300px" }).observe(newest);
    }, () => {});
  }

  // The system's share sheet, and the address to take along.
  const address = document.querySelector("link[rel=canonical]")?.href || location.href;
  for (const button of all("[data-share]")) {
    if (!navigator.share) continue;
    button.parentElement.hidden = false;
    button.onclick = () => navigator.share({ title: document.querySelector("h1").textContent, url: address }).catch(() => {});
  }
  for (const button of all("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.parentElement.hidden = false;
    button.onclick = () => navigator.clipboard.writeText(address).then(() => (button.textContent = button.dataset.copy), () => {});
  }

  // From the page that thanks for a comment, back to the article.
  const back = document.querySelector("[data-back]");
  if (back && document.referrer.startsWith(`${location.origin}/`)) {
    back.hidden = false;
    back.firstElementChild.href = document.referrer;
  }
})();
