package com.algosolutions.oauth.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** All that is logged while it is open; this library's own lines go nowhere else meanwhile. */
public final class CapturedLog extends Handler implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Logger ours = Logger.getLogger("com.algosolutions");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private CapturedLog() {}

    public static CapturedLog open() {
        CapturedLog log = new CapturedLog();
        log.ours.setLevel(Level.ALL);
        log.ours.setUseParentHandlers(false);
        log.ours.addHandler(log);
        log.root.addHandler(log);
        return log;
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord record) {
        StringBuilder line = new StringBuilder(record.getLevel() + " " + record.getMessage());
        for (Throwable e = record.getThrown(); e != null; e = e.getCause()) {
            line.append(' ').append(e);
        }
        lines.add(line.toString());
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        root.removeHandler(this);
        ours.removeHandler(this);
        ours.setUseParentHandlers(true);
        ours.setLevel(null);
    }
}
