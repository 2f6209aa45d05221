package dev.appwatch.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A catalogue of the pack lists the values that a member is known to have; there may be others. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.FIELD})
public @interface Catalogued {

  /**
   * Returns the name of the catalogue: {@code operations}, {@code permissions} or {@code roles}.
   */
  String value();
}
