package io.github.goprims.benchmarks.runner.page;

import java.util.Map;

/** What the peers are called by those who do not know the words of the runner. */
final class PeerNames {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("go", "Go"),
          Map.entry("jox", "Jox"),
          Map.entry("kotlin", "Kotlin's coroutines"),
          Map.entry("syncq", "SynchronousQueue, fair"),
          Map.entry("syncq-unfair", "SynchronousQueue"),
          Map.entry("ltq", "LinkedTransferQueue"),
          Map.entry("abq", "ArrayBlockingQueue"),
          Map.entry("lbq", "LinkedBlockingQueue"),
          Map.entry("jctools", "JCTools, which cannot block"),
          Map.entry("stpe", "ScheduledThreadPoolExecutor"),
          Map.entry("agrona", "Agrona's timer wheel"),
          Map.entry("scheduler", "goprims, its scheduler alone"),
          Map.entry("grpc", "gRPC, with a listener"),
          Map.entry("grpc-bare", "gRPC, without listeners"),
          Map.entry("reentrant", "ReentrantLock"),
          Map.entry("reentrant-fair", "ReentrantLock, fair"),
          Map.entry("stamped", "StampedLock"),
          Map.entry("semaphore", "Semaphore"),
          Map.entry("semaphore-fair", "Semaphore, fair"),
          Map.entry("reentrant-rw", "ReentrantReadWriteLock"),
          Map.entry("cdl", "CountDownLatch"),
          Map.entry("phaser", "Phaser"),
          Map.entry("executor", "executor of virtual threads"),
          Map.entry("sts", "StructuredTaskScope"),
          Map.entry("thread", "Thread.startVirtualThread"),
          Map.entry("dcl", "double-checked field"),
          Map.entry("compute", "ConcurrentHashMap.compute"),
          Map.entry("absent-remove", "computeIfAbsent and remove"),
          Map.entry("future", "map of CompletableFutures"),
          Map.entry("allocation", "new byte[4096]"),
          Map.entry("netty", "Netty's Recycler"),
          Map.entry("floor-park", "floor that parks at once"),
          Map.entry("floor-yield", "floor that yields first"),
          Map.entry("floor-spin", "floor that looks first"),
          Map.entry("floor-switch", "a switch of threads alone"));

  private PeerNames() {}

  /** The name, or the word if there is no other. */
  static String of(String peer) {
    return NAMES.getOrDefault(peer, peer);
  }

  static boolean isKnown(String peer) {
    return NAMES.containsKey(peer);
  }
}
