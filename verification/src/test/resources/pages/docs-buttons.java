static Path file;
