package main

import (
	"context"
	"fmt"
	"runtime"
	"time"
)

type name string

// deriveAndCancel: children of one parent, each canceled at once. A new parent
// for each run, as in the Java program.
func deriveAndCancel(c config) {
	parent, cancelParent := context.WithCancel(context.Background())
	defer cancelParent()
	deriveAndCancelBelow(parent, c.n)
}

func deriveAndCancelBelow(parent context.Context, count int) {
	done := int64(0)
	for range count {
		request, cancel := context.WithCancel(parent)
		cancel()
		if request.Err() != nil {
			done++
		}
	}
	check("done", done, int64(count))
}

// isDone asks a live context for its error.
func isDone(c config) {
	live, cancel := context.WithCancel(context.Background())
	defer cancel()
	count := int64(0)
	for range c.n {
		if live.Err() == nil {
			count++
		}
	}
	check("live", count, int64(c.n))
}

var innermost context.Context

// value asks the innermost of c.capacity contexts for the outermost value.
func value(c config) {
	if innermost == nil {
		innermost = context.WithValue(context.Background(), name("outermost"), "value")
		for i := 1; i < c.capacity; i++ {
			innermost = context.WithValue(innermost, name(fmt.Sprintf("key %d", i)), "other")
		}
	}
	found := int64(0)
	for range c.n {
		if innermost.Value(name("outermost")) == "value" {
			found++
		}
	}
	check("found", found, int64(c.n))
}

// cancelAll cancels parents of c.capacity children each; making them is not measured.
func cancelAll(c config) {
	start := time.Now()
	parents := make([]context.CancelFunc, c.n/c.capacity)
	children := make([]context.Context, c.n)
	for i := range parents {
		var parent context.Context
		parent, parents[i] = context.WithCancel(context.Background())
		for j := range c.capacity {
			child, cancel := context.WithCancel(parent)
			children[i*c.capacity+j] = child
			runtime.KeepAlive(cancel)
		}
	}
	untimed += time.Since(start)
	for _, cancel := range parents {
		cancel()
	}
	ended := int64(0)
	if children[0].Err() != nil && children[c.n-1].Err() != nil {
		ended = 1
	}
	check("ended", ended, 1)
}
