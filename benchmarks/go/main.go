// Command bench runs the Go twin of one benchmark and prints what each
// sample measured: a line "nanoseconds per operation, tab, bytes allocated
// per operation", or bytes taken and zero. Every run checks its result and panics on a difference.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"time"
)

// config is what the flags say of a workload; each workload uses its part.
type config struct {
	capacity int // of the channels, zero is unbuffered; or timers pending, children, values
	n        int // operations in one run
	workers  int // pairs of goroutines, stages, the size of a ring, cases of a select, channels, waiters, primes, or setters of timers
}

// untimed is how much of a workload's time was preparation.
var untimed time.Duration

// A workload runs its program once: c.n operations, result checked.
type workload func(c config)

var workloads = map[string]workload{
	"cancelall":     cancelAll,
	"chain":         chain,
	"contended":     contended,
	"derivecancel":  deriveAndCancel,
	"isdone":        isDone,
	"make":          makeChannels,
	"manypairs":     manyPairs,
	"oncerun":       runOnce,
	"oncevalue":     once,
	"pair":          pair,
	"pingpong":      pingPong,
	"pooled":        pooled,
	"readwrite":     readAndWrite,
	"ring":          ring,
	"select":        selectAny,
	"selectdefault": selectDefault,
	"sieve":         sieve,
	"stream":        stream,
	"tasks":         startAndAwait,
	"errgroup":      errGroup,
	"timer":         setAndCancel,
	"timerbulk":     setAllThenCancelAll,
	"tryempty":      tryEmpty,
	"trypair":       tryPair,
	"uncontended":   uncontended,
	"closeall":      closeAll,
	"manychannels":  manyChannels,
	"selectone":     selectOne,
	"siblings":      siblings,
	"wake":          wake,
	"value":         value,
}

// memories are programs that make c.workers of something and return the bytes that one takes.
var memories = map[string]func(c config) float64{
	"channelbytes":   channelBytes,
	"parkedheap":     parkedHeap,
	"parkedresident": parkedResident,
}

func main() {
	var c config
	name := flag.String("workload", "", "one of "+names())
	flag.IntVar(&c.capacity, "capacity", 0, "capacity of the channels, or timers pending, children, values")
	flag.IntVar(&c.n, "n", 200_000, "operations in one run")
	flag.IntVar(&c.workers, "workers", 1, "pairs of goroutines, stages, the size of a ring, cases of a select, channels, waiters, primes, or setters of timers")
	warmup := flag.Int("warmup", 1, "samples to throw away first")
	samples := flag.Int("samples", 4, "samples to print")
	span := flag.Duration("time", 500*time.Millisecond, "least duration of a sample")
	flag.Parse()
	if measure := memories[*name]; measure != nil {
		fmt.Printf("%.3f\t0\n", measure(c)) // once in a process: a second run would find what the first has left
		return
	}
	run := workloads[*name]
	if run == nil || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "bench: -workload must be one of "+names())
		os.Exit(2)
	}
	for i := range *warmup + *samples {
		nanos, bytes := sample(run, c, *span)
		if i >= *warmup {
			fmt.Printf("%.3f\t%.3f\n", nanos, bytes)
		}
	}
}

// sample repeats the workload for at least the given time.
func sample(run workload, c config, span time.Duration) (nanos, bytes float64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	untimed = 0
	runs := 0
	elapsed := time.Duration(0)
	for elapsed < span {
		run(c)
		runs++
		elapsed = time.Since(start) - untimed
	}
	runtime.ReadMemStats(&after)
	operations := float64(runs) * float64(c.n)
	return float64(elapsed.Nanoseconds()) / operations,
		float64(after.TotalAlloc-before.TotalAlloc) / operations
}

func names() string {
	all := make([]string, 0, len(workloads))
	for name := range workloads {
		all = append(all, name)
	}
	for name := range memories {
		all = append(all, name)
	}
	sort.Strings(all)
	return strings.Join(all, ", ")
}

func check(what string, actual, expected int64) {
	if actual != expected {
		panic(fmt.Sprintf("%s: %d, not %d", what, actual, expected))
	}
}
