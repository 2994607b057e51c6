package io.github.goprims.jcstress;

import io.github.goprims.jcstress.Summary.Fact;
import io.github.goprims.jcstress.Summary.Outcome;
import io.github.goprims.jcstress.Summary.Race;
import io.github.goprims.jcstress.Summary.Section;

/** A summary as a page in HTML that needs nothing else. */
final class SummaryHtml {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8885; --good: #1a7f37; --bad: #cf222e; --dim: #777; }
      @media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #ff7b72; --dim: #999; } }
      body { font: 15px/1.45 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } h3 { font-size: 1rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .35rem .7rem .35rem 0; }
      tr { border-top: 1px solid var(--line); } .outcomes tr, .head tr:first-child { border: 0; }
      .head { width: auto; } .head th { font-weight: 600; padding-right: 2rem; }
      .races > tbody > tr > td:first-child { width: 36%; } .races > tbody > tr > td:last-child { width: 7rem; }
      .outcomes td { padding: 0 .7rem .15rem 0; } .outcomes td:nth-child(2) { text-align: right; white-space: nowrap; }
      .outcomes td:first-child { width: 30%; } .outcomes td:nth-child(2) { width: 7rem; }
      code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere; }
      .good { color: var(--good); } .bad { color: var(--bad); font-weight: 700; } .dim { color: var(--dim); }
      .name { font-weight: 600; }
      nav a { margin-right: .8rem; }
      """;

  private final StringBuilder page = new StringBuilder();
  private final Summary summary;

  private SummaryHtml(Summary summary) {
    this.summary = summary;
  }

  static String of(Summary summary) {
    return new SummaryHtml(summary).page();
  }

  private String page() {
    String title = summary.twins() ? "Weakened twins under jcstress" : "Races under jcstress";
    add("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    add("<meta name=\"viewport\" content=\"width=device-width\">\n");
    add("<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n".formatted(title, STYLE));
    add("<h1>%s</h1>\n".formatted(title));
    head();
    failures();
    contents();
    String primitive = "";
    for (Section section : summary.sections()) {
      if (!section.primitive().equals(primitive)) {
        primitive = section.primitive();
        add("<h2 id=\"%s\">%1$s</h2>\n".formatted(escape(primitive)));
      }
      section(section);
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private void head() {
    add("<table class=\"head\">\n");
    for (Fact fact : summary.facts()) {
      add("<tr><th>%s</th><td>%s</td></tr>\n".formatted(escape(fact.name()), escape(fact.value())));
    }
    add("</table>\n");
  }

  private void failures() {
    if (summary.failures().isEmpty()) {
      String all = summary.twins() ? "Each twin was caught." : "Each race passed.";
      add("<p class=\"good\">%s</p>\n".formatted(all));
      return;
    }
    add("<p class=\"bad\">%d failed:</p>\n<ul>\n".formatted(summary.failures().size()));
    for (Race race : summary.failures()) {
      add(
          "<li><a href=\"#%s\">%s</a>: %s</li>\n"
              .formatted(race.name(), race.name(), race.verdict().text()));
    }
    add("</ul>\n");
  }

  private void contents() {
    add("<nav>");
    summary.sections().stream()
        .map(Section::primitive)
        .distinct()
        .forEach(name -> add("<a href=\"#%s\">%1$s</a> ".formatted(escape(name))));
    add("</nav>\n");
  }

  private void section(Section section) {
    if (!section.family().isEmpty()) {
      add("<h3><code>%s</code></h3>\n".formatted(section.family()));
    }
    add(
        "<table class=\"races\">\n<thead><tr><th>%s</th>"
            .formatted(summary.twins() ? "twin, and what is weakened" : "race, and what it hunts"));
    add("<th>outcomes</th><th>verdict</th></tr></thead>\n<tbody>\n");
    for (Race race : section.races()) {
      race(race);
    }
    add("</tbody>\n</table>\n");
  }

  private void race(Race race) {
    add("<tr id=\"%s\"><td><div class=\"name\">%s</div>".formatted(race.name(), race.simpleName()));
    add("<div>%s</div>".formatted(prose(race.about())));
    add(
        "<div class=\"dim\">%s %s</div></td>\n"
            .formatted(summary.twins() ? "twin of" : "guards", prose(race.more())));
    add("<td><table class=\"outcomes\">\n");
    race.outcomes().forEach(this::outcome);
    String mark = race.verdict().isGood() ? "good" : "bad";
    add("</table></td><td><span class=\"%s\">%s</span>".formatted(mark, race.verdict().text()));
    add("<div>%s</div></td></tr>\n".formatted(escape(race.trouble())));
  }

  private void outcome(Outcome outcome) {
    boolean wanted = summary.twins() || !outcome.isForbidden();
    String mark = !outcome.isSeen() ? "dim" : wanted ? "" : "bad";
    add(
        "<tr class=\"%s\"><td><code>%s</code></td><td>%s</td><td>%s%s</td></tr>\n"
            .formatted(
                mark,
                escape(outcome.id()),
                outcome.isSeen() ? Head.number(outcome.count()) : "not seen",
                outcome.isForbidden() ? "forbidden: " : "",
                escape(outcome.description())));
  }

  private void add(String text) {
    page.append(text);
  }

  /** Markdown of one line, of which only code matters here. */
  private static String prose(String markdown) {
    return escape(markdown).replaceAll("`([^`]*)`", "<code>$1</code>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
