package io.github.goprims.flashsale;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a client wants to buy.
 *
 * @param id chosen by the client, and the same when it asks again
 * @param item what
 * @param quantity how many
 */
record Order(String id, String item, int quantity) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern QUANTITY = Pattern.compile("[1-9][0-9]{0,2}");

  /**
   * Reads the fields of a form.
   *
   * @throws IllegalArgumentException if one is missing or no good, for the eyes of the client
   */
  static Order of(Map<String, String> fields) {
    return new Order(
        field(fields, "id", NAME),
        field(fields, "item", NAME),
        Integer.parseInt(field(fields, "quantity", QUANTITY)));
  }

  private static String field(Map<String, String> fields, String name, Pattern pattern) {
    String value = fields.getOrDefault(name, "");
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException("%s has to match %s".formatted(name, pattern));
    }
    return value;
  }
}
