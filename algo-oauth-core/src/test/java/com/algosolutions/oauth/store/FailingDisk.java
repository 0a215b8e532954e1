package com.algosolutions.oauth.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A disk that rejects its n-th change, or all changes from the n-th on, as a full or read-only one does. Reading works. */
final class FailingDisk implements Disk {
    private final Disk disk;
    private final boolean forGood;
    private int left;
    private boolean failed;

    FailingDisk(Disk disk, int changes, boolean forGood) {
        this.disk = disk;
        this.left = changes;
        this.forGood = forGood;
    }

    boolean hasFailed() {
        return failed;
    }

    private void change() throws IOException {
        left--;
        if (left == -1 || (left < 0 && forGood)) {
            failed = true;
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void createFolder() throws IOException {
        disk.createFolder();
    }

    @Override
    public Optional<byte[]> read(String name, int limit) throws IOException {
        return disk.read(name, limit);
    }

    @Override
    public NewFile create(String name) throws IOException {
        change();
        NewFile file = disk.create(name);
        return new NewFile() {
            @Override
            public void write(byte[] bytes) throws IOException {
                change();
                file.write(bytes);
            }

            @Override
            public void force() throws IOException {
                change();
                file.force();
            }

            @Override
            public void close() throws IOException {
                file.close();
                change();
            }
        };
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change();
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        change();
        disk.delete(name);
    }

    @Override
    public void forceFolder() throws IOException {
        change();
        disk.forceFolder();
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }
}
