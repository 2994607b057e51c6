package io.github.goprims.flashsale.load;

import io.github.goprims.gochan.Go;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Looks at the page of a service under load in a browser: its numbers have to come and to change.
 * Takes pictures in light, in dark, and on a screen as narrow as a phone.
 */
public final class Look {

  private static final Duration LOAD = Duration.ofSeconds(40);
  private static final Duration BEFORE = Duration.ofSeconds(25);
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final int TRIES = 100;

  private static final String NUMBERS =
      "[`queued`, `capacity`, `blocked`, `goroutines`, `accepted`, `accepted-rate`, `rejected`,"
          + " `rejected-rate`, `failed`, `viewers`].map(id => id + ` ` + document.getElementById(id).textContent)"
          + ".join(`; `)";

  private final Browser browser;
  private final Path pictures;

  private Look(Browser browser, Path pictures) {
    this.browser = browser;
    this.pictures = pictures;
  }

  /**
   * Ends with status 0 if the numbers of the page come, and change.
   *
   * @param args the command of the browser, and a folder for the pictures
   * @throws Exception if they do not, or something does not start
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("flash-sale");
    Path pictures = Files.createDirectories(Path.of(args[1]));
    Options options = Options.STANDARD;
    try (ServiceProcess service = new ServiceProcess(folder.resolve("store"));
        Client client = new Client(service.address());
        Browser browser = new Browser(args[0], folder.resolve("browser"))) {
      Ledger ledger = new Ledger(options.orders(LOAD));
      Thread load = Go.go("load", new Arrivals(client, ledger, options.rate())::run);
      Go.sleep(BEFORE);
      Look look = new Look(browser, pictures);
      look.at(service.address(), "light", 1120, false);
      look.at(service.address(), "dark", 1120, true);
      look.at(service.address(), "narrow", 390, false);
      load.join();
      service.end(true);
    }
    System.out.println("PASSED: the page shows what comes as events; pictures are in " + pictures);
  }

  private void at(URI page, String name, int width, boolean dark)
      throws IOException, InterruptedException {
    browser.open(page, width, dark);
    await("a live page", text("state") + ".startsWith(`live`) ? `yes` : ``");
    String accepted = browser.evaluate(text("accepted"));
    await("another number", text("accepted") + " === `" + accepted + "` ? `` : `yes`");
    System.out.println(name + ": " + browser.evaluate(NUMBERS));
    browser.takePicture(width, pictures.resolve(name + ".png"));
  }

  private void await(String what, String condition) throws IOException, InterruptedException {
    for (int i = 0; !browser.evaluate(condition).equals("yes"); i++) {
      if (i == TRIES) {
        throw new IOException("the browser does not show " + what);
      }
      Go.sleep(INTERVAL);
    }
  }

  private static String text(String id) {
    return "document.getElementById(`" + id + "`).textContent";
  }
}
