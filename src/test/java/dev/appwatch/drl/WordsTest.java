package dev.appwatch.drl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The words by which pages tell rules are those of the Javadoc of the model: there is no second
 * description to keep. {@code -Dgolden.accept=true} takes them over anew.
 */
final class WordsTest {

  private static final Path MODEL = Path.of("src/main/java/dev/appwatch/model");
  private static final Path WORDS = Path.of("src/main/resources/dev/appwatch/drl/words.properties");
  private static final Pattern TYPE =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public (?:sealed )?(?:record|interface) (\\w+)",
          Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("@param (\\w+) ((?:(?!@param|\\*/).)*)", Pattern.DOTALL);
  private static final Pattern METHOD =
      Pattern.compile(
          "/\\*\\*\\s*Returns ((?:(?!\\*/).)*)\\*/\\s*(?:@OneOf\\([^)]*\\)\\s*)?(?:public |default )*[\\w@<>, ]+ (\\w+)\\(",
          Pattern.DOTALL);

  @Test
  void areThoseOfTheModel() throws IOException {
    Map<String, String> words = new TreeMap<>();
    try (Stream<Path> files = Files.list(MODEL)) {
      for (Path file : files.sorted().toList()) {
        read(Files.readString(file), words);
      }
    }
    String text =
        words.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining("", "# Taken over from the Javadoc of the model.\n", ""));
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(WORDS, text);
    }

    assertThat(words).hasSizeGreaterThan(80);
    assertThat(Files.readString(WORDS)).isEqualTo(text);
  }

  private static void read(String source, Map<String, String> words) {
    Matcher type = TYPE.matcher(source);
    if (!type.find()) {
      return;
    }
    String name = type.group(2);
    words.put(name, sentence(type.group(1)));
    Matcher parameter = PARAMETER.matcher(type.group(1));
    while (parameter.find()) {
      put(words, name + "." + parameter.group(1), plain(parameter.group(2)));
    }
    Matcher method = METHOD.matcher(source.substring(type.end()));
    while (method.find()) {
      put(words, name + "." + method.group(2), sentence(method.group(1)));
    }
  }

  /** Only what can be true or false needs a sentence; other members are told by their values. */
  private static void put(Map<String, String> words, String key, String text) {
    if (text.startsWith("whether ")) {
      words.putIfAbsent(key, text);
    }
  }

  private static String sentence(String javadoc) {
    String plain = plain(javadoc.replaceFirst("(?s)@param.*", ""));
    int end = plain.indexOf(". ");
    String first = end < 0 ? plain : plain.substring(0, end);
    return first.replaceFirst("\\.$", "");
  }

  private static String plain(String javadoc) {
    return javadoc
        .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
        .replaceAll("\\{@(?:code|link) ([^}]*)}", "$1")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
