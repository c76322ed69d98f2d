# frozen_string_literal: true

# Lists in pages of a hundred, and what each article knows of its neighbours.
class Courier < Jekyll::Generator
  PAGE_SIZE = 100

  def generate(site)
    @site = site
    newest = site.collections["articles"].docs.sort_by(&:date).reverse
    newest.each_with_index do |article, place|
      article.data["earlier"] = newest[place + 1, 6]
      article.data["following"] = newest[place - 1] if place.positive?
    end
    months = newest.group_by { |article| article.data["day"][0, 7] }
    add("", "index.html", "home", newest, "style" => "fronts")
    %w[feed.xml feed.atom feed.json sitemap.xml].each { |name| add("", name, name.tr(".", "-"), newest) }
    add("archive", "index.html", "archive", newest, "title" => "Archive", "months" => months.keys)
    group(newest) { |article| [article.data["section"]] }.each do |name, articles|
      add(slug(name), "feed.xml", "feed-xml", articles, "title" => "#{site.config["title"]}: #{name}")
      list(slug(name), name, articles, "section" => name)
    end
    group(newest) { |article| article.data["subjects"] }.each { |name, of| list("tags/#{slug(name)}", name, of) }
    group(newest) { |article| article.data["by"] }.each { |name, of| list("by/#{slug(name)}", name, of) }
    newest.group_by { |article| article.data["day"] }.each { |day, of| ledger(day, of) }
    months.each { |month, of| ledger(month, of) }
  end

  private

  def group(articles)
    articles.each_with_object({}) do |article, groups|
      yield(article).each { |name| (groups[name] ||= []) << article }
    end
  end

  def list(path, name, articles, more = {})
    pages_of("list", path, name, articles, more.merge("style" => "fronts"))
  end

  def ledger(period, articles)
    pages_of("ledger", "archive/#{period.tr("-", "/")}", period, articles, {})
  end

  def pages_of(layout, path, name, articles, more)
    slices = articles.each_slice(PAGE_SIZE).to_a
    slices.each_with_index do |slice, place|
      folder = place.zero? ? path : "#{path}/#{place + 1}"
      facts = { "title" => name, "folder" => path, "number" => place + 1, "more" => place + 1 < slices.length }
      add(folder, "index.html", layout, slice, facts.merge(more))
    end
  end

  def add(folder, file, layout, articles, facts = {})
    page = Jekyll::PageWithoutAFile.new(@site, @site.source, folder, file)
    page.data.merge!(facts, "layout" => layout, "articles" => articles)
    @site.pages << page
  end

  def slug(name)
    Jekyll::Utils.slugify(name)
  end
end

module CourierFilters
  def news_article(page)
    site = @context.registers[:site].config
    at = page["date"].strftime("%Y-%m-%dT%H:%M:%SZ")
    root = site["url"]
    url = root + page["url"]
    image = page["image"]
    crumbs = [[site["title"], "#{root}/"], [page["section"], "#{root}/#{Jekyll::Utils.slugify(page["section"])}/"],
              [page["title"], url]]
    {
      "@context" => "https://schema.org",
      "@graph" => [
        {
          "@type" => "NewsArticle", "@id" => url, "url" => url, "mainEntityOfPage" => url,
          "headline" => page["title"], "description" => page["description"],
          "image" => {
            "@type" => "ImageObject", "url" => root + image["url"], "width" => image["width"],
            "height" => image["height"], "caption" => image["caption"], "creditText" => image["credit"]
          },
          "datePublished" => at, "dateModified" => at,
          "author" => page["by"].map do |name|
            { "@type" => "Person", "name" => name, "url" => "#{root}/by/#{Jekyll::Utils.slugify(name)}/" }
          end,
          "publisher" => { "@type" => "NewsMediaOrganization", "name" => site["title"], "url" => "#{root}/" },
          "articleSection" => page["section"], "keywords" => page["subjects"], "inLanguage" => "en",
          "isBasedOn" => page["credits"].map do |credit|
            { "@type" => "CreativeWork", "name" => credit["name"], "url" => credit["url"] }
          end,
          "isAccessibleForFree" => true
        },
        {
          "@type" => "BreadcrumbList",
          "itemListElement" => crumbs.each_with_index.map do |(name, item), place|
            { "@type" => "ListItem", "position" => place + 1, "name" => name, "item" => item }
          end
        }
      ]
    }.to_json.gsub("<", "\\u003c")
  end
end

Liquid::Template.register_filter(CourierFilters)
