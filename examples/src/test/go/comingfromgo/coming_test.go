// The Go side of docs/coming-from-go.md: what it quotes is compiled and run.
package comingfromgo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"
)

func square(n int) int { return n * n }

func TestWorkers(t *testing.T) {
	jobs := make(chan int)
	results := make(chan int, 10)

	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for n := range jobs {
				results <- square(n)
			}
		})
	}
	for n := range 10 {
		jobs <- n
	}
	close(jobs)
	wg.Wait()
	close(results)

	sum := 0
	for n := range results {
		sum += n
	}
	if sum != 285 {
		t.Fatal(sum)
	}
}

func TestCommaOk(t *testing.T) {
	ch := make(chan int, 1)
	ch <- 0
	close(ch)
	v, ok := <-ch
	if !ok || v != 0 {
		t.Fatal(v, ok)
	}
	v, ok = <-ch
	if ok {
		t.Fatal(v, ok)
	}
}

func TestMerge(t *testing.T) {
	a, b := make(chan int), make(chan int)
	go func() { defer close(a); a <- 1; a <- 2 }()
	go func() { defer close(b); b <- 3 }()
	sum := 0
	for a != nil || b != nil {
		select {
		case n, ok := <-a:
			if !ok {
				a = nil
				continue
			}
			sum += n
		case n, ok := <-b:
			if !ok {
				b = nil
				continue
			}
			sum += n
		}
	}
	if sum != 6 {
		t.Fatal(sum)
	}
}

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func TestCounter(t *testing.T) {
	var c counter
	c.add()
	if c.n != 1 {
		t.Fatal(c.n)
	}
}

func TestMap(t *testing.T) {
	var m sync.Map
	actual, loaded := m.LoadOrStore("a", 1)
	if loaded || actual != 1 {
		t.Fatal(actual, loaded)
	}
	previous, loaded := m.Swap("a", 2)
	if !loaded || previous != 1 {
		t.Fatal(previous, loaded)
	}
	if !m.CompareAndSwap("a", 2, 3) || m.CompareAndDelete("a", 2) {
		t.Fatal("compare")
	}
	value, loaded := m.LoadAndDelete("a")
	if !loaded || value != 3 {
		t.Fatal(value, loaded)
	}
}

type traceKey struct{}

func lookUp(ctx context.Context) string {
	id, _ := ctx.Value(traceKey{}).(string)
	return "trace=" + id
}

func TestValue(t *testing.T) {
	ctx := context.WithValue(context.Background(), traceKey{}, "4bf92f35")
	if line := lookUp(ctx); line != "trace=4bf92f35" {
		t.Fatal(line)
	}
}

func TestTimeout(t *testing.T) {
	answers := make(chan int)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	select {
	case n := <-answers:
		t.Fatal(n)
	case <-ctx.Done():
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Fatal(ctx.Err())
		}
	}
}

func parse(text string) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("parse %q: %v", text, r)
		}
	}()
	return int(text[0] - '0'), nil
}

func TestRecover(t *testing.T) {
	if n, err := parse("7"); n != 7 || err != nil {
		t.Fatal(n, err)
	}
	if _, err := parse(""); err == nil {
		t.Fatal("no error")
	}
}

type twoFiles struct{ closed []string }

func (f *twoFiles) close(name string) { f.closed = append(f.closed, name) }

func (f *twoFiles) use() {
	defer f.close("first")
	defer f.close("second")
}

func TestDefer(t *testing.T) {
	f := &twoFiles{}
	f.use()
	if fmt.Sprint(f.closed) != "[second first]" {
		t.Fatal(f.closed)
	}
}

type reader interface{ Read(p []byte) (int, error) }

var _ reader = io.Reader(nil)

func TestSlice(t *testing.T) {
	a := []int{1, 2, 3}
	b := append(a[:1], 9)
	if a[1] != 9 || len(b) != 2 {
		t.Fatal(a, b)
	}
}
