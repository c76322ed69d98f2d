// The same newsroom for Eleventy: lists are collections, their pages pagination.
const SITE = {
  title: "The Bench Courier",
  tagline: "All the news that is fit to measure",
  url: "https://courier.example",
  sections: ["City", "World", "Business", "Science", "Culture", "Sport", "Opinion", "Travel"],
};
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const PAGE_SIZE = 100;

const slug = (name) => name.toLowerCase().replaceAll(" ", "-");
const machine = (date) => `${date.toISOString().slice(0, 19)}Z`;

// Pages of a hundred articles for each value of a property.
function listed(articles, valuesOf) {
  const lists = new Map();
  for (const article of articles) {
    for (const value of valuesOf(article)) {
      if (!lists.has(value)) lists.set(value, []);
      lists.get(value).push(article);
    }
  }
  const pages = [];
  for (const [name, all] of lists) {
    for (let start = 0; start < all.length; start += PAGE_SIZE) {
      pages.push({ name, slug: slug(name), number: start / PAGE_SIZE + 1, articles: all.slice(start, start + PAGE_SIZE), more: all.length > start + PAGE_SIZE });
    }
  }
  return pages;
}

export default function (eleventy) {
  const newest = (collections) => {
    const articles = collections.getFilteredByGlob("content/**/*.md").toSorted((one, other) => other.date - one.date);
    articles.forEach((article, place) => {
      article.data.earlier = articles.slice(place + 1, place + 7);
      article.data.following = articles[place - 1];
    });
    return articles;
  };
  eleventy.addGlobalData("site", SITE);
  eleventy.addCollection("newest", newest);
  eleventy.addCollection("sectionPages", (collections) => listed(newest(collections), (article) => [article.data.section]));
  eleventy.addCollection("sectionFeeds", (collections) => listed(newest(collections), (article) => [article.data.section]).filter(({ number }) => number === 1));
  eleventy.addCollection("tagPages", (collections) => listed(newest(collections), (article) => article.data.subjects));
  eleventy.addCollection("bylinePages", (collections) => listed(newest(collections), (article) => article.data.by));
  eleventy.addCollection("days", (collections) => listed(newest(collections), (article) => [article.data.day]));
  eleventy.addCollection("months", (collections) => listed(newest(collections), (article) => [article.data.day.slice(0, 7)]));
  eleventy.addFilter("slug", slug);
  eleventy.addFilter("machine", machine);
  eleventy.addFilter("json", (value) => JSON.stringify(value).replaceAll("<", "\\u003c"));
  eleventy.addFilter("long", (date) => `${DAYS[date.getUTCDay()]}, ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 16)} UTC`);
  eleventy.addFilter("short", (date) => `${MONTHS[date.getUTCMonth()].slice(0, 3)} ${date.getUTCDate()}, ${date.getUTCFullYear()}`);
  eleventy.addFilter("first", (values, count) => values.slice(0, count));
  eleventy.addFilter("after", (values, count) => values.slice(count));
  eleventy.addFilter("newsArticle", (data, page) => {
    const url = SITE.url + page.url;
    const at = machine(page.date);
    return {
      "@context": "https://schema.org",
      "@graph": [
        {
          "@type": "NewsArticle", "@id": url, url, mainEntityOfPage: url, headline: data.title, description: data.description,
          image: { "@type": "ImageObject", url: SITE.url + data.image.url, width: data.image.width, height: data.image.height, caption: data.image.caption, creditText: data.image.credit },
          datePublished: at, dateModified: at,
          author: data.by.map((name) => ({ "@type": "Person", name, url: `${SITE.url}/by/${slug(name)}/` })),
          publisher: { "@type": "NewsMediaOrganization", name: SITE.title, url: `${SITE.url}/` },
          articleSection: data.section, keywords: data.subjects, inLanguage: "en",
          isBasedOn: data.credits.map(({ name, url }) => ({ "@type": "CreativeWork", name, url })), isAccessibleForFree: true,
        },
        {
          "@type": "BreadcrumbList",
          itemListElement: [[SITE.title, `${SITE.url}/`], [data.section, `${SITE.url}/${slug(data.section)}/`], [data.title, url]].map(([name, item], place) => ({ "@type": "ListItem", position: place + 1, name, item })),
        },
      ],
    };
  });
  return { dir: { input: ".", output: "public", includes: "_includes" }, markdownTemplateEngine: false, htmlTemplateEngine: "njk", templateFormats: ["md", "njk"] };
}
