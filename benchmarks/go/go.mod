module goprims/benchmarks

go 1.25
