"""What is fast, beside its peers.  Benchmarks report; they never fail a build."""
