package dev.appwatch.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.RawRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NormaliserTest {

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":{\"0\":null}}"})
  void setsAsideWhatItDoesNotUnderstand(String json) throws JsonProcessingException {
    assertThat(normalised(json))
        .isInstanceOfSatisfying(
            Normalised.Rejected.class,
            rejected ->
                assertThat(rejected.record().reason()).isEqualTo(QuarantineReason.UNKNOWN_SHAPE));
  }

  @SuppressWarnings("unchecked") // objects of JSON have text for names
  private static Normalised normalised(String json) throws JsonProcessingException {
    Map<String, @Nullable Object> fields = new ObjectMapper().readValue(json, Map.class);
    return new Normaliser().normalise(new RawRecord(new Position("-", 1, 0), fields, new byte[0]));
  }
}
