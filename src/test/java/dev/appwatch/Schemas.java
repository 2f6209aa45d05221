package dev.appwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds trees against the schemas of the project. */
public final class Schemas {

  private Schemas() {}

  /** Returns what is wrong with a tree by the schema of that file. */
  public static List<Error> errors(Path schema, JsonNode tree) {
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Schemas::text))
        .getSchema(SchemaLocation.of(schema.toUri().toString()))
        .validate(tree.toString(), InputFormat.JSON);
  }

  private static @Nullable String text(String address) {
    try {
      return address.startsWith("file:")
          ? Files.readString(Path.of(URI.create(address).getPath()))
          : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
