// What the blocks of several pages use. Only the preludes with a method close() give it values, and their blocks run.
static OAuthClient client;
static RecordStore store;
static String id, secret, jwt, json;
static Screen screen;
static Log log;

interface Screen {
    void show(Object... texts);
}

interface Log {
    void write(String line);

    void add(Object result);
}
