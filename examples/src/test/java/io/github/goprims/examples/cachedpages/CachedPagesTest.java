package io.github.goprims.examples.cachedpages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.examples.cachedpages.CachedPages.Counts;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.EveryThreadKind;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class CachedPagesTest {

  private static final Context FOREVER = Context.background();

  private static final String READER = "sync.RWMutex.RLock";
  private static final String WRITER = "sync.RWMutex.Lock";
  private static final String NEXT_WRITER = "sync.Mutex.Lock";

  /** How often each page was loaded. Plain, since only one at a time loads. */
  private final Map<String, Integer> loaded = new HashMap<>();

  /** What loads of the page "slow" wait for, once they have told that they do. */
  private final Channel<String> gate = Channel.make();

  private final Channel<String> loading = Channel.make();
  private final CachedPages pages = new CachedPages(this::load);

  private String load(Context context, String address) throws InterruptedException {
    int edition = loaded.merge(address, 1, Integer::sum);
    if (address.equals("slow")) {
      loading.send(address);
      context.receive(gate);
    }
    if (address.equals("missing")) {
      throw new IllegalArgumentException(address);
    }
    return address + ", edition " + edition;
  }

  private Attempt<String> get(ThreadKind kind, Context context, String address) {
    return kind.attempt("asks for " + address, () -> pages.get(context, address));
  }

  /** One who is in the middle of a load of the page "slow". */
  private Attempt<String> loader(ThreadKind kind, Context context) throws InterruptedException {
    Attempt<String> loader = get(kind, context, "slow");
    loading.receive();
    return loader;
  }

  private Counts counts(long hits, long misses, long loads) {
    return new Counts(hits, misses, loads);
  }

  @EveryThreadKind
  void ofThoseWhoMissTogetherOneLoads(ThreadKind kind) {
    pages.lock().lock();
    List<Attempt<String>> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(get(kind, FOREVER, "page").awaitBlocked(READER));
    }
    pages.lock().unlock(); // lets in all of them, before anybody can write
    for (Attempt<String> client : clients) {
      assertThat(client.result()).isEqualTo("page, edition 1");
    }
    assertThat(pages.counts()).isEqualTo(counts(0, 20, 1));
  }

  @EveryThreadKind
  void eachPageIsLoadedOnceInACrowd(ThreadKind kind) {
    List<Attempt<Void>> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int first = i;
      clients.add(
          kind.attempt(
              "client",
              () -> {
                for (int j = 0; j < 1_000; j++) {
                  String address = "page " + (first + j) % 100;
                  assertThat(pages.get(FOREVER, address)).isEqualTo(address + ", edition 1");
                }
              }));
    }
    clients.forEach(Attempt::result);
    assertThat(loaded).hasSize(100).allSatisfy((address, times) -> assertThat(times).isOne());
    Counts counts = pages.counts();
    assertThat(counts.loads()).isEqualTo(100);
    assertThat(counts.misses()).isBetween(100L, 800L);
    assertThat(counts.hits() + counts.misses()).isEqualTo(8_000);
  }

  @EveryThreadKind
  void hitsReadSideBySideAndLoadsWait(ThreadKind kind) throws Exception {
    pages.get(FOREVER, "page");
    pages.lock().rLock();
    assertThat(get(kind, FOREVER, "page").result()).isEqualTo("page, edition 1");
    Attempt<String> other = get(kind, FOREVER, "other").awaitBlocked(WRITER);
    assertThat(loaded).containsOnlyKeys("page");
    pages.lock().rUnlock();
    assertThat(other.result()).isEqualTo("other, edition 1");
    assertThat(pages.counts()).isEqualTo(counts(1, 2, 2));
  }

  @Test
  void onlyAnInvalidatedPageIsLoadedAgain() throws Exception {
    pages.get(FOREVER, "a");
    pages.get(FOREVER, "b");
    pages.invalidate("a");
    pages.invalidate("never seen");
    assertThat(pages.get(FOREVER, "a")).isEqualTo("a, edition 2");
    assertThat(pages.get(FOREVER, "b")).isEqualTo("b, edition 1");
    assertThat(pages.counts()).isEqualTo(counts(1, 3, 3));
  }

  @EveryThreadKind
  void anInvalidationWaitsForALoad(ThreadKind kind) throws Exception {
    Attempt<String> loader = loader(kind, FOREVER);
    Attempt<Void> invalidation =
        kind.attempt("invalidates", () -> pages.invalidate("slow")).awaitBlocked(NEXT_WRITER);
    gate.close();
    assertThat(loader.result()).isEqualTo("slow, edition 1");
    invalidation.result();
    assertThat(loader(kind, FOREVER).result()).isEqualTo("slow, edition 2");
  }

  @EveryThreadKind
  void aCanceledLoadLeavesTheCacheUsable(ThreadKind kind) throws Exception {
    CancelableContext request = FOREVER.withCancel();
    Attempt<String> loader = loader(kind, request);
    Attempt<String> waiting = get(kind, FOREVER, "page").awaitBlocked(READER);
    request.cancel();
    assertThat(loader.failure()).isInstanceOf(CanceledException.class);
    assertThat(waiting.result()).isEqualTo("page, edition 1");
    assertSlowCanBeLoaded(kind);
  }

  @EveryThreadKind
  void anInterruptedLoadLeavesTheCacheUsable(ThreadKind kind) throws Exception {
    Attempt<String> loader = loader(kind, FOREVER);
    loader.interrupt();
    assertThat(loader.failure()).isInstanceOf(InterruptedException.class);
    assertSlowCanBeLoaded(kind);
  }

  private void assertSlowCanBeLoaded(ThreadKind kind) throws InterruptedException {
    assertThat(pages.lock()).hasToString("pages(unlocked)");
    gate.close();
    assertThat(loader(kind, FOREVER).result()).isEqualTo("slow, edition 2");
    assertThat(loaded).containsEntry("slow", 2);
  }

  @Test
  void aFailedLoadIsTriedAgain() {
    for (int i = 1; i <= 2; i++) {
      assertThatThrownBy(() -> pages.get(FOREVER, "missing")).hasMessage("missing");
      assertThat(loaded).containsEntry("missing", i);
    }
    assertThat(pages.lock()).hasToString("pages(unlocked)");
    assertThat(pages.counts()).isEqualTo(counts(0, 2, 0));
  }

  @EveryThreadKind
  void aWaitForAnothersLoadMayGiveUp(ThreadKind kind) throws Exception {
    Attempt<String> loader = loader(kind, FOREVER);
    CancelableContext request = FOREVER.withCancel();
    Attempt<String> canceled = get(kind, request, "slow").awaitBlocked(READER);
    Attempt<String> interrupted = get(kind, FOREVER, "slow").awaitBlocked(READER);
    request.cancel();
    interrupted.interrupt();
    assertThat(canceled.failure()).isInstanceOf(CanceledException.class);
    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    assertThat(loader.hasEnded()).isFalse();
    gate.close();
    assertThat(loader.result()).isEqualTo("slow, edition 1");
    assertThat(pages.counts()).isEqualTo(counts(0, 1, 1));
  }

  @EveryThreadKind
  void aWaitToLoadMayGiveUp(ThreadKind kind) {
    pages.lock().rLock();
    CancelableContext request = FOREVER.withCancel();
    Attempt<String> canceled = get(kind, request, "page").awaitBlocked(WRITER);
    request.cancel();
    assertThat(canceled.failure()).isInstanceOf(CanceledException.class);
    pages.lock().rUnlock();
    assertThat(pages.lock()).hasToString("pages(unlocked)");
    assertThat(loaded).isEmpty();
  }

  @Test
  void theProgramPrintsWhatHappened() throws Exception {
    List<String> log = new ArrayList<>();
    CachedPages.demonstrate(log::add);
    assertThat(log).hasSize(4);
    assertThat(log.get(0)).matches("20 clients .*: +\\d+ hits, \\d+ misses, 10 loads");
    assertThat(log.get(1)).matches("and again, .*: +\\d+ hits, \\d+ misses, 13 loads");
    assertThat(log.get(2)).matches("one waits .*: +context deadline exceeded");
    assertThat(log.get(3)).matches("and all the others .*: +\\d+ hits, \\d+ misses, 13 loads");
  }
}
