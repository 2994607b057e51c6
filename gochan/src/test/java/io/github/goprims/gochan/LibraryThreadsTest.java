package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.threads.Couriers;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Spec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who needs the library's threads first leaves nothing with them; each test has its own JVM. */
class LibraryThreadsTest {

  @Test
  @Spec("TIMER-20")
  void theFirstCallersClassLoaderCanBeCollected() throws Exception {
    assertThat(OwnJvm.outputOf(FirstCaller.class)).containsExactly("collected");
  }

  /** The program of that process: an application that uses the library and then goes. */
  static final class FirstCaller {

    private FirstCaller() {}

    public static void main(String[] args) throws Exception {
      WeakReference<ClassLoader> loader = run();
      Await.until(
          "the application collected",
          () -> {
            System.gc();
            return loader.get() == null;
          });
      System.out.println("collected");
    }

    private static WeakReference<ClassLoader> run() throws Exception {
      URL[] classes = {FirstCaller.class.getProtectionDomain().getCodeSource().getLocation()};
      ClassLoader parent = FirstCaller.class.getClassLoader();
      ClassLoader loader = new ApplicationLoader(classes, parent);
      Runnable application =
          (Runnable)
              loader.loadClass(Application.class.getName()).getDeclaredConstructor().newInstance();
      ThreadGroup group = new ThreadGroup("application");
      Thread thread = new Thread(group, application, "first");
      thread.setContextClassLoader(loader);
      thread.setPriority(Thread.MIN_PRIORITY);
      thread.start();
      Await.ended(thread);
      return new WeakReference<>(loader);
    }
  }

  /** Loads the application anew. */
  static final class ApplicationLoader extends URLClassLoader {
    ApplicationLoader(URL[] classes, ClassLoader parent) {
      super(classes, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.startsWith(Application.class.getName())
          ? findLoadedOrFind(name)
          : super.loadClass(name, resolve);
    }

    private Class<?> findLoadedOrFind(String name) throws ClassNotFoundException {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  /** What is run by whoever comes first. */
  public static final class Application implements Runnable {
    private static final InheritableThreadLocal<Object> LOCAL = new InheritableThreadLocal<>();

    @Override
    public void run() {
      LOCAL.set(new Application());
      CountDownLatch both = new CountDownLatch(2);
      Timer.afterFunc(Duration.ZERO, both::countDown);
      Couriers.send(both::countDown);
      Timer.afterFunc(Duration.ofHours(1), () -> {}).stop();
      try {
        both.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void interruptsNeitherReachThemNorMakeThemSpin() throws Exception {
    assertThat(OwnJvm.outputOf(Interrupts.class))
        .containsExactly("not reached", "2 at rest", "still work");
  }

  /** The program of that process. */
  static final class Interrupts {

    private Interrupts() {}

    public static void main(String[] args) throws Exception {
      use();
      Timer late = Timer.afterFunc(Duration.ofHours(1), () -> {});
      Thread.currentThread().getThreadGroup().interrupt();
      boolean own = Thread.interrupted();
      List<Thread> threads = libraryThreads();
      ThreadGroup group = threads.getFirst().getThreadGroup();
      boolean apart =
          threads.stream().allMatch(thread -> thread.getThreadGroup() == group)
              && !Thread.currentThread().getThreadGroup().parentOf(group);
      System.out.println(own && apart ? "not reached" : own + ", " + threads);
      group.interrupt();
      Await.until(
          "flags cleared", () -> threads.stream().noneMatch(thread -> thread.isInterrupted()));
      ThreadMXBean bean = ManagementFactory.getThreadMXBean();
      long before = cpuNanos(bean, threads);
      for (int i = 0; i < 50; i++) {
        LockSupport.parkNanos(1_000_000);
      }
      long spent = cpuNanos(bean, threads) - before;
      // One that spins would have had about half of these 50 ms or more.
      System.out.println(spent < 10_000_000 ? threads.size() + " at rest" : spent + " ns spent");
      use();
      late.stop();
      System.out.println("still work");
    }

    private static void use() throws InterruptedException {
      CountDownLatch both = new CountDownLatch(2);
      Timer.afterFunc(Duration.ZERO, both::countDown);
      Couriers.send(both::countDown);
      both.await();
    }

    private static List<Thread> libraryThreads() {
      ThreadGroup root = Thread.currentThread().getThreadGroup().getParent();
      Thread[] threads = new Thread[100];
      int count = root.enumerate(threads);
      return Stream.of(threads)
          .limit(count)
          .filter(thread -> thread.getName().startsWith("goprims"))
          .toList();
    }

    private static long cpuNanos(ThreadMXBean bean, List<Thread> threads) {
      return threads.stream().mapToLong(thread -> bean.getThreadCpuTime(thread.threadId())).sum();
    }
  }
}
