package io.github.goprims.faults;

/** What runs out, and for how long. */
enum FaultKind {
  /** One allocation fails; a collection then makes room. */
  MEMORY_ONCE(true, false),

  /** All allocations of the thread fail from that one on, until its operation is over. */
  MEMORY_GONE(true, true),

  /** One call finds no room on the stack; what is called instead needs less. */
  STACK_ONCE(false, false),

  /** No call finds room, from that one on, until the thread has left the frame that made it. */
  STACK_DEEP(false, true);

  final boolean memory;
  final boolean lasting;

  FaultKind(boolean memory, boolean lasting) {
    this.memory = memory;
    this.lasting = lasting;
  }
}
