package dev.appwatch.cli;

import dev.appwatch.model.RuleCard;
import dev.appwatch.proof.Catalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A layer for the ATT&amp;CK Navigator in which colour means that scenarios show a row to alert and
 * to stay quiet, not that somebody claims it; layer format 4.5.
 */
final class AttackLayer {

  private static final String TESTED = "#31a354";
  private static final String CLAIMED = "#d9d9d9";

  private AttackLayer() {}

  static Map<String, Object> of(List<RuleCard> cards, Catalogue catalogue) {
    Map<String, List<RuleCard>> byTechnique = new TreeMap<>();
    for (RuleCard card : cards) {
      card.attack()
          .forEach(
              technique ->
                  byTechnique.computeIfAbsent(technique, any -> new ArrayList<>()).add(card));
    }
    List<Object> techniques = new ArrayList<>();
    byTechnique.forEach((technique, of) -> techniques.add(technique(technique, of, catalogue)));
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("name", "Appwatch: tested rows");
    layer.put("versions", Map.of("layer", "4.5", "attack", "17", "navigator", "5.1.0"));
    layer.put("domain", "enterprise-attack");
    layer.put(
        "description",
        "Green: every row of the technique alerts in a scenario and stays quiet in another. Grey: it does not.");
    layer.put("techniques", techniques);
    layer.put(
        "legendItems",
        List.of(
            Map.of("label", "tested", "color", TESTED),
            Map.of("label", "claimed, not tested", "color", CLAIMED)));
    return layer;
  }

  private static Map<String, Object> technique(
      String id, List<RuleCard> cards, Catalogue catalogue) {
    int scenarios = 0;
    boolean tested = true;
    List<String> rows = new ArrayList<>();
    for (RuleCard card : cards) {
      int alerting = catalogue.scenarios(card, true).size();
      int quiet = catalogue.scenarios(card, false).size();
      scenarios += alerting + quiet;
      tested &= alerting > 0 && quiet > 0;
      rows.add("%s: %d reported, %d left alone".formatted(card.id(), alerting, quiet));
    }
    Map<String, Object> technique = new LinkedHashMap<>();
    technique.put("techniqueID", id);
    technique.put("score", scenarios);
    technique.put("color", tested ? TESTED : CLAIMED);
    technique.put("comment", String.join("; ", rows));
    technique.put("enabled", true);
    return technique;
  }
}
