package dev.appwatch.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mutants that nothing could ever notice, with the reason, as people wrote them down.
 *
 * @param file name of the file, for messages
 * @param entries what they wrote
 */
public record Equivalents(String file, List<Entry> entries) {

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Nothing was written down. */
  public static final Equivalents NONE = new Equivalents("", List.of());

  public Equivalents {
    entries = List.copyOf(entries);
  }

  /**
   * One mutant.
   *
   * @param rule its rule
   * @param mutant what is changed
   * @param reason why that makes no difference, in one sentence
   */
  public record Entry(@Nullable String rule, @Nullable String mutant, @Nullable String reason) {

    boolean names(Mutant other) {
      return other.rule().equals(rule) && other.what().equals(mutant);
    }
  }

  /**
   * Reads a file of equivalent mutants.
   *
   * @throws IllegalArgumentException when it can't be used
   */
  public static Equivalents read(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      List<Entry> entries =
          YAML.readValue(
              Files.readString(file, StandardCharsets.UTF_8), new TypeReference<List<Entry>>() {});
      for (Entry entry : entries) {
        if (blank(entry.rule()) || blank(entry.mutant()) || blank(entry.reason())) {
          throw new IllegalArgumentException(
              "%s: every entry must have a rule, a mutant and a reason (%s)."
                  .formatted(name, entry));
        }
      }
      return new Equivalents(name, entries);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          "%s:%d: the file can't be read: %s".formatted(name, line, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /** Returns why nobody could notice a mutant, if that was written down. */
  public Optional<String> reason(Mutant mutant) {
    return reason(mutant.rule(), mutant.what());
  }

  /** Returns the same for a rule and what is changed in it. */
  Optional<String> reason(String rule, String what) {
    return entries.stream()
        .filter(entry -> rule.equals(entry.rule()) && what.equals(entry.mutant()))
        .findFirst()
        .map(entry -> String.valueOf(entry.reason()));
  }

  /**
   * Returns what is wrong with the list: entries that name no mutant, that some scenario notices,
   * or that are there twice.
   *
   * @param mutants all mutants
   * @param survivors those that no scenario notices
   */
  public List<String> wrong(List<Mutant> mutants, List<Mutant> survivors) {
    List<String> wrong = new ArrayList<>();
    Set<Entry> seen = new HashSet<>();
    for (Entry entry : entries) {
      String what = null;
      if (!seen.add(entry)) {
        what = "is there twice";
      } else if (mutants.stream().noneMatch(entry::names)) {
        what = "is no mutant of this pack";
      } else if (survivors.stream().noneMatch(entry::names)) {
        what = "is noticed by a scenario, so it is not equivalent";
      }
      if (what != null) {
        wrong.add(
            "%s: error: the mutant (%s) of the rule (%s) %s.\n    Maybe remove the entry."
                .formatted(file, entry.mutant(), entry.rule(), what));
      }
    }
    return wrong;
  }
}
