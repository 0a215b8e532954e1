package com.algosolutions.benchmarks;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** W1, W2 and W8 under JMH: the library that the property {@code library} names, at the server {@code base}. */
@State(Scope.Benchmark)
public class Calls {
    private Session session;

    /** Opens the client that all threads share. */
    @Setup
    public void open() throws Exception {
        Library library = (Library)
                Class.forName(System.getProperty("library")).getConstructor().newInstance();
        session = library.open(new Site(URI.create(System.getProperty("base"))), 1);
    }

    /** A caller takes a token that is in the cache. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public Object cachedToken() throws Exception {
        return session.authorization(0);
    }

    /** The clock that a token's end is compared with: a part of the above. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public long clock() {
        return System.nanoTime();
    }

    /** A POST, or a press of a button, with a cached token. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public void post() throws Exception {
        session.post(0);
    }
}
