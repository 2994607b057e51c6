package io.github.goprims.gotest;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a test class within a test, and keeps how its tests have ended. */
final class JUnitRun implements TestExecutionListener {

  private final Map<String, TestExecutionResult> results =
      Collections.synchronizedMap(new TreeMap<>());

  private JUnitRun() {}

  static JUnitRun of(Class<?> type, String... parameters) {
    JUnitRun run = new JUnitRun();
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(type))
            .configurationParameter(
                LauncherConstants.STACKTRACE_PRUNING_ENABLED_PROPERTY_NAME, "false");
    for (int i = 0; i < parameters.length; i += 2) {
      request.configurationParameter(parameters[i], parameters[i + 1]);
    }
    LauncherFactory.create().execute(request.build(), run);
    return run;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest() || result.getStatus() != Status.SUCCESSFUL) {
      results.put(test.getDisplayName(), result);
    }
  }

  /** What failed or was skipped, by name, with the first line of what it says. */
  List<String> unsuccessful() {
    List<String> texts = new ArrayList<>();
    results.forEach(
        (name, result) ->
            result
                .getThrowable()
                .ifPresent(
                    thrown -> texts.add(name + " " + result.getStatus() + ": " + line(thrown))));
    return texts;
  }

  private static String line(Throwable thrown) {
    return thrown.getClass().getSimpleName()
        + ": "
        + String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
  }

  int tests() {
    return results.size();
  }

  /** Why this one has not succeeded. */
  Throwable failureOf(String name) {
    TestExecutionResult result = Objects.requireNonNull(results.get(name), results::toString);
    return result.getThrowable().orElseThrow(() -> new AssertionError(name + " succeeded"));
  }

  @Nullable Status statusOf(String name) {
    TestExecutionResult result = results.get(name);
    return result == null ? null : result.getStatus();
  }
}
