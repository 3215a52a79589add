package dev.jflare.scrub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Scrubs a file with the default rules and so many more of the sort that a site adds, a word and what follows it:
 * {@code ManyRules <rules> <file> <out>}. In the package of the rules, because there a set of them can be made.
 */
public final class ManyRules {
  private ManyRules() {}

  public static void main(String[] args) throws IOException {
    List<Rule> rules = new ArrayList<>(Scrubber.of(ScrubSettings.defaults()).rules().rules());
    Random random = new Random(7);
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      StringBuilder word = new StringBuilder();
      for (int c = 5 + random.nextInt(6); c > 0; c--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      rules.add(
          Rule.named("site " + i, SecretKind.KEY, "the site")
              .hintsInAnyCase(word + "_")
              .text(RegexFinder.masking("(?i)" + word + "_[a-z]{0,9}[=:] ?([0-9A-Za-z]{6,}+)"))
              .build());
    }
    RuleSet set = new RuleSet(rules, Handles.KEPT_ALONE);
    try (InputStream in = Files.newInputStream(Paths.get(args[1]));
        OutputStream out = Files.newOutputStream(Paths.get(args[2]))) {
      new TextPass(set, LineScrub.Format.TEXT, new Redaction(new ScrubTally()), out, Scrubber.WINDOW).copy(in);
    }
  }
}
